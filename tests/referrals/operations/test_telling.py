"""A referral never turns one person into another, and what was known before is kept beside it (P4)."""

import threading
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from kernel.errors import RuleBroken
from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.lifecycle import State
from referrals.models import Consent, Person, Rectification, Referral, StageChange
from referrals.operations import refer, working
from referrals.operations.refer import Agreed, UnderWay
from referrals.queries import refer as queries
from referrals.queries.consents import find_consent
from referrals.vocabulary import Purpose, Recipient, ReturnReason, Stage, SupportLevel
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_locality
from tests.cast_answer import a_yes_to_reports
from tests.cast_referrals import (
    NHS_NUMBER,
    a_nurse_who_refers,
    a_person,
    a_referral,
)

BORN = date(1948, 5, 17)
MAYA = Answers(name="Maya Thornton", phone="07700 900123", why_now="Sees nobody.")
YES = Agreed("told the referrer")


@pytest.fixture
def asha(session):
    return a_link_worker(session, name="Asha Begum")


@pytest.fixture
def nadia(session, asha):
    return a_nurse_who_refers(session, asha)


def known(session, nadia, asha, state=State.COMPLETED, **facts):
    person = a_person(session, nhs_number=NHS_NUMBER, **facts)
    return a_referral(session, person, state=state, sent_by=nadia, worker=asha)


def written(session):
    session.flush()
    rows = session.scalars(sa.select(Rectification).order_by(Rectification.field))
    return {one.field: (one.before, one.after, one.is_on_case) for one in rows}


def rewrite(session, nadia, row, answers):
    return refer.rewrite(session, nadia, row.id, answers, seen=queries.seen(row), at=NOON)


class TestAnother:
    """Somebody who was referred before becomes nobody else."""

    @pytest.mark.parametrize(
        "other",
        [
            {"name": "Omar Khalid"},
            {"name": "Omar Khalid", "born_on": date(1990, 2, 1)},
            {"born_on": date(1990, 2, 1)},
            {"name": "Mia Thornton"},
            {"nhs_number": "999 000 0026"},
        ],
    )
    def test_a_referral_that_was_begun_for_her_takes_no_other_name(
        self, session, nadia, asha, other
    ):
        before = known(session, nadia, asha)
        row = refer.start_again(session, nadia, before.id, at=NOON)
        session.flush()
        said = replace(MAYA, **({"born_on": BORN} | other))
        with pytest.raises(RuleBroken, match="This referral is of Maya Thornton") as refused:
            rewrite(session, nadia, row, said)
        assert refused.value.field == "name"
        assert (before.person.name, before.person.born_on) == ("Maya Thornton", BORN)
        assert written(session) == {}

    def test_a_new_surname_is_taken_with_what_it_was(self, session, nadia, asha):
        before = known(session, nadia, asha)
        row = refer.start_again(session, nadia, before.id, at=NOON)
        session.flush()
        rewrite(session, nadia, row, replace(MAYA, name="Maya Okafor", born_on=BORN))
        assert before.person.name == "Maya Okafor"
        assert written(session)["name"] == ("Maya Thornton", "Maya Okafor", False)

    def test_what_is_taken_away_is_kept_in_what_it_said_before(self, session, nadia, asha):
        before = known(session, nadia, asha, email="maya@example.org")
        row = refer.start_again(session, nadia, before.id, at=NOON)
        session.flush()
        rewrite(session, nadia, row, MAYA)
        assert before.person.email == ""
        assert written(session)["email"] == ("maya@example.org", "", False)

    def test_it_is_not_begun_while_one_is_under_way(self, session, nadia, asha):
        before = known(session, nadia, asha, State.CONTACTING)
        a_yes_to_reports(session, before.person)
        with pytest.raises(RuleBroken, match="under way"):
            refer.start_again(session, nadia, before.id, at=NOON)

    def test_a_number_alone_turns_no_twin_into_the_other(self, session, nadia, asha):
        known(session, nadia, asha)
        twin = replace(MAYA, name="Joe Thornton", born_on=BORN, nhs_number=NHS_NUMBER)
        with pytest.raises(RuleBroken, match="another name or birthday"):
            refer.start(session, nadia, twin, at=NOON)

    def test_what_a_draft_says_anew_of_somebody_with_an_open_case_keeps_what_was(
        self, session, nadia, asha
    ):
        before = known(session, nadia, asha, State.CONTACTING)
        was = before.person.phone
        said = replace(
            MAYA, nhs_number=NHS_NUMBER, phone="07700 900777", rules=ContactRules(no_post=True)
        )
        refer.start(session, nadia, said, at=NOON)
        assert before.person.phone == "07700 900777"
        told = written(session)
        assert told["phone"] == (was, "07700 900777", False)
        assert told["no_post"] == ("", "yes", False)

    def test_whoever_is_known_is_placed_where_they_live_now(self, session, nadia, asha):
        before = known(session, nadia, asha, postcode="NE1 1AA")
        hill = a_locality(session, "Hill", postcodes=["NE7"])
        said = replace(MAYA, nhs_number=NHS_NUMBER, postcode="NE7 7AA")
        refer.start(session, nadia, said, at=NOON)
        assert (before.person.postcode, before.person.locality_id) == ("NE7 7AA", hill.id)

    def test_of_somebody_new_nothing_has_to_be_kept(self, session, nadia):
        row = refer.start(session, nadia, MAYA, at=NOON)
        rewrite(session, nadia, row, replace(MAYA, name="Omar Khalid"))
        assert (row.person.name, written(session)) == ("Omar Khalid", {})


