"""A whole caseload goes to another lead NTP: with every agreement, and without those who said no."""

import pytest
import sqlalchemy as sa

from accounts.models import Organisation, User
from kernel.access import Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.casework import Danger
from referrals.invariants import INVARIANTS
from referrals.lifecycle import State
from referrals.models import (
    Allocation,
    Consent,
    DataRequest,
    LeadSettings,
    Referral,
    WorkerOfPractice,
)
from referrals.operations import requests, safeguarding
from referrals.operations.handover import TOLD, hand_over
from referrals.queries import requests as asked
from referrals.queries import safeguarding as worries
from referrals.queries.inbox import inbox_page
from referrals.vocabulary import RequestKind
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
    actor_of,
    an_actor,
    an_area,
)
from tests.cast_caseload import a_case, a_safeguarding_lead
from tests.cast_referrals import named_worker, sharing


@pytest.fixture
def world(session):
    """Asha's manager hands over to Southbank; everybody has agreed to share data."""
    asha, manager = a_link_worker(session, name="Asha Begum"), a_lead_manager(session)
    own, other = a_lead_ntp(session), a_lead_ntp(session, "Southbank", is_host=False)
    rows = [
        a_case(session, asha, "Maya Thornton", state=State.IN_PROGRAMME),
        a_case(session, asha, "Omar Khalid", state=State.SENT),
        a_case(session, asha, "Ivy Lamb", state=State.MAINTAINING),
        a_case(session, asha, "Over Long Ago", state=State.DECLINED),
    ]
    sharing(session, own, other)
    sharing(session, session.get_one(Organisation, rows[0].practice_id), other)
    return manager, other, rows


def go(session, manager, other, **more) -> int:
    facts = {"to": other.id, "stay": (), "because": "The contract went to them", "at": NOON} | more
    return hand_over(session, manager, **facts)


def test_open_and_followed_cases_and_the_waiting_list_move(session, world):
    manager, other, rows = world
    theirs = a_lead_manager(session, at=other)
    assert go(session, manager, other) == 3
    session.flush()
    queue = inbox_page(session, theirs, at=NOON).queue
    assert {line.name for line in queue} == {"Maya Thornton", "Omar Khalid", "Ivy Lamb"}
    assert inbox_page(session, manager, at=NOON).queue == ()
    assert [row.lead_id == other.id for row in rows] == [True, True, True, False]
    assert {row.person.lead_id for row in rows[:3]} == {other.id}
    assert [wrong for one in INVARIANTS for wrong in one.check(session)] == []


def test_a_person_goes_with_every_episode(session, world):
    manager, other, rows = world
    earlier = Referral(
        person_id=rows[0].person_id, lead_id=rows[0].lead_id, practice_id=rows[0].practice_id,
        state=State.DRAFT, source=rows[0].source, urgency=rows[0].urgency, started_at=NOON,
        moved_at=NOON,
    )  # fmt: skip
    session.add(earlier)
    session.flush()
    go(session, manager, other)
    assert earlier.lead_id == other.id


def test_who_said_no_stays_and_so_does_whoever_took_back_their_yes(session, world):
    manager, other, rows = world
    session.execute(
        sa.update(Consent).where(Consent.person_id == rows[1].person_id).values(withdrawn_at=NOON)
    )
    assert go(session, manager, other, stay={rows[0].person_id}) == 1
    assert [row.lead_id == other.id for row in rows[:3]] == [False, False, True]


def test_the_yes_is_written_down_anew_for_the_new_lead_ntp(session, world):
    manager, other, rows = world
    go(session, manager, other)
    session.flush()
    found = session.scalars(
        sa.select(Consent).where(
            Consent.person_id == rows[0].person_id, Consent.withdrawn_at.is_(None)
        )
    ).all()
    assert [(one.recipient_id, one.how, one.recorded_by) for one in found] == [
        (other.id, TOLD, manager.user_id)
    ]


