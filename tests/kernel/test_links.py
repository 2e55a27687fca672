"""One-use links: they work once, for one purpose, for a while, and nothing kept can rebuild them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from kernel import links
from kernel.links import OneUseLink
from tests.support.clock import NOON

DAY = timedelta(hours=24)


@pytest.fixture
def subject():
    return uuid4()


def a_link(session, subject, *, purpose="confirm"):
    token = links.issue(session, purpose=purpose, subject_id=subject, lifetime=DAY, at=NOON)
    session.flush()
    return token


def test_a_link_leads_to_its_record_and_can_be_looked_at_any_number_of_times(session, subject):
    token = a_link(session, subject)
    for _ in range(3):
        assert links.find(session, token, purpose="confirm", at=NOON) == subject


def test_a_link_is_used_once(session, subject):
    token = a_link(session, subject)
    assert links.use(session, token, purpose="confirm", at=NOON) == subject
    assert links.use(session, token, purpose="confirm", at=NOON) is None
    assert links.find(session, token, purpose="confirm", at=NOON) is None


def test_a_used_link_still_says_what_it_was_for(session, subject):
    token = a_link(session, subject)
    assert links.find_used(session, token, purpose="confirm") is None
    links.use(session, token, purpose="confirm", at=NOON)
    assert links.find_used(session, token, purpose="confirm") == subject
    assert links.find_used(session, token, purpose="keep") is None
    assert links.find_used(session, "made-up", purpose="confirm") is None


def test_a_link_for_one_purpose_is_no_good_for_another(session, subject):
    token = a_link(session, subject)
    assert links.use(session, token, purpose="new password", at=NOON) is None


@pytest.mark.parametrize(("after", "works"), [(DAY - timedelta(seconds=1), True), (DAY, False)])
def test_a_link_ends_after_its_lifetime(session, subject, after, works):
    token = a_link(session, subject)
    assert (links.find(session, token, purpose="confirm", at=NOON + after) == subject) is works


def test_revoked_links_stop_working_and_others_do_not(session, subject):
    revoked, other = a_link(session, subject), a_link(session, uuid4())
    links.revoke(session, purpose="confirm", subject_id=subject, at=NOON)
    assert links.find(session, revoked, purpose="confirm", at=NOON) is None
    assert links.find(session, other, purpose="confirm", at=NOON) is not None


def test_guessing_finds_nothing(session, subject, soak_factor):
    a_link(session, subject)
    guesses = [links.secrets.token_urlsafe(links.TOKEN_BYTES) for _ in range(200 * soak_factor)]
    assert not any(links.find(session, guess, purpose="confirm", at=NOON) for guess in guesses)


def test_the_token_itself_is_nowhere_in_the_table(session, subject):
    token = a_link(session, subject)
    row = session.execute(sa.select(OneUseLink.__table__)).one()
    assert token not in [str(value) for value in row]


def test_of_two_who_press_at_once_only_one_gets_it(database, subject):
    with database.writing() as session:
        token = a_link(session, subject)
    got = []
    for _ in range(2):
        with database.writing() as session:
            got.append(links.use(session, token, purpose="confirm", at=NOON))
    assert got == [subject, None]


def test_old_links_are_forgotten(session, subject):
    a_link(session, subject)
    links.forget_old(session, before=NOON + DAY)
    assert session.scalar(sa.select(sa.func.count()).select_from(OneUseLink)) == 1
    links.forget_old(session, before=NOON + DAY + timedelta(seconds=1))
    assert session.scalar(sa.select(sa.func.count()).select_from(OneUseLink)) == 0


def test_links_about_erased_records_are_gone_and_others_work(session, subject):
    gone, stays = a_link(session, subject), a_link(session, uuid4())
    links.forget_about(session, {subject})
    assert links.find(session, gone, purpose="confirm", at=NOON) is None
    assert links.find(session, stays, purpose="confirm", at=NOON) is not None
