"""Groups that were paid in tests: how many people came to each in which month, and quarters that are closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from billing.operations.group_lines import write_all_lines
from billing.operations.people_paid_for import count_people_paid_for
from billing.operations.remittances import make_remittance
from billing.queries.remittances import unpaid
from kernel.periods import Month, Quarter
from tests.cast import an_ntp
from tests.cast_directory import a_listing
from tests.cast_sub_contracts import Paid, an_agreed_price, an_agreement

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from billing.models import Remittance
    from referrals.models import OnwardLink

WINTER = Quarter(date(2027, 1, 1))
JANUARY = Month(WINTER.first_day)
CLOSED_ON = date(2027, 5, 1)
"""The first day on which nothing can be added to the winter."""
FIFTH = timedelta(days=4)


def another_paid_group(session: Session, first: Paid, name: str, **said: object) -> Paid:
    """Another group under a sub-contract of the same lead NTP."""
    group = an_ntp(session, name)
    listing = a_listing(
        session, area_id=group.area_id, group=name, name=f"{name}: come along",
        keeper_email="pat@group.example",
    )  # fmt: skip
    listing.group.organisation_id = group.id
    session.flush()
    agreement = an_agreement(session, group=group, until_on=None)
    an_agreed_price(session, agreement, manager=first.manager, **said)
    return Paid(agreement.id, first.lead_id, group.id, first.worker, first.manager, listing)


def came_in(session: Session, paid: Paid, people: int, month: Month) -> None:
    """So many different people came, all on one day of a month."""
    for _ in range(people):
        came_on(session, paid, paid.came(session, on=None), month.first_day + FIFTH)


def came_on(
    session: Session, paid: Paid, link: OnwardLink, day: date, *, came: bool = True
) -> None:
    """It was marked when the month was over that somebody came on a day, or did not."""
    paid.mark(session, link, on=day, came=came, at=Month.containing(day).ends)


def pay_for(session: Session, month: Month, *groups: Paid) -> list[Remittance]:
    """What was counted until the end of a month is paid on the fifth of the next."""
    at = month.ends + FIFTH
    write_all_lines(session, at=at)
    made = []
    for one in groups:
        seen = len(unpaid(session, one.manager, until=month.last_day, group_id=one.group_id))
        made.append(make_remittance(session, one.manager, one.group_id, seen=seen, at=at))
    return made


def close_winter(session: Session, *groups: Paid) -> None:
    """The winter is paid in one month, and counted once it is closed."""
    pay_for(session, JANUARY, *groups)
    count_people_paid_for(session, at=closing(WINTER))


def closing(quarter: Quarter) -> datetime:
    """The first moment at which nothing can be added to a quarter."""
    return Month.containing(quarter.next.first_day).ends
