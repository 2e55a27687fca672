"""What people ask about their own record: written down, counted by the clock, answered, put right."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.lifecycle import MoveNotAllowed
from referrals import queries
from referrals.lifecycle import RequestMove, RequestState, State
from referrals.models import LeadSettings, Person, Rectification
from referrals.operations import requests as operations
from referrals.queries import requests as reading
from referrals.vocabulary import RequestKind
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_locality, an_actor
from tests.cast_referrals import a_person, a_referral, a_referrer

TODAY = NOON.date()  # Sunday 22 November 2026


@pytest.fixture
def officer(session):
    return an_actor(session, Role.PRIVACY_OFFICER, name="Pat Osei")


@pytest.fixture
def row(session):
    return a_referral(session)


def filed(session, actor, row, kind=RequestKind.ACCESS, on=TODAY):
    return operations.file_request(
        session, actor, row.person_id, kind=kind, received_on=on, asks="All of it", at=NOON
    )


def as_read(session, officer, request, *parts):
    offered = reading.review_page(session, officer, request.id).parts
    return [one.as_read for one in offered if one.part in parts]


def let_go(session, officer, request, *parts):
    read = as_read(session, officer, request, *parts)
    operations.release(session, officer, request.id, parts=read, because="Only him", at=NOON)
    session.flush()


def moved(session, officer, request, move, at=NOON):
    operations.move_request(session, officer, request.id, move, says="Said so", at=at)


class TestFiling:
    def test_it_is_due_a_month_after_the_day_it_came_in(self, session, officer, row):
        request = filed(session, officer, row)
        assert (request.state, request.due_on) == (RequestState.OPEN, date(2026, 12, 22))

    def test_a_link_worker_writes_down_what_her_own_people_ask(self, session):
        asha, daniel = a_link_worker(session), a_link_worker(session)
        row = a_referral(session, worker=asha)
        assert filed(session, asha, row).filed_by == asha.user_id
        with pytest.raises(NotFound):
            filed(session, daniel, row)
        with pytest.raises(NotAllowed):
            filed(session, a_referrer(session), row)

    def test_no_day_that_has_not_come(self, session, officer, row):
        with pytest.raises(RuleBroken):
            filed(session, officer, row, on=TODAY + timedelta(days=1))


class TestTheClock:
    def test_it_stands_still_while_we_wait_for_what_they_mean(self, session, officer, row):
        request = filed(session, officer, row)
        moved(session, officer, request, RequestMove.ASK)
        assert request.state is RequestState.CLARIFYING
        moved(session, officer, request, RequestMove.CLARIFY, at=NOON + timedelta(days=10))
        assert (request.stopped_days, request.due_on) == (10, date(2027, 1, 4))
        assert request.answer == "Said so\n\nSaid so"

    def test_it_may_stand_still_more_than_once(self, session, officer, row):
        request = filed(session, officer, row)
        for day in (0, 10):
            begins = NOON + timedelta(days=day)
            moved(session, officer, request, RequestMove.ASK, at=begins)
            moved(session, officer, request, RequestMove.CLARIFY, at=begins + timedelta(days=2))
        assert request.stopped_days == 4

    def test_late_ones_come_first_and_the_desk_counts_them(self, session, officer, row):
        filed(session, officer, row)
        late = filed(session, officer, row, on=date(2026, 10, 1))
        (first, second) = reading.requests(session, officer, on=TODAY)
        assert (first.id, first.is_late, second.is_late) == (late.id, True, False)
        assert len(reading.unanswered(session, officer, on=TODAY)) == 2

    def test_one_that_waits_for_the_person_is_not_late(self, session, officer, row):
        late = filed(session, officer, row, on=date(2026, 10, 1))
        moved(session, officer, late, RequestMove.ASK)
        assert not reading.requests(session, officer, on=TODAY)[0].is_late
        assert reading.unanswered(session, officer, on=TODAY) == ()


class TestAnswering:
    @pytest.mark.parametrize("move", [RequestMove.ANSWER, RequestMove.REFUSE])
    def test_it_ends_once(self, session, officer, row, move):
        request = filed(session, officer, row)
        moved(session, officer, request, move)
        assert (request.ended_by, request.ended_at) == (officer.user_id, NOON)
        with pytest.raises(MoveNotAllowed):
            moved(session, officer, request, RequestMove.ANSWER)

    def test_another_lead_ntps_officer_finds_nothing(self, session, officer, row):
        request = filed(session, officer, row)
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        stranger = an_actor(session, Role.PRIVACY_OFFICER, at=elsewhere)
        with pytest.raises(NotFound):
            reading.request_page(session, stranger, request.id)
        assert reading.requests(session, stranger, on=TODAY) == ()

    def test_nor_ours_of_somebody_whose_cases_are_all_elsewhere_by_now(self, session, officer, row):
        request = filed(session, officer, row)
        row.lead_id = a_lead_ntp(session, "Southbank Neighbours", is_host=False).id
        session.flush()
        assert reading.requests(session, officer, on=TODAY) == ()
        with pytest.raises(NotFound):
            reading.request_page(session, officer, request.id)

    def test_nor_where_somebody_was_referred_to_both(self, session, officer, row):
        request = filed(session, officer, row)
        elsewhere = a_lead_ntp(session, "Southbank Neighbours", is_host=False)
        a_referral(session, row.person).lead_id = elsewhere.id
        session.flush()
        stranger = an_actor(session, Role.PRIVACY_OFFICER, at=elsewhere)
        with pytest.raises(NotFound):
            reading.request_page(session, stranger, request.id)

    def test_of_somebody_who_was_only_drafted_nothing_is_found(self, session, officer):
        from referrals.deadlines import due_on
        from referrals.models import DataRequest

        row = a_referral(session, state=State.DRAFT)
        request = DataRequest(
            person_id=row.person_id, lead_id=row.lead_id, kind=RequestKind.ACCESS,
            state=RequestState.OPEN, received_on=TODAY, due_on=due_on(TODAY), filed_at=NOON,
        )  # fmt: skip
        session.add(request)
        session.flush()
        with pytest.raises(NotFound):
            reading.request_page(session, officer, request.id)


class TestReviewing:
    def test_parts_that_may_speak_of_others_wait_until_somebody_let_them_go(
        self, session, officer, row
    ):
        request = filed(session, officer, row)
        waiting = reading.review_page(session, officer, request.id).parts
        assert "referral.why_now" in {one.part for one in waiting}
        before = reading.copy_page(session, officer, request.id)
        assert "husband" not in str(before.copy.sections)
        let_go(session, officer, request, "referral.why_now")
        after = reading.copy_page(session, officer, request.id)
        assert "husband" in str(after.copy.sections)
        assert "referral.why_now" not in {one.part for one in after.copy.withheld}

    def test_only_what_was_offered_can_be_let_go(self, session, officer, row):
        request = filed(session, officer, row)
        (why_now,) = as_read(session, officer, request, "referral.why_now")
        for parts in ([], [why_now, "audit_line.who"], ["referral.why_now"]):
            with pytest.raises(RuleBroken):
                operations.release(
                    session, officer, request.id, parts=parts, because="All of it", at=NOON
                )

    def test_what_is_added_after_reading_brings_the_part_back(self, session, officer, row):
        request = filed(session, officer, row)
        let_go(session, officer, request, "referral.why_now")
        row.why_now += " Her sister Joan drinks."
        session.flush()
        copy = reading.copy_page(session, officer, request.id).copy
        assert "Joan" not in str(copy.sections) and "husband" not in str(copy.sections)
        let_go(session, officer, request, "referral.why_now")
        assert "Joan" in str(reading.copy_page(session, officer, request.id).copy.sections)

    def test_what_is_added_while_somebody_reads_is_not_let_go(self, session, officer, row):
        request = filed(session, officer, row)
        read = as_read(session, officer, request, "referral.why_now")
        row.why_now += " Her sister Joan drinks."
        session.flush()
        with pytest.raises(RuleBroken):
            operations.release(session, officer, request.id, parts=read, because="Me", at=NOON)

    def test_letting_go_leaves_nothing_new_to_let_go(self, session, officer, row):
        request = filed(session, officer, row)
        every = [one.part for one in reading.review_page(session, officer, request.id).parts]
        let_go(session, officer, request, *every)
        assert reading.review_page(session, officer, request.id).parts == ()

    def test_what_one_request_let_go_another_does_not(self, session, officer, row):
        first, second = filed(session, officer, row), filed(session, officer, row)
        let_go(session, officer, first, "referral.why_now")
        parts = {one.part for one in reading.review_page(session, officer, second.id).parts}
        assert "referral.why_now" in parts

    def test_safeguarding_is_for_its_named_lead_alone(self, session, officer, row, monkeypatch):
        from referrals.held import Held
        from referrals.queries import copies

        real = copies.held
        monkeypatch.setattr(
            copies, "held",
            lambda table: Held(table, "Kept safe", is_safeguarding=True)
            if table == "referral_move" else real(table),
        )  # fmt: skip
        request = filed(session, officer, row)
        filed(session, officer, row, kind=RequestKind.RECTIFICATION)
        named = an_actor(session, Role.SAFEGUARDING_LEAD)
        other = an_actor(session, Role.SAFEGUARDING_LEAD)
        session.add(
            LeadSettings(lead_id=row.lead_id, safeguarding_lead_id=named.user_id, changed_at=NOON)
        )
        session.flush()
        assert "referral_move" not in {
            one.part for one in reading.review_page(session, officer, request.id).parts
        }
        (part,) = reading.review_page(session, named, request.id).parts
        assert part.part == "referral_move"
        assert reading.to_review(session, named) == (request.id,)
        assert reading.to_review(session, other) == reading.to_review(session, officer) == ()
        with pytest.raises(RuleBroken):
            operations.release(
                session, officer, request.id, parts=[part.as_read], because="Mine", at=NOON
            )
        with pytest.raises(NotFound):
            reading.review_page(session, other, request.id)


class TestPuttingRight:
    def right(self, session, officer, request, **facts):
        person = queries.get_kept(session, officer, request.person_id)
        wanted = {name: getattr(person, name) for name in operations.FIELDS} | facts
        return operations.put_right(
            session, officer, request.id, facts=wanted, because="She told us",
            version=person.version, at=NOON,
        )  # fmt: skip

    def test_the_practice_and_the_link_worker_see_it_at_once_and_the_story_is_kept(
        self, session, officer, row
    ):
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        changed = self.right(session, officer, request, name="Maya Thorne", phone="07700 900999")
        assert changed == ("name", "phone")
        nadia = a_referrer(session)
        assert queries.get_person(session, nadia, row.person_id).name == "Maya Thorne"
        kept = session.scalars(sa.select(Rectification).order_by(Rectification.field)).all()
        assert [(one.field, one.before, one.after, one.who) for one in kept] == [
            ("name", "Maya Thornton", "Maya Thorne", "Pat Osei"),
            ("phone", "07700 900123", "07700 900999", "Pat Osei"),
        ]

    def test_a_number_that_somebody_else_has_is_refused_in_words(self, session, officer, row):
        other = a_person(session, "Omar Khalid", nhs_number="9990000026")
        theirs = a_referral(session, other)
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        with pytest.raises(RuleBroken) as refusal:
            self.right(session, officer, request, nhs_number="999 000 0026")
        assert refusal.value.field == "nhs_number" and "Omar" not in refusal.value.message
        theirs.state = State.DRAFT
        session.flush()
        self.right(session, officer, request, nhs_number="999 000 0026")
        person = session.get_one(Person, row.person_id)
        assert (person.nhs_number, person.is_twin) == ("9990000026", True)
        theirs.state = State.CONTACTING
        session.flush()
        self.right(session, officer, request, language="Bengali")
        assert person.is_twin
        self.right(session, officer, request, nhs_number="999 000 0018")
        assert not person.is_twin

    def test_a_wrong_number_or_nothing_new_is_refused(self, session, officer, row):
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        for facts in ({"nhs_number": "999 000 0019"}, {}):
            with pytest.raises(RuleBroken):
                self.right(session, officer, request, **facts)

    def test_a_number_on_a_row_that_nobody_here_may_see_is_kept_beside_it(self, database):
        with database.writing() as session:
            officer = an_actor(session, Role.PRIVACY_OFFICER)
            row = a_referral(session)
            a_person(session, "Omar Khalid", nhs_number="9990000018")
            request = filed(session, officer, row, RequestKind.RECTIFICATION)
        with database.writing() as session:
            self.right(session, officer, request, nhs_number="999 000 0018")
        with database.reading() as session:
            assert session.get_one(Person, row.person_id).is_twin

    def test_of_two_who_write_at_once_the_second_is_told_and_overwrites_nothing(
        self, session, officer, row
    ):
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        session.flush()
        seen = row.person.version
        row.person.be_told({"phone": "07700 900555", "email": "safe@example.org"}, at=NOON)
        session.flush()
        facts = {"name": "Maya Thorne", "phone": "07700 900123", "email": "maya@example.org"}
        with pytest.raises(Conflict, match="Nothing of theirs was overwritten"):
            operations.put_right(
                session, officer, request.id, facts=facts, because="x", version=seen, at=NOON
            )
        assert (row.person.name, row.person.phone) == ("Maya Thornton", "07700 900555")
        assert session.scalars(sa.select(Rectification)).all() == []

    def test_it_is_kept_tidy_and_the_locality_follows_the_postcode(self, session, officer, row):
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        quay = a_locality(session, "Quay", postcodes=("NE1",))
        row.person.locality_id = a_locality(session).id
        session.flush()
        self.right(
            session, officer, request, name="  Maya\nThorne ", phone="07700900999",
            email="Maya@Example.org ", postcode="ne1 4st",
        )  # fmt: skip
        person = row.person
        assert (person.name, person.phone) == ("Maya Thorne", "07700 900999")
        assert (person.email, person.postcode) == ("maya@example.org", "NE1 4ST")
        assert person.locality_id == quay.id
        self.right(session, officer, request, postcode="SW1A 1AA")
        assert person.locality_id is None
        for facts in (
            {"email": "evil\nBcc: a@example.org"}, {"phone": "not a phone"}, {"postcode": "x"},
            {"born_on": date(2030, 1, 1)},
        ):  # fmt: skip
            with pytest.raises(RuleBroken) as refusal:
                self.right(session, officer, request, **facts)
            assert refusal.value.field in facts

    @pytest.mark.parametrize("kind", [RequestKind.ACCESS, RequestKind.ERASURE])
    def test_only_who_asks_for_it_has_something_put_right(self, session, officer, row, kind):
        request = filed(session, officer, row, kind)
        with pytest.raises(RuleBroken, match="Put right only by an open request"):
            self.right(session, officer, request, name="Maya Thorne")
        assert not reading.request_page(session, officer, request.id).may_put_right

    def test_nor_by_a_request_that_is_over(self, session, officer, row):
        request = filed(session, officer, row, RequestKind.RECTIFICATION)
        assert reading.request_page(session, officer, request.id).may_put_right
        moved(session, officer, request, RequestMove.REFUSE)
        with pytest.raises(RuleBroken, match="Put right only by an open request"):
            self.right(session, officer, request, name="Maya Thorne")
        assert session.scalars(sa.select(Rectification)).all() == []


def test_a_hold_stands_until_it_is_lifted(session, officer, row):
    request = filed(session, officer, row)
    operations.hold(session, officer, request.id, because="A complaint", at=NOON)
    session.flush()
    assert [one.because for one in reading.request_page(session, officer, request.id).holds] == [
        "A complaint"
    ]
    operations.lift_holds(session, officer, request.id, at=NOON)
    session.flush()
    assert reading.request_page(session, officer, request.id).holds == ()
