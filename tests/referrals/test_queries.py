"""Who sees which referral and which person: rows, not acts (A12). The stranger finds nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed, NotFound
from referrals import queries
from referrals.lifecycle import State
from referrals.models import CaseOpening
from referrals.vocabulary import Source
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    an_actor,
    an_area,
)
from tests.cast_referrals import a_person, a_referral, a_referrer, id_of


@pytest.fixture
def world(session):
    """A sent referral of Weaver Street's, accepted by Asha; and everybody who might look at it."""
    asha = a_link_worker(session, name="Asha Begum")
    row = a_referral(session, worker=asha)
    other_lead = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
    return {
        "row": row,
        "its link worker": asha,
        "her manager": a_lead_manager(session),
        "its practice": a_referrer(session),
        "the program": SYSTEM,
        "a colleague": a_link_worker(session, name="Daniel Crowe"),
        "another lead's link worker": a_link_worker(session, at=other_lead),
        "another lead's manager": a_lead_manager(session, at=other_lead),
        "another practice": a_referrer(session, at=a_practice(session, "Old Quay Practice")),
        "a commissioner": an_actor(session, Role.COMMISSIONER),
        "an analyst": an_actor(session, Role.ANALYST),
        "an administrator": an_actor(session, Role.ADMINISTRATOR),
        "a directory editor": an_actor(session, Role.DIRECTORY_EDITOR),
        "a group's link": Actor(holds=row.id),
        "anyone": Actor(),
    }


@pytest.mark.parametrize("who", ["its link worker", "her manager", "its practice", "the program"])
def test_those_whose_referral_it_is_find_it(session, world, who):
    row = world["row"]
    assert queries.get(session, world[who], row.id) is row
    assert queries.get_person(session, world[who], row.person_id) is row.person


@pytest.mark.parametrize(
    "who",
    [
        "a colleague",
        "another lead's link worker",
        "another lead's manager",
        "another practice",
        "a commissioner",
        "an analyst",
        "an administrator",
        "a directory editor",
        "a group's link",
        "anyone",
    ],
)
def test_nobody_else_can_tell_that_it_exists(session, world, who):
    row = world["row"]
    with pytest.raises(NotFound):
        queries.get(session, world[who], row.id)
    with pytest.raises(NotFound):
        queries.get_person(session, world[who], row.person_id)


def test_whoever_follows_no_patients_of_the_practice_finds_none_of_them(session, world):
    analyst = replace(world["its practice"], roles=frozenset({Role.ANALYST}))
    with pytest.raises(NotFound):
        queries.get(session, analyst, world["row"].id)


class TestDrafts:
    def test_a_draft_is_its_practices_and_not_yet_the_lead_ntps(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, state=State.DRAFT, worker=asha)
        assert queries.get(session, a_referrer(session), row.id) is row
        for who in (asha, a_lead_manager(session)):
            with pytest.raises(NotFound):
                queries.get(session, who, row.id)

    def test_whoever_writes_down_a_call_finds_their_own_draft(self, session):
        manager = a_lead_manager(session)
        row = a_referral(session, state=State.DRAFT)
        row.started_by = id_of(manager)
        session.flush()
        assert queries.get(session, manager, row.id) is row
        with pytest.raises(NotFound):
            queries.get_case(session, manager, row.id)

    def test_whoever_takes_calls_no_more_finds_it_no_more(self, session):
        manager = a_lead_manager(session)
        row = a_referral(session, state=State.DRAFT)
        row.started_by = id_of(manager)
        session.flush()
        with pytest.raises(NotFound):
            queries.get(session, replace(manager, roles=frozenset({Role.ANALYST})), row.id)

    def test_a_call_in_the_making_is_no_practices(self, session):
        row = a_referral(session, state=State.DRAFT, source=Source.PHONE)
        with pytest.raises(NotFound):
            queries.get(session, a_referrer(session), row.id)

    def test_once_it_is_sent_to_a_colleague_whoever_took_the_call_sees_it_no_more(self, session):
        asha = a_link_worker(session)
        row = a_referral(session, state=State.RECEIVED, source=Source.PHONE)
        row.started_by = id_of(asha)
        session.flush()
        with pytest.raises(NotFound):
            queries.get_case(session, asha, row.id)


