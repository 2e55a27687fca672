"""Reports to the practice, as the link worker writes, shows and follows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accounts import queries as accounts
from accounts.vocabulary import AgreementPurpose, DataItem
from audit import queries as audit
from kernel.access import Actor
from kernel.errors import NotFound
from kernel.mail import Letter
from kernel.periods import day_in_london, holidays_in_england
from referrals import permissions
from referrals.diary import initials_of
from referrals.lifecycle import ReportState
from referrals.models import Person, PracticeArrangement, Referral, Report
from referrals.queries import can_work_on, get_case, get_case_to_read, is_visible, left_out
from referrals.queries.arranged import limits_of, own_lead
from referrals.queries.case import Banner, banner_of
from referrals.queries.consents import find_consent
from referrals.queries.hearing import hears_of
from referrals.queries.report_parts import day_words
from referrals.queries.report_sections import composed
from referrals.reporting import (
    OCCASIONS,
    Change,
    Content,
    Occasion,
    Shown,
    Words,
    changes,
    fitting,
    is_late,
)
from referrals.vocabulary import Purpose, Recipient


@dataclass(frozen=True)
class Terms:
    """What a report may hold. `codes_only` says why, in words for the link worker; "" when it may be full."""

    shared: frozenset[DataItem]
    has_consent: bool
    codes_only: str

    @property
    def shares_plan(self) -> bool:
        """Whether the agreement lets what was agreed, and what comes next, go to the practice."""
        return DataItem.ACTION_PLAN in self.shared

    def codes_only_unless(self, *, agreed: bool) -> bool:
        """Whether nothing but codes goes, given whether the person has just said yes."""
        return bool(self.codes_only) or not (self.has_consent or agreed)


@dataclass(frozen=True)
class ReportLine:
    """A report in the list of a case. `reached` says how far it has come, in words."""

    id: UUID
    number: int
    occasion: Occasion
    state: ReportState
    reached: str


@dataclass(frozen=True)
class ReportsOfCase:
    """The panel of a case's page."""

    referral_id: UUID
    lines: tuple[ReportLine, ...]
    can_write: bool


@dataclass(frozen=True)
class CaseReport:
    """A report with who it is about, as the link worker sees it."""

    id: UUID
    referral_id: UUID
    banner: Banner
    called: str
    number: int
    state: ReportState
    occasions: tuple[Occasion, ...]
    content: Content
    words: Words
    digest: str
    shown: Shown | None
    is_codes_only: bool
    terms: Terms
    reached: str
    can_act: bool
    changes: tuple[Change, ...]
    """What a draft says that is no longer so: it is drawn up anew, or goes as it was."""

    @property
    def to_show(self) -> Content:
        """What the person is to see: no more than may go."""
        is_cut = self.state is ReportState.DRAFT and self.terms.codes_only
        return self.content.only_codes() if is_cut else self.content


@dataclass(frozen=True)
class LateReport:
    """A line of the desk: a draft that waits, or a report that nobody acknowledged."""

    referral_id: UUID
    report_id: UUID
    practice: str
    initials: str
    sent_on: date | None


def terms_of(session: Session, referral: Referral, *, on: date) -> Terms:
    """What may go to the practice of a referral on a day."""
    shared = _shared(session, referral, on=on)
    wants_codes = session.scalar(
        sa.select(PracticeArrangement.codes_only).where(
            PracticeArrangement.practice_id == referral.practice_id
        )
    )
    reason = ""
    if not shared:
        reason = "There is no agreement in force to share data with this practice."
    if wants_codes:
        reason = "This practice takes codes only."
    return Terms(shared, says_yes(session, referral), reason)


def practice_hears(session: Session, actor: Actor, referral_id: UUID) -> bool:
    """Whether the practice of a case may hear what comes of it; otherwise it sees no step more."""
    return hears_of(session, get_case(session, actor, referral_id))


def says_yes(session: Session, referral: Referral) -> bool:
    """Whether the person's yes to reports to this practice stands."""
    found = find_consent(
        session, referral.person_id, Recipient.PRACTICE, referral.practice_id, Purpose.REPORT
    )
    return found is not None