class TestOneThatCameBack:
    """It is completed with a number that the practice knows: two rows were one human being."""

    @pytest.fixture
    def back(self, session, nadia, asha):
        return a_referral(
            session, a_person(session, nhs_number=""), state=State.RETURNED, sent_by=nadia,
            worker=asha, return_reason=ReturnReason.TOO_LITTLE,
        )  # fmt: skip

    def test_it_becomes_a_referral_of_the_one_who_is_known(self, session, nadia, asha, back):
        before, was = known(session, nadia, asha), back.person
        session.add(was.stand(Stage.LEAD_NTP, by=nadia, on=NOON.date(), at=NOON))
        session.flush()
        rewrite(session, nadia, back, replace(MAYA, born_on=BORN, nhs_number=NHS_NUMBER))
        session.flush()
        assert back.person_id == before.person_id
        assert session.get(Person, was.id) is None
        of_was = sa.select(StageChange.id).where(StageChange.person_id == was.id)
        assert session.scalars(of_was).all() == []

    def test_what_was_agreed_there_is_kept_and_asked_again(self, session, nadia, asha, back):
        before = known(session, nadia, asha)
        for consent in session.scalars(
            sa.select(Consent).where(Consent.person_id == before.person_id)
        ):
            consent.withdrawn_at = NOON
        rewrite(session, nadia, back, replace(MAYA, born_on=BORN, nhs_number=NHS_NUMBER))
        session.flush()
        lead = a_lead_ntp(session)

        def yes():
            return find_consent(
                session, before.person_id, Recipient.LEAD_NTP, lead.id, Purpose.SUPPORT
            )

        assert yes() is None
        kept = session.scalars(sa.select(Consent).where(Consent.person_id == before.person_id))
        assert len(kept.all()) == 2
        refer.send(session, nadia, back, YES, is_somebody_else=False, at=NOON)
        session.flush()
        assert yes() is not None

    def test_where_more_was_written_down_since_it_says_what_to_do(self, session, nadia, asha, back):
        known(session, nadia, asha)
        session.add(
            back.person.support(
                SupportLevel.HIGH, by=asha, on=NOON.date(), because="Falls", at=NOON
            )
        )
        session.flush()
        with pytest.raises(RuleBroken, match="ring the link worker, who can add it") as refused:
            rewrite(session, nadia, back, replace(MAYA, born_on=BORN, nhs_number=NHS_NUMBER))
        assert refused.value.field == "nhs_number"


class TestDoubles:
    @pytest.mark.parametrize("way", ["phone", "email"])
    def test_one_name_and_one_way_to_reach_them_is_asked_about(self, session, nadia, asha, way):
        said = {"phone": "07700 900123", "email": "maya@example.org"}
        a_referral(session, a_person(session, born_on=None, **said), sent_by=nadia, worker=asha)
        again = Answers(name="THORNTON, Maya", why_now="x", **{way: said[way]})
        row = refer.start(session, nadia, again, at=NOON)
        with pytest.raises(UnderWay, match="tick the box"):
            refer.send(session, nadia, row, YES, is_somebody_else=False, at=NOON)
        refer.send(session, nadia, row, YES, is_somebody_else=True, at=NOON)

    def test_a_family_with_one_phone_is_not(self, session, nadia, asha):
        a_referral(
            session, a_person(session, born_on=None, phone="07700 900123"), sent_by=nadia,
            worker=asha,
        )  # fmt: skip
        row = refer.start(session, nadia, replace(MAYA, name="Joe Thornton"), at=NOON)
        refer.send(session, nadia, row, YES, is_somebody_else=False, at=NOON)
        assert row.state is State.SENT


class TestOneCase:
    def test_an_old_case_is_not_opened_beside_an_open_one(self, session, nadia, asha):
        first = known(session, nadia, asha, State.DECLINED)
        a_referral(session, first.person, state=State.ALLOCATED, sent_by=nadia, worker=asha)
        with pytest.raises(RuleBroken, match="another open case"):
            working.reopen(session, asha, first.id, why_now="She rang", at=NOON)

    def test_of_two_tabs_that_send_at_once_one_is_told(self, database):
        with database.writing() as session:
            asha = a_link_worker(session, name="Asha Begum")
            nadia = a_nurse_who_refers(session, asha)
            before = a_referral(
                session, a_person(session), state=State.COMPLETED, sent_by=nadia, worker=asha
            )
            drafts = [refer.start_again(session, nadia, before.id, at=NOON) for _ in range(2)]
            for row in drafts:
                row.ask(why_now="x", what_matters="", in_place="", urgency=row.urgency)
        at_once, said = threading.Barrier(2), []

        def send(draft_id):
            try:
                with database.writing() as session:
                    row = session.get_one(Referral, draft_id)
                    if not database.is_sqlite:
                        at_once.wait(timeout=10)
                    refer.send(session, nadia, row, YES, is_somebody_else=True, at=NOON)
                said.append("sent")
            except RuleBroken as refusal:
                said.append(refusal.message)

        threads = [threading.Thread(target=send, args=(row.id,)) for row in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["This person has a referral under way already. "
                                "Look at it before you send another one.", "sent"]  # fmt: skip
