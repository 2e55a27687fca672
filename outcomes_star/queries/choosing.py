"""The pages of what people can be asked: the list, one instrument, and how far its agreement has come."""

from dataclasses import dataclass
from datetime import date, datetime
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
    agreed_choices,
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
    can_take_back: bool = False


@dataclass(frozen=True)
class TakenBack:
    """What was written down by mistake, and taken back at a moment."""

    agrees: Agrees
    words: str
    because: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ChosenFacts:
    """That an instrument was chosen, and how far the agreement has come."""

    version: int
    agreed: tuple[Agreed, ...]
    taken_back: tuple[TakenBack, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether all four have agreed."""
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
    """An instrument in the list; which version is asked, and which was chosen and waits for the four."""

    instrument: Instrument
    wording: Wording | None
    asked_version: int | None
    waiting_version: int | None
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class InstrumentPage:
    """One version of an instrument; which is the newest, and which one the lead NTP asks now."""

    instrument: Instrument
    wording: Wording | None
    chosen: ChosenFacts | None
    licence: LicenceFacts | None
    asked_by: tuple[str, ...]
    newest: int
    asked_version: int | None
    may_choose: bool
    can_unload: bool

    @property
    def is_asked(self) -> bool:
        """Whether this is the version that all four agreed to last."""
        return self.asked_version == self.instrument.version

    @property
    def is_in_use(self) -> bool:
        """Whether people are asked it now: all four have agreed, and there are words for it."""
        return self.is_asked and self.wording is not None

    @property
    def is_replaced(self) -> bool:
        """Whether all four agreed to it, and to another one later."""
        return bool(self.chosen and self.chosen.is_agreed) and not self.is_asked


def lead_of(actor: Actor) -> UUID | None:
    """The lead NTP that somebody works for; None for those who work elsewhere."""
    return actor.organisation_id if actor.roles & AT_A_LEAD else None


def instruments_page(session: Session, actor: Actor, *, on: date) -> tuple[InstrumentLine, ...]:
    """Every instrument in its newest version: for a lead NTP with how far the agreement has come."""
    actor.must(permissions.SEE_INSTRUMENTS)
    lead_id = lead_of(actor)
    asked = agreed_choices(session, lead_id)
    waiting = {one.code: one for one in choices(session, lead_id) if not one.is_agreed}
    newest: dict[str, Instrument] = {}
    for (code, version), one in catalogue(session, lead_id, on=on).items():
        if code not in newest or version > newest[code].version:
            newest[code] = one
    asked_by = _asked_by(session, actor, on=on)
    return tuple(
        InstrumentLine(
            one, words_of(one), _version(asked.get(code)), _version(waiting.get(code)),
            asked_by.get((code, one.version), ()),
        )
        for code, one in newest.items()
    )  # fmt: skip


def _version(choice: InstrumentChoice | None) -> int | None:
    return choice.instrument_version if choice else None


def instrument_page(
    session: Session, actor: Actor, code: str, version: int, *, on: date
) -> InstrumentPage:
    """One version of an instrument. Raises NotFound."""
    actor.must(permissions.SEE_INSTRUMENTS)
    lead_id = lead_of(actor)
    one = get_instrument(session, lead_id, code, version, on=on)
    chosen = find_choice(session, lead_id, code, version)
    versions = [known for kind, known in catalogue(session, lead_id) if kind == code]
    return InstrumentPage(
        one, words_of(one),
        _chosen(session, chosen) if chosen else None,
        licence_facts(session, lead_id, code, version, on=on),
        _asked_by(session, actor, on=on).get((code, version), ()),
        max(versions), _version(agreed_choices(session, lead_id).get(code)),
        actor.may(permissions.CHOOSE),
        actor.may(permissions.CHOOSE)
        and find_own(session, lead_id, code, version) is not None
        and not was_chosen(session, lead_id, code, version),
    )  # fmt: skip


def words_of(instrument: Instrument) -> Wording | None:
    """Its English words, where it may be asked."""
    return instrument.wordings.get(ENGLISH) if instrument.is_worded else None


def _chosen(session: Session, choice: InstrumentChoice) -> ChosenFacts:
    said = {one.agrees: one for one in choice.standing}
    return ChosenFacts(
        choice.instrument_version,
        tuple(
            Agreed(
                one, said[one].on, said[one].words, said[one].who,
                can_take_back=not was_asked_since(session, choice, said[one].at),
            )
            if one in said
            else Agreed(one, None, "", "")
            for one in Agrees
        ),
        tuple(
            TakenBack(one.agrees, one.words, one.because, one.taken_back_who, one.taken_back_at)
            for one in choice.endorsements
            if one.taken_back_at is not None
        ),
    )  # fmt: skip


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
        .where(
            InstrumentChoice.code == code, InstrumentChoice.instrument_version == version,
            InstrumentEndorsement.taken_back_at.is_(None),
        )
    )  # fmt: skip
    if lead_id is not None:
        read = read.where(Reading.lead_id == lead_id)
        agreed = agreed.where(InstrumentChoice.lead_id == lead_id)
    return any(session.scalar(one.limit(1)) is not None for one in (read, agreed))


def get_choice(session: Session, lead_id: UUID, code: str, version: int) -> InstrumentChoice:
    """What a lead NTP has chosen, in this version. Raises NotFound."""
    found = find_choice(session, lead_id, code, version)
    if found is None:
        raise NotFound
    return found


def was_asked_since(session: Session, choice: InstrumentChoice, moment: datetime) -> bool:
    """Whether anybody of the lead NTP was asked what was chosen, from a moment on."""
    wanted = sa.select(Reading.id).where(
        Reading.lead_id == choice.lead_id, Reading.code == choice.code,
        Reading.instrument_version == choice.instrument_version, Reading.recorded_at >= moment,
    )  # fmt: skip
    return session.scalar(wanted.limit(1)) is not None


def find_own(
    session: Session, lead_id: UUID | None, code: str, version: int
) -> LoadedInstrument | None:
    """The file that a lead NTP loaded itself."""
    return session.scalar(
        sa.select(LoadedInstrument).where(
            LoadedInstrument.lead_id == lead_id, LoadedInstrument.code == code,
            LoadedInstrument.instrument_version == version,
        )
    )  # fmt: skip


def was_chosen(session: Session, lead_id: UUID | None, code: str, version: int) -> bool:
    """Whether a lead NTP ever chose a version. Nobody is asked what was not."""
    wanted = sa.select(InstrumentChoice.id).where(
        InstrumentChoice.lead_id == lead_id, InstrumentChoice.code == code,
        InstrumentChoice.instrument_version == version,
    )  # fmt: skip
    return session.scalar(wanted.limit(1)) is not None


def find_endorsement(choice: InstrumentChoice, agrees: Agrees) -> InstrumentEndorsement | None:
    """What one of the four said."""
    return next((one for one in choice.standing if one.agrees is agrees), None)