def test_who_had_what_is_remembered_and_the_letter_names_nobody(session, world):
    manager, other, _ = world
    a_lead_manager(session, at=other)
    go(session, manager, other)
    session.flush()
    kept = session.scalars(sa.select(Allocation)).all()
    assert {(one.from_lead_id, one.to_lead_id) for one in kept} == {
        (manager.organisation_id, other.id)
    }
    letter = session.scalars(sa.select(Letter)).one()
    assert (letter.template, letter.facts) == (
        "referrals/handed_over",
        {"number": 3, "in_danger": 0},
    )


def test_nothing_moves_without_every_agreement(session):
    asha, manager = a_link_worker(session), a_lead_manager(session)
    other = a_lead_ntp(session, "Southbank", is_host=False)
    row = a_case(session, asha)
    with pytest.raises(RuleBroken, match="Better Services Enterprise, Weaver Street Surgery"):
        go(session, manager, other)
    sharing(session, a_lead_ntp(session), other)
    with pytest.raises(RuleBroken, match="with Weaver Street Surgery"):
        go(session, manager, other)
    assert row.lead_id == manager.organisation_id


def test_only_to_another_lead_ntp_of_the_area(session, world):
    manager, _, rows = world
    elsewhere = a_lead_ntp(session, "Elsewhere Links", area=an_area(session, "Elsewhere"))
    practice = session.get_one(Organisation, rows[0].practice_id)
    for place in (elsewhere, practice, session.get_one(Organisation, manager.organisation_id)):
        with pytest.raises(NotFound):
            go(session, manager, place)


def test_a_link_worker_hands_nothing_over(session, world):
    with pytest.raises(NotAllowed):
        go(session, a_link_worker(session), world[1])


def test_nobody_here_is_named_any_more_for_the_practices_that_went(session, world):
    manager, other, rows = world
    asha = a_link_worker(session, name="Asha Begum")
    practice = session.get_one(Organisation, rows[0].practice_id)
    elsewhere = a_practice(session, "Old Quay Practice")
    theirs = a_link_worker(session, at=other)
    for where, who in ((practice, asha), (elsewhere, asha), (practice, theirs)):
        named_worker(session, where, who)
    go(session, manager, other)
    session.flush()
    standing = session.scalars(
        sa.select(WorkerOfPractice).where(WorkerOfPractice.ended_at.is_(None))
    )
    assert {(one.practice_id, one.lead_id) for one in standing} == {
        (elsewhere.id, asha.organisation_id), (practice.id, other.id),
    }  # fmt: skip


def test_the_letter_counts_who_is_said_to_be_in_danger(session, world):
    manager, other, rows = world
    a_lead_manager(session, at=other)
    rows[0].danger_at = rows[3].danger_at = NOON  # one is open, and one is over
    session.flush()
    go(session, manager, other)
    letter = session.scalars(sa.select(Letter)).one()
    assert letter.facts == {"number": 4, "in_danger": 2}


