"""Writing down points that reports earned, and taking them back. What is written is never changed (B0-09, B3-15)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from billing.models import Contract, PointAward
from billing.operations.invoices import write_to_holders
from billing.points import (
    Award,
    Way,
    Written,
    awarded,
    money_of,
    of_report,
    points_of,
    taken_back,
)
from billing.queries.contracts import party_names, title_of
from billing.queries.invoices import lock
from billing.queries.points import awards_of, counted, earning, seen_of, to_award
from billing.queries.statements import asked_others_for
from kernel.access import Actor, Role
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london

WRITTEN_MEANWHILE = (
    "Somebody wrote down points, or changed the contract, in the meantime. Look again."
)
KEEPERS = (Role.LEAD_FINANCE, Role.LEAD_MANAGER)
NOTED = {
    Way.GIVE: "wrote down points of a report", Way.TAKE_BACK: "took back points of a report",
}  # fmt: skip


def write_points(
    session: Session, actor: Actor, contract_id: UUID, what: Written, *, seen: str, at: datetime
) -> None:
    """A funder writes down points of a report, or takes some back; the lead NTP is told.

    NotFound for a contract by which the actor's organisation does not pay, or a year that has not begun. RuleBroken
    where there is no room for so many, where others paid for what is taken back, or where the actor also keeps the lead NTP's money. Conflict where somebody
    else did something since `seen`.
    """
    on = day_in_london(at)
    contract = to_award(session, actor, contract_id, on=on)
    _check_side(session, actor, contract)
    lock(session, contract_id)
    rows = awards_of(session, contract_id)
    can = earning(contract, what.year, what.report, on=on)
    if seen_of(contract, rows) != seen:
        raise Conflict(WRITTEN_MEANWHILE)
    awards = [one.award for one in rows]
    if what.way is Way.GIVE:
        made = awarded(awards, what.year, what.report, what.points, can)
    else:
        others = asked_others_for(session, actor, contract_id)
        ours = [one.award for one in rows if one.id not in others]
        _check_ours(what, awards, ours)
        made = taken_back(ours, what.year, what.report, what.points)
    kept = [
        PointAward(
            contract_id=contract.id, number=len(rows) + place, year=one.year, report=one.report,
            points=one.points, a_point_pence=one.a_point.pence, because=what.because,
            organisation_id=actor.organisation_id, by=actor.user_id, who=actor.called, at=at,
        )
        for place, one in enumerate(made, start=1)
    ]  # fmt: skip
    session.add_all(kept)
    session.flush()
    audit.record(
        session, actor, NOTED[what.way], contract, at=at, year=what.year,
        points=points_of(made), pence=money_of(made).pence,
    )  # fmt: skip
    _tell(session, contract, kept, at=at)


def _check_side(session: Session, actor: Actor, contract: Contract) -> None:
    """One person may act for both sides: nobody gives points to themselves."""
    keepers = (
        one.id for role in KEEPERS for one in accounts.holders(session, contract.lead_id, role)
    )
    if actor.user_id is not None and actor.user_id in keepers:
        raise RuleBroken("You act for the lead NTP too. Somebody else writes its points down.")


def _check_ours(what: Written, awards: Sequence[Award], ours: Sequence[Award]) -> None:
    """What others paid for, who paid before, is not taken off the next invoice: that would be of somebody else."""
    left, all_of_them = (
        points_of(of_report(each, what.year, what.report)) for each in (ours, awards)
    )
    if left < min(what.points, all_of_them):
        raise RuleBroken(
            "An earlier funder paid for some of these points. The lead NTP can credit that invoice.",
            field="points",
        )


def _tell(
    session: Session, contract: Contract, kept: Sequence[PointAward], *, at: datetime
) -> None:
    """No word that somebody typed goes along: not the reason, and not what the report is called."""
    made = [one.award for one in kept]
    points, amount = points_of(made), money_of(made)
    facts = {
        "contract_id": str(contract.id), "year": str(kept[0].year),
        "contract": title_of(contract.signed[-1].terms, party_names(session)),
        "points": counted(abs(points)), "amount": str(max(amount, -amount)),
        "did": "wrote down" if points > 0 else "took back",
    }  # fmt: skip
    write_to_holders(session, contract.lead_id, KEEPERS, "billing/points", facts, at=at)
