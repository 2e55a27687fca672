"""Who looked at a record: by name for colleagues, by role and organisation for everybody else."""

from datetime import timedelta

import pytest

from audit import operations as audit
from kernel.access import ANYONE, Role
from kernel.errors import NotAllowed, NotFound
from referrals.casework import Danger
from referrals.models import Person
from referrals.operations import openings
from referrals.operations.safeguarding import raise_concern
from referrals.queries.looking import who_looked, who_looked_on_paper
from referrals.queries.person_page import who_saw
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor
from tests.cast_referrals import a_referral, a_referrer


@pytest.fixture
def world(app, database):
    """Maya's case was opened by Asha and by her practice, and by Daniel with a reason."""
    with database.writing() as session:
        asha, nadia = a_link_worker(session, name="Asha Begum"), a_referrer(session, name="Nadia")
        daniel = a_link_worker(session, name="Daniel Crowe")
        row = a_referral(session, worker=asha)
        audit.note_opened(session, asha, [("referral", row.id), ("person", row.person_id)], at=NOON)
        audit.note_opened(session, nadia, [("person", row.person_id)], at=NOON + timedelta(1))
        openings.open_anyway(session, daniel, row.id, because="She is ill", at=NOON + timedelta(2))
        a_referral(session, worker=asha)
    return {"row": row, "asha": asha, "daniel": daniel}


def test_colleagues_are_named_and_others_known_by_role_and_organisation(database, world):
    with database.reading() as session:
        page = who_looked(session, world["asha"], world["row"].person_id)
    opened, practice, own = page.lines
    assert (opened.who, opened.what, opened.why) == (
        "Daniel Crowe", "opened a colleague's case", "She is ill",
    )  # fmt: skip
    assert (practice.who, practice.role, practice.organisation) == (
        "", "referrer", "Weaver Street Surgery",
    )  # fmt: skip
    assert (own.who, own.what) == ("Asha Begum", "opened: person, referral")


def test_the_person_reads_roles_and_organisations_and_no_names(database, world):
    with database.reading() as session:
        page = who_looked_on_paper(session, world["asha"], world["row"].person_id)
    assert [one.who for one in page.lines] == ["", "", ""]
    assert page.lines[0].organisation == "Better Services Enterprise"
    assert page.lines[0].why == "She is ill"


def test_on_paper_nothing_says_that_danger_was_spoken_of(database, world):
    """Whoever lives with somebody may read it."""
    row, asha = world["row"], world["asha"]
    with database.writing() as session:
        person = session.get_one(Person, row.person_id)
        audit.record(session, asha, "wrote words of danger", person, at=NOON + timedelta(3))
    with database.reading() as session:
        staff, paper = (
            {line.what for line in page(session, asha, row.person_id).lines}
            for page in (who_looked, who_looked_on_paper)
        )
    assert "wrote words of danger" in staff and not any("danger" in one for one in paper)


def test_on_paper_the_same_of_one_day_is_said_once(database, world):
    row, asha = world["row"], world["asha"]
    with database.writing() as session:
        for minutes in range(5):
            opened = [("referral", row.id), ("person", row.person_id)]
            audit.note_opened(session, asha, opened, at=NOON + timedelta(days=5, minutes=minutes))
    with database.reading() as session:
        staff, paper = (
            [
                line
                for line in page(session, asha, row.person_id).lines
                if line.role == "link worker"
            ]
            for page in (who_looked, who_looked_on_paper)
        )
    assert (len(staff), len(paper)) == (7, 3)
    assert paper[0].at == NOON + timedelta(days=5, minutes=4)


def test_a_name_in_a_list_is_not_a_record_that_was_opened(database, world):
    person_id = world["row"].person_id
    with database.writing() as session:
        listed = [("person", person_id)]
        audit.note_opened(session, world["asha"], (), listed=listed, at=NOON + timedelta(3))
        person = session.get_one(Person, person_id)
        audit.record(session, ANYONE, "opened their own page", person, at=NOON + timedelta(4))
    with database.reading() as session:
        own, seen, *_ = who_looked_on_paper(session, world["asha"], person_id).lines
        staff = who_looked(session, world["asha"], person_id).lines
        days = who_saw(session, person_id)
    assert (own.role, own.what) == ("you", "opened your own page")
    assert seen.what == "saw your name in a list"
    assert [(one.role, one.what) for one in staff[:2]] == [
        ("the person", "opened their own page"), ("link worker", "saw the name in a list"),
    ]  # fmt: skip
    assert (NOON + timedelta(3)).date() not in {one.on for one in days}


def test_the_privacy_officer_and_the_manager_see_it_and_a_colleague_does_not(session, world):
    person_id = world["row"].person_id
    for who in (an_actor(session, Role.PRIVACY_OFFICER), a_lead_manager(session)):
        assert len(who_looked(session, who, person_id).lines) == 3
    other = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
    for who in (world["daniel"], an_actor(session, Role.PRIVACY_OFFICER, at=other)):
        with pytest.raises(NotFound):
            who_looked(session, who, person_id)
    with pytest.raises(NotAllowed):
        who_looked(session, a_referrer(session), person_id)


def test_of_safeguarding_the_list_says_nothing(database, world):
    with database.writing() as session:
        concern = raise_concern(
            session, world["asha"], world["row"].id, danger=Danger.NOW, words="Bruises", at=NOON
        )
        sophie = an_actor(session, Role.SAFEGUARDING_LEAD, name="Sophie Lead")
        opened = [("concern", concern.id), ("person", world["row"].person_id)]
        audit.note_opened(session, sophie, opened, at=NOON + timedelta(3))
    with database.reading() as session:
        lines = who_looked_on_paper(session, world["asha"], world["row"].person_id).lines
    said = " ".join(f"{line.who} {line.role} {line.what} {line.why}" for line in lines)
    assert "colleague opened who you are and how you may be reached" in said
    assert "safeguarding" not in said and "concern" not in said
