"""What gunicorn serves for the benchmark: Petunias, and two pages to hold it against.

/floor is the page of a search without the search: twenty rows, through the same queries and the same
templates, and the same boxes to narrow by. /memory draws the same rows from memory. Neither is part
of the product.
"""

import gc
from dataclasses import replace
from functools import cache
from random import Random

from flask import Flask, current_app
from sqlalchemy.orm import Session

from benchmarks.corpus import SEED
from directory import shown
from directory.asked import Asked
from directory.published import Published
from directory.queries import finding
from directory.queries.finding import Answer, ResultsPage
from directory.queries.published import every_published
from directory.search import Found, Question
from directory.views.search import drawn
from kernel.database import Database
from web.access import anyone
from web.feature import Feature
from web.request import db, london_day, now
from wsgi import create_app

feature = Feature("benchmark", __name__)
_chance = Random(SEED)


def app() -> Flask:
    """The application with the two pages."""
    made = create_app()
    made.register_blueprint(feature)
    return made


@cache
def _rows() -> tuple[Published, ...]:
    """Every listing, in memory: for /memory to draw and for /floor to choose from."""
    database: Database = current_app.extensions["petunias"].database
    with database.reading() as session:
        every = tuple(every_published(session, today=london_day()))
    gc.collect()
    gc.freeze()  # the product does not hold them, so no page is to pay for looking at them
    return every


@cache
def _counts() -> Found:
    """What a search for everything finds: the page's numbers and the boxes to narrow by."""
    return finding.engine().find(Question(), now=now())


def _page(session: Session, rows: tuple[Published, ...]) -> ResultsPage:
    everything = _counts()
    found = Found(
        everything.total, everything.pages, tuple(row.id for row in rows), counts=everything.counts
    )
    return finding.page_of(
        session, Asked(today=london_day()), Answer(found, None, is_by_index=True), now=now()
    )


def _some() -> tuple[Published, ...]:
    return tuple(_chance.sample(_rows(), Question.size))


@feature.route("/floor", access=anyone)
def floor() -> str:
    return drawn(_page(db(), _some()))


@cache
def _without_rows() -> ResultsPage:
    return _page(db(), ())


@feature.route("/memory", access=anyone)
def memory() -> str:
    cards = tuple(shown.card(row, number=number) for number, row in enumerate(_some(), start=1))
    return drawn(replace(_without_rows(), cards=cards))
