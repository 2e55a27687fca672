"""Where the money of Anytown's lead NTP comes from, last year and this year. Every fund and amount is made up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.demo import HOST, NAMES
from billing.income import Stream, StreamKind
from billing.operations.income import add_stream
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import FinancialYear, day_in_london

SOON = timedelta(days=120)
"""After so many days the grant of the trust is sure no longer."""

LAST_YEAR = (
    Stream(StreamKind.NHS_TARIFF, "", Money(84_150_00)),
    Stream(StreamKind.NHS_BLOCK, "Directory and management", Money(37_500_00)),
    Stream(StreamKind.TRUST_GRANT, "Riverside Trust", Money(30_000_00), is_ring_fenced=True),
    Stream(StreamKind.RENT, "", Money(10_900_00)),
    Stream(StreamKind.CUSTOMERS, "Café and courses", Money(6_412_75)),
)
THIS_YEAR = (
    Stream(StreamKind.NHS_TARIFF, "", Money(96_400_00)),
    Stream(StreamKind.NHS_BLOCK, "Directory and management", Money(38_250_00)),
    Stream(StreamKind.COUNCIL_BLOCK, "", Money(0)),
    Stream(StreamKind.COUNCIL_GRANT, "Warm rooms", Money(24_000_00), is_ring_fenced=True),
    Stream(StreamKind.RENT, "", Money(11_300_00)),
    Stream(StreamKind.CUSTOMERS, "Café and courses", Money(7_840_50)),
    Stream(StreamKind.FUND_RAISING, "Summer fair", Money(2_115_00)),
    Stream(StreamKind.OTHER, "A will that is not settled"),
)
GRANT = Stream(StreamKind.TRUST_GRANT, "Riverside Trust", Money(31_500_00), is_ring_fenced=True)


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Let whoever keeps the money of the lead NTP write down the lists of two years."""
    leads = {one.name: one.id for one in accounts.organisations(session)}
    finance = Actor(
        organisation_id=leads[HOST], roles=frozenset({Role.LEAD_FINANCE}),
        name=NAMES[Role.LEAD_FINANCE],
    )  # fmt: skip
    year = FinancialYear.containing(at)
    grant = replace(GRANT, ends_on=day_in_london(at) + SOON)
    for one, streams in ((year.previous, LAST_YEAR), (year, (*THIS_YEAR, grant))):
        for stream in streams:
            add_stream(session, finance, one.first_day.year, stream, at=at)
    return [f"{HOST} keeps a list of where its money comes from, at /our-income."]
