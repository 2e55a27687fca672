"""Reports to the practice: prepared, written, shown to the person, sent, acknowledged."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from accounts import queries as accounts
from audit import operations as audit
from kernel import mail
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import Conflict, RuleBroken
from kernel.periods import day_in_london
from referrals import permissions
from referrals.clocks import Clock
from referrals.lifecycle import REPORT, ReportState, State
from referrals.models import Consent, Referral, Report
from referrals.operations import clocks
from referrals.queries import get_case, received
from referrals.queries import reports as queries
from referrals.queries.report_sections import allowed, composed
from referrals.reporting import OCCASIONS, Content, Occasion, Shown, Words, fitting
from referrals.vocabulary import Purpose, Recipient

NO_PRACTICE = "This person came without a practice, so there is nobody to report to."
HAS_DRAFT = "There is a report that was not sent yet. Change that one, or throw it away."
CHANGED = "The report was changed since you showed it. Read it again, then send it."
MUST_SEE = (
    "Show the report to the person, or read it out to them. "
    "Only a short report goes when somebody cannot be reached."
)
DOES_NOT_FIT = "As the referral stands now, this is not why you write. Choose another reason."
NOT_A_DRAFT = "This report was sent already, and stays as it is."


@dataclass(frozen=True)
class Showing:
    """How the person saw a report: what of it they asked to leave out, and whether they said yes to it."""

    shown: Shown
    left_out: tuple[str, ...] = ()
    agreed: bool = False


def prepare(session: Session, referral_id: UUID, *, at: datetime) -> None:
    """Have a draft ready when the practice is owed a report; the link worker shows and sends it."""
    referral = queries.find_referral(session, referral_id)
    occasion = OCCASIONS.get(referral.state) if referral else None
    if referral is None or occasion is None or referral.practice_id is None:
        return
    if queries.has_reported(session, referral, occasion):
        return
    latest = queries.latest_of(session, referral.id)
    if latest is not None and latest.state is ReportState.DRAFT:
        _write(session, SYSTEM, latest, referral, occasion, latest.words, at=at)
    else:
        _draft(session, SYSTEM, referral, occasion, Words(), at=at)


def write(
    session: Session, actor: Actor, referral_id: UUID, occasion: Occasion, words: Words, *,
    at: datetime,
) -> Report:  # fmt: skip
    """Begin a report."""
    actor.must(permissions.WORK)
    referral = get_case(session, actor, referral_id)
    _check_fits(referral, occasion)
    latest = queries.latest_of(session, referral.id)
    if latest is not None and latest.state is ReportState.DRAFT:
        raise RuleBroken(HAS_DRAFT)
    return _draft(session, actor, referral, occasion, words, at=at)


def _draft(
    session: Session, actor: Actor, referral: Referral, occasion: Occasion, words: Words, *,
    at: datetime,
) -> Report:  # fmt: skip
    if referral.practice_id is None:
        raise RuleBroken(NO_PRACTICE)
    latest = queries.latest_of(session, referral.id)
    report = Report(
        referral_id=referral.id, practice_id=referral.practice_id, state=REPORT.start,
        number=latest.number + 1 if latest else 1, left_out=[],
    )  # fmt: skip
    report.write(occasion, words, _says(session, referral, occasion, words, at=at), at=at)
    session.add(report)
    session.flush()
    audit.record(session, actor, "began a report to a practice", report, at=at,
                 referral=referral.id, occasion=occasion)  # fmt: skip
    return report


def rewrite(
    session: Session, actor: Actor, referral_id: UUID, report_id: UUID, occasion: Occasion,
    words: Words, *, at: datetime,
) -> None:  # fmt: skip
    """Change the words of a report that was not sent; the facts in it are read afresh."""
    report = _draft_of(session, actor, referral_id, report_id)
    if occasion is not report.occasion:
        _check_fits(report.referral, occasion)
    _write(session, actor, report, report.referral, occasion, words, at=at)


def draw_up_anew(
    session: Session, actor: Actor, referral_id: UUID, report_id: UUID, *, at: datetime
) -> None:
    """Read the facts of a report that was not sent afresh; what the link worker wrote in it stays."""
    report = _draft_of(session, actor, referral_id, report_id)
    _write(session, actor, report, report.referral, report.occasion, report.words, at=at)


def _check_fits(referral: Referral, occasion: Occasion) -> None:
    if occasion not in fitting(referral.state):
        raise RuleBroken(DOES_NOT_FIT, field="occasion")


def _write(
    session: Session, actor: Actor, report: Report, referral: Referral, occasion: Occasion,
    words: Words, *, at: datetime,
) -> None:  # fmt: skip
    report.write(occasion, words, _says(session, referral, occasion, words, at=at), at=at)
    session.flush()
    audit.record(session, actor, "changed a report to a practice", report, at=at)


def _says(
    session: Session, referral: Referral, occasion: Occasion, words: Words, *, at: datetime
) -> Content:
    shared = queries.terms_of(session, referral, on=day_in_london(at)).shared
    return composed(session, referral, occasion, words, shared=shared)


def throw_away(
    session: Session, actor: Actor, referral_id: UUID, report_id: UUID, *, at: datetime
) -> None:
    """Throw away a report that was not sent; nothing of it is kept."""
    report = _draft_of(session, actor, referral_id, report_id)
    audit.record(session, actor, "threw a report to a practice away", report, at=at)
    session.delete(report)


def _draft_of(session: Session, actor: Actor, referral_id: UUID, report_id: UUID) -> Report:
    report = queries.get_draft(session, actor, referral_id, report_id)
    if report.state is not ReportState.DRAFT:
        raise RuleBroken(NOT_A_DRAFT)
    return report


def send(
    session: Session, actor: Actor, referral_id: UUID, report_id: UUID, showing: Showing, *,
    digest: str, at: datetime,
) -> None:  # fmt: skip
    """Send a report as it was shown. Without the person's yes only the codes go (B26)."""
    report = queries.get_draft(session, actor, referral_id, report_id)
    if report.state is ReportState.DRAFT and report.digest != digest:
        raise Conflict(CHANGED)
    _check_shown(report, showing)
    terms = queries.terms_of(session, report.referral, on=day_in_london(at))
    if showing.agreed and not terms.has_consent:
        _note_consent(session, actor, report.referral, at=at)
    is_codes_only = terms.codes_only_unless(agreed=showing.agreed)
    report.send(
        _to_send(report.says, showing.left_out, terms, is_codes_only=is_codes_only),
        shown=showing.shown, left_out=sorted(showing.left_out), is_codes_only=is_codes_only,
        by=actor, at=at,
    )  # fmt: skip
    session.flush()
    audit.record(session, actor, "sent a report to a practice", report, at=at,
                 referral=referral_id, shown=showing.shown, codes_only=is_codes_only)  # fmt: skip
    clocks.stop(session, actor, referral_id, Clock.REPORT, at=at)
    _tell_practice(session, report, at=at)