class TestWhatWaits:
    """Asha is worried about Maya twice, the first is closed; Maya asks for a copy of her record."""

    @pytest.fixture
    def sophie(self, session):
        return a_safeguarding_lead(session)

    @pytest.fixture
    def officer(self, session):
        return an_actor(session, Role.PRIVACY_OFFICER)

    @pytest.fixture
    def asha(self, session, world):
        (_, _, rows) = world
        user = session.get_one(User, rows[0].link_worker_id)
        return actor_of(user, a_lead_ntp(session), Role.LINK_WORKER)

    @pytest.fixture
    def concerns(self, session, world, asha, sophie, officer):
        """The one that is closed and the one that is open; both went through the handover."""
        manager, other, rows = world
        closed, still_open = (
            safeguarding.raise_concern(
                session, asha, rows[0].id, danger=Danger.NOW, words=words, at=NOON
            )
            for words in ("Bruises", "He hits her")
        )
        safeguarding.close_concern(
            session, sophie, closed.id, what_was_done="Rang the council", version=1, at=NOON
        )
        requests.file_request(
            session, officer, rows[0].person_id, kind=RequestKind.ACCESS, received_on=NOON.date(),
            asks="All of it", at=NOON,
        )  # fmt: skip
        self.named(session, other)
        session.execute(sa.delete(Letter))
        go(session, manager, other)
        session.flush()
        return closed, still_open

    def named(self, session, other):
        """Who is named for safeguarding at the new lead NTP."""
        named = an_actor(session, Role.SAFEGUARDING_LEAD, at=other, name="Nia New")
        session.add(
            LeadSettings(lead_id=other.id, safeguarding_lead_id=named.user_id, changed_at=NOON)
        )
        session.flush()
        return named

    def theirs(self, session, other, role):
        """Somebody of the new lead NTP who holds a role there, named for it."""
        who = an_actor(session, role, at=other)
        settings = session.scalars(
            sa.select(LeadSettings).where(LeadSettings.lead_id == other.id)
        ).one()
        if role is Role.SAFEGUARDING_LEAD:
            settings.safeguarding_lead_id = who.user_id
            session.flush()
        return who

    def test_an_open_concern_is_read_and_answered_where_the_person_is(
        self, session, world, sophie, asha, concerns
    ):
        (_, other, rows), (_, still_open) = world, concerns
        named = self.theirs(session, other, Role.SAFEGUARDING_LEAD)
        assert [one.id for one in worries.concerns(session, named)] == [still_open.id]
        page = worries.concern_page(session, named, still_open.id)
        assert (page.words, page.phone) == ("He hits her", rows[0].person.phone)
        assert page.can_close
        for who in (sophie, asha):
            with pytest.raises(NotFound):
                worries.concern_page(session, who, still_open.id)

    def test_the_new_named_lead_is_told(self, session, concerns):
        wanted = sa.select(Letter).where(Letter.template == "referrals/concern")
        letter = session.scalars(wanted).one()
        (address,) = [
            one.email for one in session.scalars(sa.select(User)) if one.name == "Nia New"
        ]
        assert (letter.address, letter.facts) == (address, {})

    def test_nobody_is_told_where_nothing_waits(self, session, world):
        manager, other, _ = world
        self.named(session, other)
        go(session, manager, other)
        wanted = sa.select(Letter).where(Letter.template == "referrals/concern")
        assert session.scalars(wanted).all() == []

    def test_what_was_closed_stays_and_learns_nothing_new(
        self, session, world, sophie, asha, concerns
    ):
        (_, other, rows), (closed, _) = world, concerns
        named = self.theirs(session, other, Role.SAFEGUARDING_LEAD)
        person = rows[0].person
        person.be_told(
            {"name": "Jane Safe", "phone": "07700 900888", "address": "12 Safe House Lane"}, at=NOON
        )
        session.flush()
        for who in (sophie, asha):
            page = worries.concern_page(session, who, closed.id)
            assert (page.words, page.what_was_done) == ("Bruises", "Rang the council")
            assert page.banner.name == "Maya Thornton"
            assert (page.phone, page.address) == ("", "")
            assert (page.banner.born_on, page.banner.nhs_number, page.banner.rules) == (
                None,
                "",
                (),
            )
            assert [one.person for one in worries.concerns(session, who)] == ["Maya Thornton"]
        with pytest.raises(NotFound):
            worries.concern_page(session, named, closed.id)

    def test_what_they_asked_about_their_record_waits_there_too(
        self, session, world, officer, concerns
    ):
        _, other, _ = world
        theirs = self.theirs(session, other, Role.PRIVACY_OFFICER)
        (line,) = asked.requests(session, theirs, on=NOON.date())
        assert (line.person, line.kind) == ("Maya Thornton", RequestKind.ACCESS)
        assert asked.requests(session, officer, on=NOON.date()) == ()

    def test_the_doctor_finds_what_was_left_behind(self, session, world, concerns):
        manager, _, _ = world
        check = next(one.check for one in INVARIANTS if one.name == "concerns and requests")
        assert list(check(session)) == []
        concerns[1].lead_id = manager.organisation_id
        session.scalars(sa.select(DataRequest)).one().lead_id = manager.organisation_id
        session.flush()
        assert len(list(check(session))) == 2