class TestOpeningAColleaguesCase:
    def test_with_a_reason_it_can_be_read_until_the_moment_and_not_acted_on(self, session, world):
        row, colleague = world["row"], world["a colleague"]
        session.add(
            CaseOpening(
                user_id=id_of(colleague), referral_id=row.id, because="Asha is ill and they rang",
                at=NOON, until=NOON + timedelta(hours=12),
            )
        )  # fmt: skip
        session.flush()
        assert queries.get_case_to_read(session, colleague, row.id, at=NOON) is row
        with pytest.raises(NotFound):
            queries.get_case(session, colleague, row.id)
        with pytest.raises(NotFound):
            queries.get_case_to_read(session, colleague, row.id, at=NOON + timedelta(hours=12))
        with pytest.raises(NotFound):
            queries.get_case_to_read(session, a_link_worker(session), row.id, at=NOON)

    def test_no_reason_opens_another_lead_ntps_case(self, session, world):
        row, stranger = world["row"], world["another lead's link worker"]
        session.add(
            CaseOpening(
                user_id=id_of(stranger), referral_id=row.id, because="Curious", at=NOON,
                until=NOON + timedelta(hours=12),
            )
        )  # fmt: skip
        session.flush()
        with pytest.raises(NotFound):
            queries.get_case_to_read(session, stranger, row.id, at=NOON)


def test_a_practice_opens_no_case(session, world):
    with pytest.raises(NotAllowed):
        queries.get_case(session, world["its practice"], world["row"].id)


def test_the_same_number_at_two_practices_is_two_people(session):
    """Neither practice may learn that the other knows somebody (P4)."""
    number = "9990000018"
    mine = a_person(session, nhs_number=number)
    theirs = a_person(session, practice=a_practice(session, "Old Quay Practice"), nhs_number=number)
    assert mine.id != theirs.id


def test_areas_are_kept_apart(session):
    elsewhere = a_lead_ntp(session, "Elsewhere Links", area=an_area(session, "Elsewhere"))
    row = a_referral(session)
    with pytest.raises(NotFound):
        queries.get(session, a_lead_manager(session, at=elsewhere), row.id)


def test_who_took_a_call_has_no_part_in_it_once_it_was_sent(session):
    """It is its link worker's then, and a colleague opens it with a reason like any other (P5)."""
    daniel, asha = a_link_worker(session, name="Daniel Crowe"), a_link_worker(session)
    call = a_referral(session, state=State.DRAFT, worker=asha, source=Source.PHONE)
    sent = a_referral(session, a_person(session, "Omar Khalid"), worker=asha, source=Source.PHONE)
    call.started_by = sent.started_by = id_of(daniel)
    session.flush()
    assert queries.get(session, daniel, call.id) is call
    with pytest.raises(NotFound):
        queries.get(session, daniel, sent.id)


def test_whoever_is_with_a_colleague_now_is_theirs_and_still_the_managers(session):
    asha, daniel = a_link_worker(session), a_link_worker(session, name="Daniel Crowe")
    old = a_referral(session, worker=asha, state=State.DECLINED)
    assert queries.get(session, asha, old.id) is old
    again = a_referral(session, old.person, worker=asha)
    assert queries.get(session, asha, old.id) is old
    again.link_worker_id = id_of(daniel)
    session.flush()
    with pytest.raises(NotFound):
        queries.get(session, asha, old.id)
    assert queries.get(session, a_lead_manager(session), old.id) is old
    again.state = State.COMPLETED
    session.flush()
    assert queries.get(session, asha, old.id) is old


def test_a_case_is_its_link_workers_to_work_on_and_her_managers_to_read(session, world):
    row = world["row"]
    assert queries.can_work_on(session, world["its link worker"], row.id)
    assert not queries.can_work_on(session, world["her manager"], row.id)


def test_a_privacy_officer_looks_after_the_rights_of_people_of_their_own_lead_ntp(session, world):
    row, stranger = world["row"], world["another lead's manager"]
    officer = an_actor(session, Role.PRIVACY_OFFICER)
    assert queries.get_kept(session, officer, row.person_id) is row.person
    elsewhere = replace(stranger, roles=officer.roles)
    with pytest.raises(NotFound):
        queries.get_kept(session, elsewhere, row.person_id)