def _shared(session: Session, referral: Referral, *, on: date) -> frozenset[DataItem]:
    found = accounts.agreements_in_force(
        session, on=on, purpose=AgreementPurpose.DATA_SHARING, party_id=referral.practice_id
    )
    parties = {referral.practice_id, referral.lead_id}
    return frozenset(
        DataItem(item)
        for one in found
        if {one.first_id, one.second_id} == parties
        for item in one.data_items
    )


def find_referral(session: Session, referral_id: UUID) -> Referral | None:
    """A referral as the program finds it, if it is still there."""
    return session.get(Referral, referral_id)


def latest_of(session: Session, referral_id: UUID) -> Report | None:
    """The newest report of a referral; its number tells how many there are."""
    return session.scalar(_of(referral_id).order_by(Report.number.desc()).limit(1))


def is_left_out(session: Session, referral: Referral, key: str) -> bool:
    """Whether the person asked to keep a section from this practice when it was last put to them."""
    wanted = sa.select(left_out(key)).select_from(Referral).where(Referral.id == referral.id)
    return bool(session.scalar(wanted))


def has_reported(session: Session, referral: Referral, occasion: Occasion) -> bool:
    """Whether there is a report of an occasion since the referral last moved."""
    wanted = _of(referral.id).where(
        Report.occasion == occasion, Report.written_at >= referral.moved_at
    )
    return session.scalar(wanted.limit(1)) is not None


def _of(referral_id: UUID) -> sa.Select[Report]:
    return sa.select(Report).where(Report.referral_id == referral_id)


def get_draft(session: Session, actor: Actor, referral_id: UUID, report_id: UUID) -> Report:
    """A report of a case that the actor may act on, or NotFound."""
    actor.must(permissions.WORK)
    get_case(session, actor, referral_id)
    return _get(session, referral_id, report_id)


def _get(session: Session, referral_id: UUID, report_id: UUID) -> Report:
    row = session.scalar(_of(referral_id).where(Report.id == report_id))
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class NewReport:
    """Who a new report will be about, why it may be written, and which reason fits best."""

    banner: Banner
    occasions: tuple[Occasion, ...]
    best: Occasion
    shares_plan: bool


def new_report(session: Session, actor: Actor, referral_id: UUID, *, on: date) -> NewReport:
    """What to know before a report is written."""
    actor.must(permissions.WORK)
    row = get_case(session, actor, referral_id)
    return NewReport(
        banner_of(row.person), fitting(row.state), OCCASIONS.get(row.state, Occasion.REVIEW),
        terms_of(session, row, on=on).shares_plan,
    )  # fmt: skip


def case_report(
    session: Session, actor: Actor, referral_id: UUID, report_id: UUID, *, at: datetime
) -> CaseReport:
    """One report as its link worker, her manager, or a colleague with a reason sees it."""
    referral = get_case_to_read(session, actor, referral_id, at=at)
    row = _get(session, referral_id, report_id)
    return CaseReport(
        id=row.id, referral_id=referral.id, banner=banner_of(referral.person),
        called=referral.person.called, number=row.number, state=row.state,
        occasions=(*fitting(referral.state), row.occasion), content=row.says,
        words=row.words, digest=row.digest, shown=row.shown, is_codes_only=row.is_codes_only,
        terms=terms_of(session, referral, on=day_in_london(at)),
        reached=reached(session, [row])[row.id],
        can_act=row.state is ReportState.DRAFT and can_work_on(session, actor, referral_id),
        changes=_changes(session, row, referral, on=day_in_london(at)),
    )  # fmt: skip


def _changes(session: Session, row: Report, referral: Referral, *, on: date) -> tuple[Change, ...]:
    """How a draft would read otherwise if it were drawn up on a day; nothing of one that was sent."""
    if row.state is not ReportState.DRAFT:
        return ()
    terms = terms_of(session, referral, on=on)
    then = row.says
    now = composed(session, referral, row.occasion, row.words, shared=terms.shared)
    if terms.codes_only:
        then, now = then.only_codes(), now.only_codes()
    return changes(then, now)


