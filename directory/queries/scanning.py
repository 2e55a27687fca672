"""Search without an index: out of the database at once, while the index is made again (K12).

Few listings are all read. Of many, those that the database finds by the beginnings of the words.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

import sqlalchemy as sa
from sqlalchemy.orm import Session

from directory.models import Group, Listing
from directory.queries.published import published_in_order, searchable
from directory.search import Entry, Found, Question, entry_of
from directory.search.plain import answer
from directory.search.words import (
    MOST_CHARACTERS,
    MOST_WORDS,
    is_looked_up,
    stem,
    words_of,
)
from kernel.periods import LONDON

FEW = 2_000


def found_in_database(session: Session, question: Question, *, now: datetime) -> Found:
    """The page of results that a question asks for. Of many listings the newest are looked at."""
    entries = tuple(_entries(session, question, now=now))
    return answer(question, entries, now=now)


def _entries(session: Session, question: Question, *, now: datetime) -> Iterator[Entry]:
    wanted = searchable()
    if (session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0) > FEW:
        wanted = _narrowed(wanted, question)
    newest = wanted.order_by(Listing.changed_at.desc(), Listing.id).limit(FEW)
    listing_ids = session.scalars(newest.with_only_columns(Listing.id)).all()
    today = now.astimezone(LONDON).date()
    return (entry_of(one) for one in published_in_order(session, listing_ids, today=today))


def _narrowed(wanted: sa.Select[Listing], question: Question) -> sa.Select[Listing]:
    """Listings that hold the beginning of each word, of the areas asked for."""
    wanted = wanted.join(Group, Group.id == Listing.group_id)
    for typed in question.words[:MOST_CHARACTERS].split()[:MOST_WORDS]:
        beginnings = {_beginning(word) for word in words_of(typed) if is_looked_up(word)}
        if beginnings:
            wanted = wanted.where(sa.or_(*map(_holds, beginnings | {typed.casefold()})))
    if question.area_ids is not None and question.near is None:
        wanted = wanted.where(Listing.area_id.in_(question.area_ids))
    return wanted


def _holds(beginning: str) -> sa.ColumnElement[bool]:
    said = sa.cast(Listing.content, sa.Text)
    as_kept = json.dumps(beginning)[1:-1]  # in JSON, SQLite keeps "ë" as an escape
    return sa.or_(
        said.icontains(beginning, autoescape=True),
        said.icontains(as_kept, autoescape=True),
        Group.name.icontains(beginning, autoescape=True),
    )


def _beginning(word: str) -> str:
    """What a word shares with others of its stem: "happ", of "happiness" and "happy"."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(word, stem(word), strict=False))
    return "".join(letter for letter, _ in pairs).removesuffix("i")
