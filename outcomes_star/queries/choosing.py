"""The pages of what people can be asked: the list, one instrument, and how far its agreement has come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import OrganisationKind
from kernel.access import Actor, Role
from kernel.errors import NotFound
from outcomes_star import permissions
from outcomes_star.instruments import Instrument, Wording
from outcomes_star.languages import ENGLISH
from outcomes_star.licensed import table_of, wording_of
from outcomes_star.models import (
    InstrumentChoice,
    InstrumentEndorsement,
    InstrumentLicence,
    LoadedInstrument,
    Reading,
)
from outcomes_star.queries import (
    catalogue,
    choices,
    find_choice,
    get_instrument,
    in_use,
    licences,
    runs,
)
from outcomes_star.scoring import Conversion
from outcomes_star.vocabulary import Agrees

AT_A_LEAD = {Role.LINK_WORKER, Role.LEAD_MANAGER}


@dataclass(frozen=True)
class Agreed:
    """What one of the four said, and when; `on` is None while it is awaited."""

    agrees: Agrees
    on: date | None
    words: str
    who: str


@dataclass(frozen=True)
class ChosenFacts:
    """That an instrument was chosen, and how far the agreement has come."""

    version: int
    agreed: tuple[Agreed, ...]

    @property
    def is_in_use(self) -> bool:
        """Whether all four have agreed, so that people are asked."""
        return all(one.on is not None for one in self.agreed)


@dataclass(frozen=True)
class LicenceFacts:
    """A licence as it was entered; `runs` says whether it does today."""

    terms: str
    until_on: date | None
    wording: Wording
    conversion: Conversion
    who: str
    runs: bool
    version: int


@dataclass(frozen=True)
class InstrumentLine:
    """An instrument in the list."""

    instrument: Instrument
    wording: Wording | None
    chosen: ChosenFacts | None
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentPage:
    """One version of an instrument; which is the newest, and which one the lead NTP has chosen."""

    instrument: Instrument
    wording: Wording | None
    chosen: ChosenFacts | None
    licence: LicenceFacts | None
    asked_by: tuple[str, ...]
    newest: int
    chosen_version: int | None
    may_choose: bool

    @property
    def is_in_use(self) -> bool:
        """Whether people are asked it now: all four have agreed, and there are words for it."""
        return bool(self.chosen and self.chosen.is_in_use and self.wording)


def lead_of(actor: Actor) -> UUID | None:
    """The lead NTP that somebody works for; None for those who work elsewhere."""
    return actor.organisation_id if actor.roles & AT_A_LEAD else None


def instruments_page(session: Session, actor: Actor, *, on: date) -> tuple[InstrumentLine, ...]:
    """Every instrument in its newest version: for a lead NTP with how far the agreement has come."""
    actor.must(permissions.SEE_INSTRUMENTS)
    lead_id = lead_of(actor)
    chosen = {one.code: _chosen(one) for one in choices(session, lead_id)} if lead_id else {}
    newest: dict[str, Instrument] = {}
    for (code, version), one in catalogue(session, lead_id, on=on).items():
        if code not in newest or version > newest[code].version:
            newest[code] = one
    asked_by = _asked_by(session, actor, on=on)
    return tuple(
        InstrumentLine(one, words_of(one), chosen.get(code), asked_by.get((code, one.version), ()))
        for code, one in newest.items()
    )


def instrument_page(
    session: Session, actor: Actor, code: str, version: int, *, on: date
) -> InstrumentPage:
    """One version of an instrument. Raises NotFound."""
    actor.must(permissions.SEE_INSTRUMENTS)
    lead_id = lead_of(actor)
    one = get_instrument(session, lead_id, code, version, on=on)
    chosen = find_choice(session, lead_id, code) if lead_id else None
    versions = [known for kind, known in catalogue(session, lead_id) if kind == code]
    return InstrumentPage(
        one, words_of(one),
        _chosen(chosen) if chosen and chosen.instrument_version == version else None,
        licence_facts(session, lead_id, code, version, on=on),
        _asked_by(session, actor, on=on).get((code, version), ()),
        max(versions), chosen.instrument_version if chosen else None,
        actor.may(permissions.CHOOSE),
    )  # fmt: skip


def words_of(instrument: Instrument) -> Wording | None:
    """Its English words, where it may be asked."""
    return instrument.wordings.get(ENGLISH) if instrument.is_worded else None


def _chosen(choice: InstrumentChoice) -> ChosenFacts:
    said = {one.agrees: one for one in choice.endorsements}
    return ChosenFacts(
        choice.instrument_version,
        tuple(
            Agreed(one, said[one].on, said[one].words, said[one].who)
            if one in said
            else Agreed(one, None, "", "")
            for one in Agrees
        ),
    )


def _asked_by(
    session: Session, actor: Actor, *, on: date
) -> dict[tuple[str, int], tuple[str, ...]]:
    """Which lead NTPs of somebody's area ask what now, by code and version."""
    if actor.area_id is None:
        return {}
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for lead in accounts.organisations(
        session, area_id=actor.area_id, kind=OrganisationKind.LEAD_NTP
    ):
        for one in in_use(session, lead.id, on=on):
            key = (one.instrument.code, one.instrument.version)
            found[key] = (*found.get(key, ()), lead.name)
    return found


