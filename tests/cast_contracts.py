"""Contracts in tests: terms that make sense, and what makes them whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

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
from billing.tariff import ABOUT
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
from kernel.access import Actor, Role
from kernel.money import Money
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, a_locality, an_actor

FIRST, LAST = date(2026, 4, 1), date(2029, 3, 31)
BODY, LEAD, PLACE = uuid4(), uuid4(), uuid4()
DRAFTED = Report("People who came", Every.QUARTER, 20)


def begun(
    body: UUID = BODY, lead: UUID = LEAD, place: UUID = PLACE, **said: object
) -> ContractTerms:
    """Terms that say no more than is needed to begin: a hybrid of three years."""
    terms = ContractTerms(
        funders=(Funder(body),), lead_id=lead, localities=(place,), first_day=FIRST, last_day=LAST,
        mechanism=Mechanism.HYBRID, fee=Money(48_000_00),
    )  # fmt: skip
    return replace(terms, **said)


def whole(terms: ContractTerms | None = None, **said: object) -> ContractTerms:
    """The same with all that a contract can say: nothing is missing, and nothing unwise."""
    terms = terms or begun()
    months = [month for begins, ends in terms.years for month in months_of(begins, ends)]
    report = replace(DRAFTED, collects="Asha", collates="Laura", analyses="Anna", baseline="120")
    made = replace(
        terms, length_because="So that groups can plan.", route=Route.COMPETITIVE,
        reasons=dict.fromkeys(Criterion, "For a reason."),
        service_lines=(ServiceLine("Link workers", "a plan in your own words"),),
        evaluation="Before and after.",
        fixed_lines=tuple(FixedLine(kind, Money(1_000_00)) for kind in FixedKind),
        core_funding="A grant.", costs=Money(50_000_00), confidence=Confidence.MEASURED,
        vat=Vat.EXEMPT, spells=with_prices_from((), terms.first_day, ABOUT),
        expected=tuple(Expected(month.first_day, 10, 6, 4) for month in months),
        over_activity=OverActivity.TALK, sub_contract_percent=Decimal(30), reports=(report,),
        assurances=(Assurance("Insurance", "Anytown Cat and Dog Shelter", date(2026, 5, 1)),),
    )  # fmt: skip
    return replace(made, **said)


def the_sides(session) -> tuple[Actor, Actor]:
    """Who signs for the commissioner, and for the lead NTP."""
    return (
        an_actor(session, Role.COMMISSIONER),
        an_actor(session, Role.LEAD_MANAGER),
    )


def here(session) -> dict[str, UUID]:
    """The commissioning body, the lead NTP and its locality, as terms name them."""
    return {
        "body": a_commissioning_body(session).id,
        "lead": a_lead_ntp(session).id,
        "place": a_locality(session).id,
    }


def a_contract(session, actor: Actor | None = None, **said: object) -> Contract:
    """A contract that is being written."""
    actor = actor or the_sides(session)[0]
    return begin_contract(session, actor, replace(begun(**here(session)), **said), at=NOON)


def a_signed_contract(session, **said: object) -> Contract:
    """A contract that both sides signed, and that says all it can."""
    commissioner, manager = the_sides(session)
    terms = whole(begun(**here(session)), **said)
    made = begin_contract(session, commissioner, terms, at=NOON)
    for side in (commissioner, manager):
        sign(session, side, made)
    return made


def sign(session, actor: Actor, contract: Contract, *, has_read: bool = True) -> None:
    """One side signs what stands."""
    session.flush()
    seen = contract.newest.version
    sign_contract(session, actor, contract.id, seen=seen, has_read=has_read, at=NOON)
    session.flush()
