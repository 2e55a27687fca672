"""Sixty people of Anytown, in every state where a referral stays a while, with histories that are legal."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from accounts import demo as accounts_demo
from directory import demo as directory_demo
from kernel import mail, outbox
from kernel.periods import day_in_london
from kernel.releases import Release
from referrals import demo, demo_earlier, nhs_numbers
from referrals.casework import AppointmentState
from referrals.figures import lines_of
from referrals.invariants import INVARIANTS
from referrals.lifecycle import LinkState, ReportState, State
from referrals.models import (
    ActionPlan,
    Appointment,
    Concern,
    OnwardLink,
    Person,
    Referral,
    ReferralMove,
    Report,
)
from referrals.operations import links, meeting, silence
from referrals.queries.person_page import TEMPLATE
from referrals.vocabulary import LinkKind, RefusalReason
from tests.conftest import settings_of
from tests.support.clock import NOON, Clock
from tests.support.databases import close
from wsgi import create_app

PASSING = {State.SENT}
"""States that last no longer than until the program has acknowledged it."""


@pytest.fixture(scope="module")
def anytown(sqlite_stock, tmp_path_factory):
    """Made once, for tests that look; what is tried in it is undone."""
    folder = tmp_path_factory.mktemp("anytown")
    settings = settings_of(folder / "data", sqlite_stock.fresh(folder))
    app = create_app(settings, clock=Clock())
    database = app.extensions["petunias"].database
    for part in (accounts_demo, directory_demo, demo):
        part.load(database, at=NOON, listings=0, seed=1)
    yield database
    close(app)


def test_sixty_people_in_every_state_that_lasts_and_some_of_earlier_years(anytown):
    with anytown.reading() as session:
        people = session.scalars(sa.select(Person)).all()
        assert len(people) == 60 + len(demo_earlier.NAMES)
        assert set(session.scalars(sa.select(Referral.state))) == set(State) - PASSING
        assert len({one.lead_id for one in people}) == 2
        assert len({one.practice_id for one in people}) == 4
        numbers = [one.nhs_number for one in people if one.nhs_number]
    assert len(set(numbers)) == len(numbers) > 50
    assert all(one.startswith("999") and nhs_numbers.is_right(one) for one in numbers)


def test_every_history_is_legal_and_none_lies_in_the_future(anytown):
    with anytown.reading() as session:
        assert {one.name: list(one.check(session)) for one in INVARIANTS} == {
            one.name: [] for one in INVARIANTS
        }
        assert session.scalars(sa.select(sa.func.max(ReferralMove.at))).one() <= NOON
        moves = session.execute(
            sa.select(ReferralMove.referral_id, ReferralMove.at).order_by(
                ReferralMove.referral_id, ReferralMove.number
            )
        ).all()
    assert moves == sorted(moves)
    assert demo.load(anytown, at=NOON, listings=0, seed=1) == [], "Loaded twice, it is there once."


def test_there_is_something_on_every_desk(anytown):
    today = day_in_london(NOON)
    with anytown.reading() as session:
        booked = session.scalars(
            sa.select(Appointment.begins_at).where(Appointment.state == AppointmentState.BOOKED)
        ).all()
        days = {day_in_london(one) - today for one in booked}
        reports = set(session.scalars(sa.select(Report.state)))
        found = session.scalars(sa.select(OnwardLink)).all()
        assert session.scalars(sa.select(Concern)).one().closed_at is None
        assert session.scalar(sa.select(sa.func.count()).select_from(ActionPlan)) > 20
        assert {timedelta(0), timedelta(days=1)} <= days
        assert reports == set(ReportState)
        assert {one.kind for one in found} >= {
            LinkKind.FORMAL,
            LinkKind.INFORMAL,
            LinkKind.SELF_DIRECTED,
        }
        assert [one.refusal for one in found if one.state is LinkState.REFUSED] == [
            RefusalReason.FULL
        ]
        assert LinkState.OUTCOME_RECEIVED in {one.state for one in found}


def test_the_steering_group_has_figures_of_the_last_quarter_and_few_of_them_can_be_shown(anytown):
    with anytown.reading() as session:
        (release,) = session.scalars(sa.select(Release))
        lines = lines_of(release.figures())
        assert release.period == "July to September 2026"
    assert len(lines) == 4 + 1
    assert "*" in {text for line in lines for text in line.shown.values()}


def test_a_past_that_was_made_up_writes_to_nobody_today(anytown):
    """Two letters begin today: the shelter is asked, and somebody gets the link to their own page."""
    with anytown.writing() as session:
        letters = set(session.scalars(sa.select(mail.Letter.template)))
        ours = sorted(one for one in letters if one.startswith("referrals/"))
        assert ours == ["referrals/introduction", TEMPLATE]
        silence.raise_alarms(session, at=NOON)
        links.chase_groups(session, at=NOON)
        meeting.remind(session, at=NOON)
        assert session.scalar(sa.select(sa.func.count()).select_from(mail.Letter)) < 20
        session.rollback()


def test_what_is_done_unheard_is_heard_by_nobody_and_the_rest_is(session):
    with outbox.unheard(session):
        unheard = mail.write(session, template="any", to="a@b.example", facts={}, at=NOON)
    heard = mail.write(session, template="any", to="a@b.example", facts={}, at=NOON)
    session.flush()
    assert session.scalars(sa.select(mail.Letter)).all() == [heard]
    waiting = session.scalars(sa.select(outbox.OutboxItem)).all()
    assert [one.payload["letter_id"] for one in waiting] == [str(heard.id)]
    assert unheard is not heard
