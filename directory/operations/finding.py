"""What finding leaves behind: a count without words, an activity that is missing, where postcodes are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from audit import operations as audit
from directory import menus, phones
from directory.events import MissingActivityTold
from directory.models import MissingActivity, Postcode, PostcodeDeprivation, Tally
from directory.postcodes import deprivation
from directory.postcodes.deprivation import Deprived
from directory.postcodes.files import Outcome, Read
from directory.queries import pages
from directory.rules import contact_of
from directory.vocabulary import Domain
from kernel import mail, outbox
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.limits import Limit
from kernel.mail import Letter
from kernel.messages import Channel
from kernel.periods import LONDON

A_ROW = TypeVar("A_ROW")
MOBILE = "+447"
MENUS_TO_ONE = Limit(
    "menus to one address",
    most=3,
    window=timedelta(days=1),
    says="We have sent three lists to this address today. Send the next one tomorrow, or print it.",
)
MENUS_FROM_NETWORK = Limit(
    "menus from one network",
    most=30,
    window=timedelta(days=1),
    says="Many lists were sent from where you are today. Send yours tomorrow, or print it.",
)
TOLD_FROM_NETWORK = Limit(
    "missing activities from one network",
    most=10,
    window=timedelta(hours=1),
    says="You have told us a lot in a short time, thank you. Wait an hour before you go on.",
)


@dataclass(frozen=True)
class Searched:
    """What is counted of a search: never its words (B33)."""

    day: date
    domain: str
    locality: str
    outcome: str


def keep_tallies(session: Session, counts: Mapping[Searched, int]) -> None:
    """Add searches to the counts of their day."""
    insert = _insert(session)(Tally)
    adding = insert.on_conflict_do_update(
        index_elements=["day", "domain", "locality", "outcome"],
        set_={"count": Tally.count + insert.excluded.count},
    )
    rows = [
        {
            "id": uuid4(),
            "day": one.day,
            "domain": one.domain,
            "locality": one.locality,
            "outcome": one.outcome,
            "count": count,
        }
        for one, count in counts.items()
    ]
    if rows:
        session.execute(adding, rows)


def tell_missing(
    session: Session,
    actor: Actor,
    *,
    area_id: UUID,
    wanted: str,
    domain: Domain | None,
    locality_id: UUID | None,
    at: datetime,
) -> MissingActivity:
    """Somebody tells the area of an activity that the directory does not have."""
    told = MissingActivity(
        area_id=area_id,
        locality_id=locality_id,
        wanted=wanted,
        domain=domain.value if domain else "",
        told_at=at,
    )
    session.add(told)
    session.flush()
    audit.record(session, actor, "told the area of a missing activity", told, at=at)
    outbox.announce(session, MissingActivityTold(told.id), at=at)
    return told


def counted(to: str, network: str) -> list[tuple[Limit, str]]:
    """The limits that sending a menu is counted against."""
    return [(MENUS_TO_ONE, to.strip().casefold()), (MENUS_FROM_NETWORK, network)]


def send_menu(
    session: Session, actor: Actor, *, listing_ids: Sequence[UUID], to: str, at: datetime
) -> Letter:
    """Send a menu by e-mail, or by text to a mobile phone. Nobody can add words of their own.

    Raises RuleBroken for an address that we cannot write to, and for an empty list.
    """
    items = pages.menu_items(session, listing_ids, today=at.astimezone(LONDON).date())
    if not items:
        raise RuleBroken("Your list is empty. Add an activity first.")
    contact = contact_of(to, field="to")
    channel = Channel.EMAIL if contact.email else Channel.TEXT
    letter = mail.write(
        session,
        template="directory/menu" if contact.email else "directory/menu_text",
        to=contact.email or _mobile(contact.phone),
        facts={
            "items": [asdict(item) | {"id": str(item.id)} for item in items],
            "path": f"/menu/{menus.code_of(item.id for item in items)}",
        },
        at=at,
        channel=channel,
    )
    audit.record(session, actor, "sent a menu", letter, at=at, activities=len(items))
    return letter


def _mobile(typed: str) -> str:
    found = phones.phone(typed)
    if found is None or not found.e164.startswith(MOBILE):
        raise RuleBroken(
            "We can only send a text to a mobile number that starts with 07. "
            "Enter one, or an e-mail address.",
            field="to",
        )
    return found.e164


def keep_postcodes(session: Session, read: Iterable[Read]) -> None:
    """Keep where some postcodes are; what was known of them before is replaced."""
    rows = [
        {"key": one.key, "latitude_e5": one.latitude_e5, "longitude_e5": one.longitude_e5}
        for one in read
        if one.outcome is Outcome.POSITION
    ]
    insert = _insert(session)(Postcode)
    replacing = insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "latitude_e5": insert.excluded.latitude_e5,
            "longitude_e5": insert.excluded.longitude_e5,
        },
    )
    if rows:
        session.execute(replacing, rows)


def note_postcodes_loaded(session: Session, counts: Mapping[Outcome, int], *, at: datetime) -> None:
    """Note that a file of postcodes was brought in, and what became of its rows."""
    audit.record(
        session,
        SYSTEM,
        "loaded postcodes",
        at=at,
        rows={outcome.value: count for outcome, count in counts.items()},
    )


def keep_deprivation(session: Session, read: Iterable[Deprived]) -> None:
    """Keep how deprived some postcodes are; what was known of them before is replaced."""
    rows = [
        {"key": one.key, "decile": one.decile}
        for one in read
        if one.outcome is deprivation.Outcome.LOADED
    ]
    insert = _insert(session)(PostcodeDeprivation)
    replacing = insert.on_conflict_do_update(
        index_elements=["key"], set_={"decile": insert.excluded.decile}
    )
    if rows:
        session.execute(replacing, rows)


def note_deprivation_loaded(
    session: Session, counts: Mapping[deprivation.Outcome, int], *, at: datetime
) -> None:
    """Note that a file of deprivation was brought in, and what became of its rows."""
    audit.record(
        session,
        SYSTEM,
        "loaded how deprived postcodes are",
        at=at,
        rows={outcome.value: count for outcome, count in counts.items()},
    )


def _insert(session: Session) -> "type[sqlite.Insert] | type[postgresql.Insert]":
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.Insert if is_sqlite else postgresql.Insert


def batches(rows: Iterable[A_ROW], *, size: int) -> Iterable[Sequence[A_ROW]]:
    """Rows a batch at a time."""
    batch: list[A_ROW] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch
