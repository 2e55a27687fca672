"""Safeguarding concerns: told at once without details, read by two people, closed by one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.casework import Danger
from referrals.operations.safeguarding import close_concern, raise_concern, write_down
from referrals.queries.safeguarding import concern_page, concern_to_answer
from tests.cast import NOON, a_lead_manager, a_link_worker, an_administrator
from tests.cast_caseload import a_case, a_safeguarding_lead
from tests.cast_referrals import a_referrer, id_of

SECRET = "Bruises on both arms"


@pytest.fixture
def world(session):
    """Asha raised a concern; Sophie is the named lead."""
    asha, sophie = a_link_worker(session), a_safeguarding_lead(session)
    row = a_case(session, asha)
    concern = raise_concern(session, asha, row.id, danger=Danger.NOW, words=SECRET, at=NOON)
    session.flush()
    return asha, sophie, row, concern


def close(session, who, concern, **more):
    facts = {"what_was_done": "Rang the council", "version": 1, "at": NOON} | more
    return close_concern(session, who, concern.id, **facts)


def test_the_letter_is_urgent_and_says_nothing(session, world):
    wanted = sa.select(Letter).where(Letter.template != "referrals/named_for_safety")
    letter = session.scalars(wanted).one()
    assert (letter.template, letter.facts) == ("referrals/concern", {})


def test_the_audit_holds_no_word_of_it(session, world):
    _, sophie, _, concern = world
    close(session, sophie, concern)
    lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
    acts = [one.act for one in lines if one.subject_kind == "concern"]
    assert acts == ["raised a safeguarding concern", "closed a safeguarding concern"]
    assert not [one for one in lines if SECRET in str(one.details) or "council" in str(one.details)]


def test_when_nobody_is_named_the_managers_are_to_name_somebody(session):
    asha = a_link_worker(session)
    a_lead_manager(session)
    raise_concern(
        session, asha, a_case(session, asha).id, danger=Danger.SOON, words=SECRET, at=NOON
    )
    session.flush()
    assert [one.template for one in session.scalars(sa.select(Letter))] == [
        "referrals/nobody_named"
    ]


def test_the_named_lead_closes_it_with_what_was_done(session, world):
    _, sophie, _, concern = world
    close(session, sophie, concern)
    assert (concern.closed_at, concern.what_was_done) == (NOON, "Rang the council")
    with pytest.raises(RuleBroken, match="closed already"):
        close(session, sophie, concern)


def test_its_author_reads_it_and_does_not_close_it(session, world):
    asha, _, _, concern = world
    with pytest.raises(NotAllowed):
        close(session, asha, concern)


def test_of_two_who_close_it_the_second_is_told(session, world):
    _, sophie, _, concern = world
    with pytest.raises(Conflict):
        close(session, sophie, concern, version=7)


class TestWritingDownWhatWasDone:
    def test_it_stays_open_and_each_line_has_its_moment(self, session, world):
        asha, sophie, _, concern = world
        later = NOON + timedelta(hours=2)
        write_down(session, sophie, concern.id, words="Rang the council", at=NOON)
        write_down(session, sophie, concern.id, words="They rang back", at=later)
        assert concern.closed_at is None
        for who in (asha, sophie):
            lines = concern_page(session, who, concern.id).done
            assert [(one.words, one.who, one.at) for one in lines] == [
                ("Rang the council", "Sophie Lead", NOON),
                ("They rang back", "Sophie Lead", later),
            ]

    def test_the_audit_holds_no_word_of_it(self, session, world):
        write_down(session, world[1], world[3].id, words="Rang the council", at=NOON)
        lines = [one for one in session.info["audit"] if isinstance(one, AuditLine)]
        assert "wrote down what was done about a concern" in [one.act for one in lines]
        assert not [one for one in lines if "council" in str(one.details)]

    def test_it_keeps_nobody_from_closing(self, session, world):
        _, sophie, _, concern = world
        write_down(session, sophie, concern.id, words="Rang the council", at=NOON)
        close(session, sophie, concern)
        with pytest.raises(RuleBroken, match="closed already"):
            write_down(session, sophie, concern.id, words="More", at=NOON)

    def test_its_author_writes_nothing_there(self, session, world):
        with pytest.raises(NotAllowed):
            write_down(session, world[0], world[3].id, words="x", at=NOON)
        with pytest.raises(NotFound):
            concern_to_answer(session, world[0], world[3].id)

    @pytest.mark.parametrize("who", [a_lead_manager, an_administrator, a_link_worker])
    def test_nobody_else_can_tell_that_it_is_there(self, session, world, who):
        with pytest.raises(NotFound):
            write_down(session, who(session), world[3].id, words="x", at=NOON)


@pytest.mark.parametrize("who", [a_lead_manager, an_administrator, a_referrer, a_link_worker])
def test_nobody_else_can_tell_that_it_exists(session, world, who):
    with pytest.raises(NotFound):
        close(session, who(session), world[3])


def test_only_about_a_person_of_ones_own_caseload(session, world):
    with pytest.raises(NotFound):
        raise_concern(
            session, a_link_worker(session), world[2].id, danger=Danger.NOW, words="x", at=NOON
        )


def test_after_the_case_is_given_away_only_the_named_lead_reads_where_they_live(session, world):
    asha, sophie, row, concern = world
    row.person.address = "9 Refuge Road"
    session.flush()
    assert "Refuge" in concern_page(session, asha, concern.id).address
    row.give_to(id_of(a_link_worker(session, name="Daniel Crowe")))
    session.flush()
    assert concern_page(session, asha, concern.id).address == ""
    assert "Refuge" in concern_page(session, sophie, concern.id).address
