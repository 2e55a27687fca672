"""Reading contracts: which there are, what one says, who signed it, and what is unwise in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from billing import permissions
from billing.cautions import Caution, cautions, missing
from billing.contract_words import Difference, Line, differences, lines
from billing.contracts import SOON, Assurance, ContractTerms
from billing.lifecycle import VersionState
from billing.models import Contract, ContractDeed, ContractParty, ContractVersion, Deed
from billing.vocabulary import ContractState, Section
from kernel.access import Actor
from kernel.errors import NotFound


@dataclass(frozen=True)
class Told:
    """A line of a contract's story."""

    what: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class ContractLine:
    """A contract in a list. `last_day` is the last on which it holds, `days_left` until then."""

    id: UUID
    lead: str
    funders: str
    localities: str
    mechanism: str
    state: ContractState
    last_day: date
    days_left: int
    overdue: int


@dataclass(frozen=True)
class Shown:
    """Something that must be shown by a day, and whether it was."""

    called: str
    due_on: date
    shown_at: datetime | None
    is_overdue: bool


@dataclass(frozen=True)
class Due:
    """A report of a signed contract, and when it is due next."""

    name: str
    on: date


@dataclass(frozen=True)
class VersionLine:
    """A version of a contract: from which day it holds, why, and what it says otherwise than the one before."""

    number: int
    from_on: date
    because: str
    state: VersionState
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ContractPage:
    """A contract: how it stands, what it says, what is unwise, what can be done now, and its story."""

    line: ContractLine
    terms: ContractTerms
    lines: tuple[Line, ...]
    versions: tuple[VersionLine, ...]
    assurances: tuple[Shown, ...]
    due: tuple[Due, ...]
    cautions: tuple[Caution, ...]
    missing: tuple[Caution, ...]
    awaits: tuple[str, ...]
    story: tuple[Told, ...]
    shown: int
    seen: int
    is_open: bool
    can_sign: bool
    can_send_back: bool
    can_drop: bool
    can_vary: bool
    can_end: bool
    can_assure: bool

    @property
    def newest(self) -> VersionLine:
        """The version whose words are shown."""
        return next(one for one in self.versions if one.number == self.shown)

    @property
    def is_change(self) -> bool:
        """Whether what is shown does not hold, while an earlier version is signed."""
        return self.newest.state is not VersionState.SIGNED and self.shown > 1

    @property
    def parts(self) -> tuple[tuple[Section, tuple[Line, ...]], ...]:
        """What it says, by the page on which it is written."""
        return tuple(
            (section, tuple(one for one in self.lines if one.section is section))
            for section in Section
        )

    @property
    def title(self) -> str:
        """ "Better Services Enterprise, for Hilltop and Riverside"."""
        return f"{self.line.lead}, for {self.line.localities}"


@dataclass(frozen=True)
class DraftPage:
    """A page on which a part of a contract is written: `is_change` where a version of it is signed."""

    id: UUID
    title: str
    terms: ContractTerms
    seen: int
    is_change: bool


def visible_to(actor: Actor) -> sa.Select[Contract]:
    """The contracts in which the actor's organisation stands."""
    if actor.is_system:
        return sa.select(Contract)
    own = sa.select(ContractParty.contract_id).where(
        ContractParty.organisation_id == actor.organisation_id
    )
    return sa.select(Contract).where(Contract.id.in_(own))


def get_contract(session: Session, actor: Actor, contract_id: UUID) -> Contract:
    """A contract that the actor may read, or NotFound."""
    row = session.scalar(visible_to(actor).where(Contract.id == contract_id))
    if row is None:
        raise NotFound
    return row


def get_held(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> Contract:
    """A contract over which the actor has power on a day, or NotFound: its organisation stands in what holds.

    Who is only written into a change, or was taken out, has none. One that nobody signed yet is found too.
    """
    row = get_contract(session, actor, contract_id)
    if row.signed and not actor.is_system and not row.stands(actor.organisation_id, on=on):
        raise NotFound
    return row


def get_draft(session: Session, actor: Actor, contract_id: UUID) -> ContractVersion:
    """What is being written of a contract, or NotFound where nothing can be written now."""
    newest = get_contract(session, actor, contract_id).newest
    if not newest.is_open:
        raise NotFound
    return newest


def draft_page(session: Session, actor: Actor, contract_id: UUID) -> DraftPage:
    """A part of a contract that is being written."""
    actor.must(permissions.WRITE_CONTRACTS)
    draft = get_draft(session, actor, contract_id)
    terms = draft.terms
    names = party_names(session)
    is_change = bool(draft.contract.signed)
    return DraftPage(contract_id, title_of(terms, names), terms, draft.version, is_change)


def contracts(session: Session, actor: Actor, *, on: date) -> tuple[ContractLine, ...]:
    """All contracts of the actor's organisation: what waits first, then by when they end (B0-15)."""
    actor.must(permissions.SEE_CONTRACTS)
    names = party_names(session)
    found = [
        _line(row, names, on, is_new=_is_new(row, actor))
        for row in session.scalars(visible_to(actor))
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.state), one.last_day, one.lead)))


