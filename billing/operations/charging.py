"""Charging years of help: by what was chosen and agreed, once, and reversed by a line of its own (A-TAR-05, S7)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from audit import operations as audit
from billing import permissions
from billing.ledger import (
    Adjusted,
    Change,
    ChargeKind,
    Helped,
    Priced,
    Uncharged,
    adjustments,
    due_year,
    holding_for,
    is_nothing,
    priced,
)
from billing.models import BandChoice, Charge, ChargedPerson, ContractVersion
from billing.queries.bands import choices_of_case
from billing.queries.charges import (
    changes_of,
    get_charge,
    get_charged,
    helped_case,
    holdings,
    spent,
    units_of,
    years_of,
)
from billing.tariff import a_year_after
from kernel.access import SYSTEM, Actor
from kernel.errors import RuleBroken
from kernel.money import Money
from kernel.periods import day_in_london


def bring_up_to_date(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """Charge whatever is due of a case: years that have begun, and changes of band within them.

    Running twice charges nothing twice. What cannot be charged is left for a manager to read of.
    """
    helped = helped_case(session, referral_id)
    choices = list(reversed(choices_of_case(session, referral_id)))
    if helped is None or not choices:
        return
    while _charge_next_year(session, helped, choices, at=at):
        pass
    for year in years_of(session, helped.person_id):
        if year.referral_id == referral_id and not year.is_reversed:
            _charge_changes(session, helped, year, choices, at=at)


def reverse_charge(
    session: Session,
    actor: Actor,
    charge_id: UUID,
    *,
    because: str,
    is_charged_anew: bool,
    at: datetime,
) -> Charge:
    """Reverse a charge with a line of the same amount below nothing; the first line stays.

    Of a year, what its changes of band added is reversed too. `is_charged_anew` lets the year be charged again,
    by the band that stands now. Raises RuleBroken where it was reversed already.
    """
    actor.must(permissions.REVERSE_CHARGE)
    row = get_charge(session, actor, charge_id)
    whose = get_charged(session, row.id)
    if whose.is_reversed:
        raise RuleBroken("That charge was reversed already.")
    made = _reverse(session, actor, row, whose, because, is_charged_anew, at)
    if whose.kind is ChargeKind.YEAR:
        for change in changes_of(session, whose):
            _reverse(
                session, actor, session.get_one(Charge, change.charge_id), change, because,
                is_charged_anew, at,
            )  # fmt: skip
    if is_charged_anew:
        bring_up_to_date(session, whose.referral_id, at=at)
    return made


def _charge_next_year(
    session: Session, helped: Helped, choices: Sequence[BandChoice], *, at: datetime
) -> bool:
    """Charge the next year of somebody that is due and can be priced; whether one was."""
    years = years_of(session, helped.person_id)
    begins = due_year(helped, spent(years), today=day_in_london(at))
    if begins is None:
        return False
    holding = holding_for(helped, holdings(session, helped.lead_id, on=begins))
    if isinstance(holding, Uncharged):
        return False
    choice = _standing_on(choices, begins)
    found = priced(holding, choice.band, on=begins)
    if not isinstance(found, Priced):
        return False
    number, again = len(spent(years)) + 1, len(years) - len(spent(years))
    unit = f"year:{helped.person_id}:{number}.{again}"
    _add(session, helped, found, choice, unit, found.amount, on=begins, at=at)
    return True


def _standing_on(choices: Sequence[BandChoice], begins: date) -> BandChoice:
    """The band with which a year begins: as chosen by then, or first after it."""
    by_then = [one for one in choices if day_in_london(one.at) <= begins]
    return by_then[-1] if by_then else choices[0]


def _charge_changes(
    session: Session,
    helped: Helped,
    year: ChargedPerson,
    choices: Sequence[BandChoice],
    *,
    at: datetime,
) -> None:
    """Charge, or give back, what other bands within a year make of it."""
    charge = session.get_one(Charge, year.charge_id)
    terms = session.get_one(ContractVersion, charge.version_id).terms
    first = next(one for one in choices if one.id == year.choice_id)
    later = [Change(one.id, one.band, _changed_on(one, year))
             for one in choices if one.number > first.number]  # fmt: skip
    made = adjustments(
        terms.when_band_changes, terms.tariff.on(year.begins_on), first.band,
        began_on=year.begins_on, changes=later,
    )  # fmt: skip
    charged = units_of(session, helped.referral_id)
    for one in made:
        unit = f"change:{one.change.source}:{year.id}"
        if unit not in charged and not is_nothing(one.amount):
            _add_change(session, helped, charge, year, one, unit, at=at)


def _changed_on(choice: BandChoice, year: ChargedPerson) -> date:
    """The day of a choice; one that was made before the year began holds from its first day."""
    return max(day_in_london(choice.at), year.begins_on)


def _add(
    session: Session,
    helped: Helped,
    found: Priced,
    choice: BandChoice,
    unit: str,
    amount: Money,
    *,
    on: date,
    at: datetime,
) -> None:
    """A year is charged."""
    charge = Charge(
        lead_id=helped.lead_id, contract_id=found.holding.contract_id,
        version_id=found.holding.version_id, kind=ChargeKind.YEAR, band=found.band,
        suggested=choice.suggested, price_pence=found.amount.pence, amount_pence=amount.pence,
        happened_on=on, recorded_at=at, is_shadow=found.holding.terms.is_shadow,
        who=SYSTEM.called,
    )  # fmt: skip
    _keep(session, charge, helped, choice, unit, begins_on=on, at=at)


def _add_change(
    session: Session,
    helped: Helped,
    year: Charge,
    whose: ChargedPerson,
    one: Adjusted,
    unit: str,
    *,
    at: datetime,
) -> None:
    """A change of band is charged within a year."""
    choice = session.get_one(BandChoice, one.change.source)
    charge = Charge(
        lead_id=year.lead_id, contract_id=year.contract_id, version_id=year.version_id,
        kind=ChargeKind.CHANGE, band=choice.band, suggested=choice.suggested,
        price_pence=year.price_pence, amount_pence=one.amount.pence, happened_on=one.change.on,
        recorded_at=at, is_shadow=year.is_shadow, who=SYSTEM.called,
    )  # fmt: skip
    _keep(session, charge, helped, choice, unit, begins_on=whose.begins_on, at=at)


def _keep(
    session: Session,
    charge: Charge,
    helped: Helped,
    choice: BandChoice,
    unit: str,
    *,
    begins_on: date,
    at: datetime,
) -> None:
    session.add(charge)
    session.flush()
    session.add(
        ChargedPerson(
            charge_id=charge.id,
            person_id=helped.person_id,
            referral_id=helped.referral_id,
            lead_id=helped.lead_id,
            kind=charge.kind,
            unit=unit,
            choice_id=choice.id,
            evidence=choice.evidence,
            begins_on=begins_on,
            ends_on=a_year_after(begins_on),
        )
    )
    session.flush()
    audit.record(session, SYSTEM, "charged", charge, at=at, referral=helped.referral_id)


def _reverse(
    session: Session,
    actor: Actor,
    row: Charge,
    whose: ChargedPerson,
    because: str,
    is_charged_anew: bool,
    at: datetime,
) -> Charge:
    made = row.reversed(who=actor.called, at=at)
    session.add(made)
    whose.reverse(because=because, is_charged_anew=is_charged_anew)
    session.flush()
    audit.record(
        session, actor, "reversed a charge", made, at=at, charge=row.id, anew=is_charged_anew
    )
    return made