def reports_of_case(
    session: Session, actor: Actor, referral_id: UUID, *, at: datetime
) -> ReportsOfCase | None:
    """The reports of a case, newest first; None where there is no practice to write to."""
    referral = get_case_to_read(session, actor, referral_id, at=at)
    if referral.practice_id is None:
        return None
    rows = session.scalars(_of(referral_id).order_by(Report.number.desc())).all()
    words = reached(session, rows)
    has_draft = any(row.state is ReportState.DRAFT for row in rows)
    return ReportsOfCase(
        referral_id,
        tuple(
            ReportLine(row.id, row.number, row.occasion, row.state, words[row.id]) for row in rows
        ),
        can_write=not has_draft and can_work_on(session, actor, referral_id),
    )


def reached(session: Session, rows: Sequence[Report]) -> Mapping[UUID, str]:
    """How far each report has come: told by letter, opened, acknowledged."""
    opened: dict[UUID, datetime] = {}
    for practice_id in {row.practice_id for row in rows}:
        ids = [row.id for row in rows if row.practice_id == practice_id]
        opened |= audit.first_openings(session, ids, organisation_id=practice_id)
    letters = _letters(session, [row.id for row in rows])
    return {row.id: _reached(row, opened.get(row.id), letters.get(row.id, ())) for row in rows}


def _reached(row: Report, opened_at: datetime | None, letters: Iterable[Letter]) -> str:
    if row.acknowledged_at:
        return f"{row.acknowledged_who} acknowledged it on {day_words(row.acknowledged_at)}"
    if row.sent_at is None:
        return "Not sent yet"
    if opened_at:
        return f"Opened at the practice on {day_words(opened_at)}, not acknowledged yet"
    if any(letter.sent_at for letter in letters):
        return f"Sent on {day_words(row.sent_at)}, and the practice was told. Not opened yet"
    if any(letter.refused for letter in letters):
        return f"Sent on {day_words(row.sent_at)}. Our letter came back, so ring the practice"
    return f"Sent on {day_words(row.sent_at)}, not opened yet"


def _letters(session: Session, report_ids: Sequence[UUID]) -> dict[UUID, list[Letter]]:
    found: dict[UUID, list[Letter]] = {}
    for letter in session.scalars(sa.select(Letter).where(Letter.about_id.in_(report_ids))):
        if letter.about_id is not None:
            found.setdefault(letter.about_id, []).append(letter)
    return found


def draft_of(session: Session, referral_id: UUID) -> UUID | None:
    """The report of a case that waits to be sent, if there is one; whoever asks may see the case."""
    return session.scalar(
        sa.select(Report.id).where(
            Report.referral_id == referral_id, Report.state == ReportState.DRAFT
        )
    )


def _people_of(session: Session, referral_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Who each referral is about, by name."""
    found = session.execute(
        sa.select(Referral.id, Person.name)
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.id.in_(referral_ids))
    )
    return {referral_id: name for referral_id, name in found}  # noqa: C416 - keeps the types


def waiting(session: Session, actor: Actor, *, at: datetime) -> tuple[LateReport, ...]:
    """Drafts of the actor's own cases, and reports that should have been acknowledged by now."""
    if not actor.may(permissions.WORK):
        return ()
    rows = session.scalars(
        sa.select(Report)
        .where(
            is_visible(actor, Report.referral_id),
            Report.state.in_([ReportState.DRAFT, ReportState.SENT]),
        )
        .order_by(Report.written_at, Report.id)
    ).all()
    people = _people_of(session, [row.referral_id for row in rows])
    within = limits_of(session, own_lead(actor)).report
    names = {one.id: one.name for one in accounts.organisations(session)} if rows else {}
    return tuple(
        LateReport(
            row.referral_id,
            row.id,
            names.get(row.practice_id, "the practice"),
            initials_of(people[row.referral_id]),
            sent_on,
        )
        for row in rows
        for sent_on in [day_in_london(row.sent_at) if row.sent_at else None]
        if sent_on is None
        or is_late(sent_on, today=day_in_london(at), within=within, holidays=holidays_in_england())
    )