_ORDER = (
    ContractState.WAITING, ContractState.WRITING, ContractState.ENDS_SOON, ContractState.IN_FORCE,
    ContractState.NOT_YET, ContractState.ENDED, ContractState.DROPPED,
)  # fmt: skip


def _is_new(row: Contract, actor: Actor) -> bool:
    """Whether the actor's organisation is only written into a change: what others signed is not its to read."""
    return bool(row.signed) and not actor.is_system and not row.ever_signed(actor.organisation_id)


def held_page(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> ContractPage:
    """A contract that the actor may vary or end, or NotFound."""
    actor.must(permissions.WRITE_CONTRACTS)
    get_held(session, actor, contract_id, on=on)
    return contract_page(session, actor, contract_id, on=on)


def contract_page(session: Session, actor: Actor, contract_id: UUID, *, on: date) -> ContractPage:
    """One contract. Who is only written into a change reads that alone, and none of what was signed before."""
    actor.must(permissions.SEE_CONTRACTS)
    row = get_contract(session, actor, contract_id)
    newest = row.newest
    terms, names = newest.terms, party_names(session)
    may_write = actor.may(permissions.WRITE_CONTRACTS)
    is_new = _is_new(row, actor)
    line = _line(row, names, on, is_new=is_new)
    awaits = newest.awaits if newest.state is VersionState.OFFERED else ()
    is_open = may_write and newest.is_open
    is_over = line.state is ContractState.ENDED
    has_power = may_write and row.stands(actor.organisation_id, on=on)
    goes_on = has_power and not is_over and row.ended_on is None
    kept = (newest,) if is_new else row.versions
    story = [one for one in row.story if not is_new or one.version == newest.number]
    return ContractPage(
        line=line, terms=terms, lines=lines(terms, names),
        versions=tuple(reversed(tuple(_versions(kept, names)))),
        assurances=() if is_new else _assurances(row, on),
        due=() if is_new or is_over else _due(row, on),
        cautions=cautions(terms, signed_besides(session, row)), missing=missing(terms),
        awaits=tuple(names[one] for one in awaits), story=_story(story, names),
        shown=newest.number, seen=newest.version, is_open=is_open,
        can_sign=may_write and (newest.is_open or actor.organisation_id in awaits),
        can_send_back=may_write and newest.state is VersionState.OFFERED,
        can_drop=is_open,
        can_vary=goes_on and newest.state is VersionState.SIGNED,
        can_end=goes_on,
        can_assure=has_power,
    )  # fmt: skip


def assurance_page(
    session: Session, actor: Actor, contract_id: UUID, at: int, *, on: date
) -> Shown:
    """Something that a signed contract asks for, by its place from 1; NotFound where there is none."""
    actor.must(permissions.WRITE_CONTRACTS)
    row = get_held(session, actor, contract_id, on=on)
    there = _assurances(row, on) if row.signed else ()
    if not 1 <= at <= len(there):
        raise NotFound
    return there[at - 1]


def signed_besides(session: Session, contract: Contract) -> tuple[ContractTerms, ...]:
    """What other contracts of the same lead NTP say that are signed, and were not ended early."""
    rows = session.scalars(
        sa.select(Contract).where(
            Contract.lead_id == contract.lead_id, Contract.id != contract.id,
            Contract.ended_on.is_(None),
        )
    )  # fmt: skip
    return tuple(row.signed[-1].terms for row in rows if row.signed)


def waiting_for(session: Session, actor: Actor) -> tuple[UUID, ...]:
    """The contracts that wait for the signature of the actor's organisation."""
    offered = session.scalars(
        visible_to(actor).join(Contract.versions).where(
            ContractVersion.state == VersionState.OFFERED
        )
    ).all()  # fmt: skip
    return tuple(row.id for row in offered if actor.organisation_id in row.newest.awaits)


_UNSIGNED = {
    VersionState.DRAFT: ContractState.WRITING, VersionState.OFFERED: ContractState.WAITING,
    VersionState.DROPPED: ContractState.DROPPED,
}  # fmt: skip


def standing(row: Contract, on: date) -> ContractState:
    """How a contract stands on a day."""
    if not row.signed:
        return _UNSIGNED[row.newest.state]
    last_day = last_day_of(row)
    if last_day < on:
        return ContractState.ENDED
    if all(one.from_on > on for one in row.signed):
        return ContractState.NOT_YET
    return ContractState.ENDS_SOON if last_day - on <= SOON else ContractState.IN_FORCE


def last_day_of(row: Contract) -> date:
    """The last day on which it holds, by what was signed last, or by what is being written."""
    last_day = (row.signed[-1] if row.signed else row.newest).terms.last_day
    return last_day if row.ended_on is None else min(last_day, row.ended_on - timedelta(days=1))


def _line(row: Contract, names: Mapping[UUID, str], on: date, *, is_new: bool) -> ContractLine:
    held = row.in_force(on) or (row.signed[-1] if row.signed else row.newest)
    terms = row.newest.terms if is_new else held.terms
    last_day = terms.last_day if is_new else last_day_of(row)
    has_assurances = bool(row.signed) and not is_new
    return ContractLine(
        id=row.id, lead=names[row.lead_id],
        funders=listed(names[one.organisation_id] for one in terms.funders),
        localities=_for(terms, names), mechanism=terms.mechanism.short,
        state=_UNSIGNED[row.newest.state] if is_new else standing(row, on),
        last_day=last_day, days_left=(last_day - on).days,
        overdue=sum(one.is_overdue for one in _assurances(row, on)) if has_assurances else 0,
    )  # fmt: skip


def _for(terms: ContractTerms, names: Mapping[UUID, str]) -> str:
    return listed(sorted(names[one] for one in terms.localities))


def listed(words: Iterable[str]) -> str:
    """ "Hilltop, Quayside and Riverside"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _versions(kept: Iterable[ContractVersion], names: Mapping[UUID, str]) -> Iterator[VersionLine]:
    """Each version, beside the signed one that it changes."""
    before: ContractTerms | None = None
    for one in kept:
        terms = one.terms
        said = differences(before, terms, names) if before else ()
        yield VersionLine(one.number, one.from_on, one.because, one.state, said)
        before = terms if one.state is VersionState.SIGNED else before


def _assurances(row: Contract, on: date) -> tuple[Shown, ...]:
    """What must be shown by the version that stands, and what of it was."""
    shown = {one.about: one.at for one in row.story if one.deed is Deed.ASSURE}
    terms = (row.signed[-1] if row.signed else row.newest).terms
    return tuple(_shown(one, shown.get(one.called), on) for one in terms.assurances)


def _shown(one: Assurance, at: datetime | None, on: date) -> Shown:
    return Shown(one.called, one.due_on, at, at is None and one.due_on < on)


def _due(row: Contract, on: date) -> tuple[Due, ...]:
    """What is to be reported next, soonest first."""
    held = row.in_force(on)
    if held is None:
        return ()
    terms = held.terms
    found = [Due(one.name, one.next_due(row.signed[0].terms.first_day, on=on))
             for one in terms.reports]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.on, one.name)))


def _story(deeds: Sequence[ContractDeed], names: Mapping[UUID, str]) -> tuple[Told, ...]:
    """What was done, newest first: each with who did it for whom."""
    return tuple(
        Told(
            f"{one.deed.words}: {one.about}" if one.about else one.deed.words,
            f"{one.who}, {names[one.organisation_id]}" if one.organisation_id else one.who,
            one.at,
            one.because,
        )
        for one in reversed(deeds)
    )


def title_of(terms: ContractTerms, names: Mapping[UUID, str]) -> str:
    """What a contract is called: whose it is, and for which localities."""
    return f"{names[terms.lead_id]}, for {_for(terms, names)}"


def party_names(session: Session) -> dict[UUID, str]:
    """The names of all organisations and localities: few, and a contract names many of them."""
    return {one.id: one.name for one in accounts.organisations(session)} | {
        one.id: one.name for one in accounts.localities(session)
    }
