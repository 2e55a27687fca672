"""Rules about agreements between organisations: how one stands on a day, and what overlaps what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accounts.vocabulary import AgreementPurpose, AgreementState, OrganisationKind
from kernel.errors import RuleBroken

SOON = timedelta(days=60)
"""How long before its last day an agreement is said to end soon."""

FOR_EVER = date.max


@dataclass(frozen=True)
class Terms:
    """Who agreed what, and for which days; no last day means until it is ended."""

    purpose: AgreementPurpose
    first_id: UUID
    second_id: UUID
    from_on: date
    until_on: date | None
    services: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[UUID]:
        """Both sides, whoever is named first."""
        return frozenset((self.first_id, self.second_id))


def state_on(
    day: date, *, from_on: date, until_on: date | None, is_ended: bool = False
) -> AgreementState:
    """How an agreement stands on a day."""
    if is_ended or (until_on is not None and until_on < day):
        return AgreementState.ENDED
    if from_on > day:
        return AgreementState.NOT_YET
    if until_on is not None and until_on - day <= SOON:
        return AgreementState.ENDS_SOON
    return AgreementState.IN_FORCE


def overlaps(one: Terms, other: Terms) -> bool:
    """Whether two agreements of a kind between the same two cover the same days and services.

    No services named means all of them.
    """
    return (
        one.purpose is other.purpose
        and one.parties == other.parties
        and one.from_on <= (other.until_on or FOR_EVER)
        and other.from_on <= (one.until_on or FOR_EVER)
        and _share_services(one, other)
    )


def _share_services(one: Terms, other: Terms) -> bool:
    if not one.services or not other.services:
        return True
    return bool(one.services & other.services)


def overlapping(one: Terms, others: Iterable[Terms]) -> tuple[Terms, ...]:
    """Those of the others that overlap with one."""
    return tuple(other for other in others if overlaps(one, other))


def check_terms(
    terms: Terms,
    *,
    kinds: tuple[OrganisationKind, OrganisationKind],
    data_items: Collection[str],
    outcomes: Collection[str],
) -> None:
    """Refuse an agreement that says nothing or cannot be: one party, backwards dates, no content.

    `kinds` are those of the first and the second party.
    """
    if terms.first_id == terms.second_id:
        raise RuleBroken("Choose another organisation: this is your own.", field="second")
    if terms.until_on is not None and terms.until_on < terms.from_on:
        raise RuleBroken(
            "The last day is before the first day. Change one of them.", field="until_on"
        )
    if terms.purpose is AgreementPurpose.DATA_SHARING and not data_items:
        raise RuleBroken("Tick at least one thing that may be shared.", field="data_items")
    if terms.purpose is AgreementPurpose.SUB_CONTRACT:
        _check_sub_contract(*kinds, outcomes)


def _check_sub_contract(
    first_kind: OrganisationKind, second_kind: OrganisationKind, outcomes: Collection[str]
) -> None:
    """A commissioner contracts with lead NTPs; these alone sub-contract with groups (A-ORG-06)."""
    if first_kind is not OrganisationKind.LEAD_NTP:
        raise RuleBroken("Only a lead NTP makes a sub-contract. Choose one.", field="first")
    if second_kind not in {OrganisationKind.NTP, OrganisationKind.LEAD_NTP}:
        raise RuleBroken(
            "A sub-contract is with a group or a lead NTP. Choose one.", field="second"
        )
    if not outcomes:
        raise RuleBroken("Write at least one outcome that is owed.", field="outcomes")


def check_can_end(state: AgreementState) -> None:
    """Refuse to end what has ended."""
    if state is AgreementState.ENDED:
        raise RuleBroken("This agreement has ended already.")