def _check_shown(report: Report, showing: Showing) -> None:
    """Unseen goes only what the state says already, of somebody whom nobody can show it to (B26)."""
    is_out_of_reach = report.referral.state in (State.UNREACHABLE, State.RETURNED)
    fits = OCCASIONS.get(report.referral.state) is report.occasion
    if showing.shown is Shown.NOT_SHOWN and not (is_out_of_reach and fits):
        raise RuleBroken(MUST_SEE, field="shown")


def _to_send(
    says: Content, left_out: Collection[str], terms: queries.Terms, *, is_codes_only: bool
) -> Content:
    """What was shown, and never more: what may no longer be shared, or they left out, stays here."""
    if is_codes_only:
        return says.only_codes()
    keys = {one.key for one in says.sections}
    return says.without((keys - allowed(keys, terms.shared)) | set(left_out))


def _note_consent(session: Session, actor: Actor, referral: Referral, *, at: datetime) -> None:
    consent = Consent(
        person_id=referral.person_id, recipient=Recipient.PRACTICE,
        recipient_id=referral.practice_id, purpose=Purpose.REPORT, how="told the link worker",
        given_at=at, recorded_by=actor.user_id,
    )  # fmt: skip
    session.add(consent)
    session.flush()
    audit.record(session, actor, "noted a consent", consent, at=at, purpose=Purpose.REPORT)


def _tell_practice(session: Session, report: Report, *, at: datetime) -> None:
    """A letter that a report waits, and nothing about whom: to the managers and whoever referred."""
    row = session.get_one(Referral, report.referral_id)
    facts = {
        "lead": report.says.lead, "practice": report.says.practice,
        "phone": accounts.get_organisation(session, row.lead_id).phone,
    }  # fmt: skip
    for email in sorted(_readers(session, report)):
        mail.write(
            session, template="referrals/report_waits", to=email, facts=facts, at=at,
            about=report.id,
        )  # fmt: skip


def _readers(session: Session, report: Report) -> set[str]:
    managers = accounts.holders(session, report.practice_id, Role.PRACTICE_MANAGER)
    referrers = accounts.holders(session, report.practice_id, Role.REFERRER)
    own = [one for one in referrers if one.id == report.referral.started_by]
    return {one.email for one in (*managers, *own)} or {one.email for one in referrers}


def acknowledge(session: Session, actor: Actor, report_id: UUID, *, at: datetime) -> None:
    """The practice says that it has a report."""
    actor.must(permissions.ACKNOWLEDGE)
    report = received.get_received(session, actor, report_id)
    report.acknowledge(by=actor, at=at)
    session.flush()
    audit.record(session, actor, "acknowledged a report", report, at=at)
