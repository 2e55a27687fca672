"""The contracts of Anytown: one that both sides signed, and one that is still being written. Nobody is real."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.queries import OrganisationFacts
from accounts.vocabulary import OrganisationKind
from billing.contracts import (
    Assurance,
    ContractTerms,
    Expected,
    FixedLine,
    Funder,
    Report,
    ServiceLine,
    months_of,
    with_prices_from,
)
from billing.models import Contract
from billing.operations.contracts import begin_contract, sign_contract
from billing.outcome_share import OutcomeShare
from billing.surplus import SurplusRule
from billing.tariff import ABOUT, WhenBandChanges
from billing.vocabulary import (
    Confidence,
    Criterion,
    Every,
    FixedKind,
    Mechanism,
    OverActivity,
    Route,
    Vat,
)
from kernel import outbox
from kernel.access import Actor, Role
from kernel.money import Money
from kernel.periods import FinancialYear, day_in_london

SUMS = {
    FixedKind.GOVERNANCE: Money(6_000_00),
    FixedKind.DIRECTORY: Money(9_500_00),
    FixedKind.MANAGEMENT: Money(24_000_00),
    FixedKind.DATA_WORK: Money(8_000_00),
    FixedKind.SUB_CONTRACTS: Money(5_000_00),
    FixedKind.SET_UP: Money(15_000_00),
}
REASONS = {
    Criterion.QUALITY: "Practices and groups have worked with it for four years.",
    Criterion.VALUE: "It costs less a person than the last service, and more people come.",
    Criterion.INTEGRATION: "Its link workers sit with the practices and with the council's team.",
    Criterion.ACCESS: "Most of its people live in the poorest tenth of the area.",
    Criterion.SOCIAL_VALUE: "It rents cheap rooms to 40 small groups.",
}


def load(session: Session, *, at: datetime) -> Sequence[str]:
    """Let Anytown's commissioner contract with both lead NTPs, once."""
    if session.scalar(sa.select(Contract.id).limit(1)) is not None:
        return []
    (body,) = accounts.organisations(session, kind=OrganisationKind.COMMISSIONING_BODY)
    signed = 0
    for lead in accounts.organisations(session, kind=OrganisationKind.LEAD_NTP):
        terms = _begun(
            session, body, lead, FinancialYear.containing(day_in_london(at)).previous.first_day
        )
        commissioner = _actor(session, body, Role.COMMISSIONER)
        is_host = accounts.get_area(session, lead.area_id).host_id == lead.id
        made = begin_contract(session, commissioner, whole(terms) if is_host else terms, at=at)
        if not is_host:
            continue
        signed += 1
        with outbox.unheard(session):  # nobody gets a letter because of Anytown
            _sign(session, commissioner, made, at=at)
        _sign(session, _actor(session, lead, Role.LEAD_MANAGER), made, at=at)
    return [f"{signed} contract of Anytown is signed, another is being written."]


def _sign(session: Session, side: Actor, made: Contract, *, at: datetime) -> None:
    session.flush()
    sign_contract(session, side, made.id, seen=made.newest.version, has_read=True, at=at)


def _actor(session: Session, organisation: OrganisationFacts, role: Role) -> Actor:
    """Whoever holds the role there."""
    one = accounts.holders(session, organisation.id, role)[0]
    return Actor(
        user_id=one.id, organisation_id=organisation.id, area_id=organisation.area_id,
        roles=frozenset({role}), name=one.name,
    )  # fmt: skip


def _begun(
    session: Session, body: OrganisationFacts, lead: OrganisationFacts, first_day: date
) -> ContractTerms:
    """No more than is needed to begin."""
    served = [
        one.id for one in accounts.localities(session, lead.area_id)
        if (found := accounts.lead_of_locality(session, one.id)) and found.id == lead.id
    ]  # fmt: skip
    return ContractTerms(
        funders=(Funder(body.id),), lead_id=lead.id, localities=tuple(served),
        first_day=first_day, last_day=first_day.replace(year=first_day.year + 3, month=3, day=31),
        mechanism=Mechanism.HYBRID, fee=Money(48_000_00),
    )  # fmt: skip


def whole(begun: ContractTerms) -> ContractTerms:
    """All that a contract can say."""
    months = [month for begins, ends in begun.years for month in months_of(begins, ends)]
    return replace(
        begun,
        length_because="Three years, so that groups can plan and hire.", is_baseline_year=True,
        route=Route.MOST_SUITABLE, reasons=REASONS,
        route_because="The lead NTP was there already. All groups were asked to three evenings first.",
        interests="A member of the board of the lead NTP works for the commissioner. She took no part.",
        service_lines=(
            ServiceLine("Link workers", "you agree a plan in your own words, and somebody stays with it"),
            ServiceLine("The directory", "you find what there is near you"),
        ),
        levers=("The local framework for practices counts referrals of people who need much support",),
        evaluation="Calls to the practice and nights in hospital, six months before and after.",
        fixed_lines=tuple(FixedLine(kind, amount) for kind, amount in SUMS.items()),
        core_funding="A grant of the council until 2029, and rents of its three buildings.",
        costs=Money(98_000_00), confidence=Confidence.MEASURED,
        vat=Vat.EXEMPT, vat_because="Welfare services of a charity; its accountant wrote so.",
        spells=with_prices_from((), begun.first_day, ABOUT),
        when_band_changes=WhenBandChanges.HIGHER_FROM_CHANGE,
        expected=tuple(Expected(month.first_day, 2, 1, 1) for month in months),
        over_activity=OverActivity.TALK,
        sub_contract_percent=Decimal(30), own_delivery_cap=Decimal(40),
        outcome_share=OutcomeShare((Decimal(10),) * 3, Money(48_00)),
        surplus="What we have of it goes to small shortfalls of groups.",
        surplus_rule=SurplusRule(Decimal(5), Decimal(50)),
        reports=(
            Report(
                "What people reached, by their own goals", Every.QUARTER, 20,
                collects="Link workers", collates="Lead NTP", analyses="Anna Lister",
                baseline="to be collected in the first year", targets="agreed after the first year",
                points=60,
            ),
            Report(
                "Needs that nobody could meet", Every.QUARTER, 20,
                collects="Practices", collates="Lead NTP", analyses="Steering group",
                baseline="214 in the last year", targets="fewer each year", points=40,
            ),
        ),
        assurances=(
            Assurance("Insurance", "", begun.first_day.replace(month=5)),
            Assurance("Who is trained in safeguarding", "", begun.first_day.replace(month=12)),
        ),
    )  # fmt: skip
