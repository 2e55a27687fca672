"""The steering group's figures: frozen once, late news changes nothing, coarser where the gate refuses."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.disclosure import Table, cell
from kernel.periods import Quarter
from kernel.releases import Release, issue
from referrals.figures import KIND, lines_of, reader_of
from referrals.operations.by_practice import issue_due
from tests.cast import NOON, a_lead_ntp, a_practice, an_area
from tests.cast_figures import DUE_AT, HILLTOP, QUAY, WEAVER, refers

AUTUMN = Quarter.containing(NOON)


def given(session):
    return session.scalars(sa.select(Release).where(Release.kind == KIND)).all()


def shown(release):
    return {line.practice_id: tuple(line.shown.values()) for line in lines_of(release.figures())}


@pytest.fixture
def three(session):
    """Three practices that refer, one of them badly."""
    refers(session, WEAVER, accepted=2, missed=9, misfit=9, waiting=1)
    refers(session, HILLTOP, accepted=12, missed=2)
    refers(session, QUAY, accepted=9, misfit=1)


def test_each_practice_and_all_of_them_are_given_as_the_rule_has_it(session, three):
    assert issue_due(session, at=DUE_AT) == 1
    (release,) = given(session)
    ids = {name: a_practice(session, name).id for name in (WEAVER, HILLTOP, QUAY)}
    assert shown(release) == {
        ids[WEAVER]: ("20", "10", "10", "10"),
        ids[HILLTOP]: ("15", "15", "*", "*"),
        ids[QUAY]: ("10", "10", "*", "*"),
        None: ("45", "35", "10", "10"),
    }
    assert (release.reader, release.period) == (
        reader_of(an_area(session).id), "October to December 2026",
    )  # fmt: skip


def test_it_is_done_once_however_often_we_look(session, three):
    assert [issue_due(session, at=DUE_AT + timedelta(days=day)) for day in range(3)] == [1, 0, 0]
    assert len(given(session)) == 1


def test_what_comes_later_changes_nothing(session, three):
    issue_due(session, at=DUE_AT)
    (before,) = map(shown, given(session))
    refers(session, WEAVER, accepted=40)
    issue_due(session, at=DUE_AT + timedelta(days=1))
    session.expire_all()
    (release,) = given(session)
    assert shown(release) == before and release.is_as_issued()


def test_not_before_a_fortnight_has_passed(session, three):
    issue_due(session, at=DUE_AT - timedelta(days=1))
    assert [one.period for one in given(session)] == [AUTUMN.previous.label]


def test_who_was_sent_in_another_quarter_does_not_count(session, three):
    refers(session, HILLTOP, accepted=50, at=AUTUMN.begins - timedelta(seconds=1))
    refers(session, HILLTOP, accepted=50, at=AUTUMN.ends)
    issue_due(session, at=DUE_AT)
    (release,) = given(session)
    assert shown(release)[None][0] == "45"


def test_that_nobody_was_referred_is_told_as_little_as_a_few(session):
    """A quarter without figures would say that nobody was (an attack of November 2026)."""
    a_practice(session)
    assert issue_due(session, at=DUE_AT) == 1
    (release,) = given(session)
    assert shown(release) == {None: ("*", "*", "*", "*")}


def test_an_area_without_practices_has_no_figures(session):
    an_area(session)
    assert issue_due(session, at=DUE_AT) == 0


def test_two_practices_are_given_as_one_area(session):
    refers(session, WEAVER, accepted=9)
    refers(session, HILLTOP, accepted=9)
    issue_due(session, at=DUE_AT)
    (release,) = given(session)
    assert set(shown(release)) == {None}


def test_each_area_has_its_own(session, three):
    elsewhere = an_area(session, "Elsewhere")
    lead = a_lead_ntp(session, "Elsewhere Links", area=elsewhere)
    refers(session, "Far Practice", accepted=30, area=elsewhere, lead=lead)
    assert issue_due(session, at=DUE_AT) == 2
    near, far = sorted(given(session), key=lambda one: one.reader != reader_of(an_area(session).id))
    assert shown(near)[None][0] == "45"
    assert shown(far) == {None: ("30", "30", "*", "*")}


def known_before(session, quantity, people):
    """The same reader had an exact number of somewhere else: an invoice, say."""
    issue(
        session, reader=reader_of(an_area(session).id), period=AUTUMN, kind="invoice",
        table=Table({quantity: people}), at=NOON,
    )  # fmt: skip


def test_where_single_practices_cannot_be_given_the_area_is(session, three):
    quay = str(a_practice(session, QUAY).id)
    known_before(session, cell("misfit", practice=quay), 1)
    issue_due(session, at=DUE_AT)
    (release,) = given(session)
    assert shown(release) == {None: ("45", "35", "10", "10")}


def test_where_nothing_can_be_given_that_is_what_is_frozen(session):
    refers(session, WEAVER, accepted=1, misfit=1)
    known_before(session, cell("misfit"), 1)
    assert issue_due(session, at=DUE_AT) == 1
    (release,) = given(session)
    assert release.figures() == {}
    assert issue_due(session, at=DUE_AT + timedelta(days=1)) == 0


def test_no_true_number_is_kept(session, three):
    issue_due(session, at=DUE_AT)
    (release,) = given(session)
    assert {figure.shown for figure in release.figures().values()} <= {
        "*", "10", "15", "20", "35", "45",
    }  # fmt: skip
    assert all(
        figure.stands_for.possible >= 5
        for figure in release.figures().values()
    )  # fmt: skip


def test_of_a_few_nobody_learns_that_none_was_accepted(session):
    """A nought beside a hidden few would tell of each of them."""
    refers(session, WEAVER, misfit=3)
    for name in (HILLTOP, QUAY):
        refers(session, name, accepted=20)
    issue_due(session, at=DUE_AT)
    (release,) = given(session)
    assert shown(release)[a_practice(session).id] == ("*", "*", "*", "*")
    assert "0" not in {one.shown for one in release.figures().values()}


def test_the_audit_says_that_it_was_published(database):
    with database.writing() as session:
        refers(session, WEAVER, accepted=9)
        issue_due(session, at=DUE_AT)
    with database.reading() as session:
        (line,) = session.scalars(
            sa.select(AuditLine).where(AuditLine.act == "published how practices refer")
        )
        assert line.subject_kind == "release"
        assert line.details["period"] == AUTUMN.label