def licence_facts(
    session: Session, lead_id: UUID | None, code: str, version: int, *, on: date
) -> LicenceFacts | None:
    """A lead NTP's licence for a version of an instrument, if it has one."""
    row = find_licence(session, lead_id, code, version)
    if row is None:
        return None
    return LicenceFacts(
        row.terms, row.until_on, wording_of(row.wording), table_of(row.conversion), row.who,
        runs(row, on=on), row.version,
    )  # fmt: skip


def find_licence(
    session: Session, lead_id: UUID | None, code: str, version: int
) -> InstrumentLicence | None:
    """The row of a licence, if there is one."""
    return next(
        (
            one for one in licences(session, lead_id)
            if (one.code, one.instrument_version) == (code, version)
        ),
        None,
    )  # fmt: skip


def find_loaded(
    session: Session, lead_id: UUID | None, code: str, version: int
) -> LoadedInstrument | None:
    """A file of that code and version that stands in the way of another: for everybody, or a lead NTP's.

    What is loaded for everybody meets that of any lead NTP.
    """
    wanted = sa.select(LoadedInstrument).where(
        LoadedInstrument.code == code, LoadedInstrument.instrument_version == version
    )
    if lead_id is not None:
        is_seen = sa.or_(LoadedInstrument.lead_id.is_(None), LoadedInstrument.lead_id == lead_id)
        wanted = wanted.where(is_seen)
    return session.scalars(wanted.order_by(LoadedInstrument.lead_id.is_not(None)).limit(1)).first()


def is_settled(session: Session, lead_id: UUID | None, code: str, version: int) -> bool:
    """Whether anybody was asked a version or agreed to it: of a lead NTP, or of all where none is named."""
    read = sa.select(Reading.id).where(Reading.code == code, Reading.instrument_version == version)
    agreed = (
        sa.select(InstrumentEndorsement.id)
        .join(InstrumentChoice, InstrumentChoice.id == InstrumentEndorsement.choice_id)
        .where(InstrumentChoice.code == code, InstrumentChoice.instrument_version == version)
    )
    if lead_id is not None:
        read = read.where(Reading.lead_id == lead_id)
        agreed = agreed.where(InstrumentChoice.lead_id == lead_id)
    return any(session.scalar(one.limit(1)) is not None for one in (read, agreed))


def get_choice(session: Session, lead_id: UUID, code: str, version: int) -> InstrumentChoice:
    """What a lead NTP has chosen, in this version. Raises NotFound."""
    found = find_choice(session, lead_id, code)
    if found is None or found.instrument_version != version:
        raise NotFound
    return found


def find_endorsement(choice: InstrumentChoice, agrees: Agrees) -> InstrumentEndorsement | None:
    """What one of the four said."""
    return next((one for one in choice.endorsements if one.agrees is agrees), None)
