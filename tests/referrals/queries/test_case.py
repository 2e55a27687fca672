"""A case and the list of cases, as a link worker and her manager see them."""

import pytest

from referrals.lifecycle import Move
from referrals.operations.openings import open_anyway
from referrals.queries.case import case_page
from tests.cast import NOON, a_lead_manager, a_link_worker, a_practice
from tests.cast_referrals import NHS_NUMBER, a_person, a_referral


def test_a_case_says_who_it_is_about_and_how_to_reach_them(session):
    asha = a_link_worker(session)
    person = a_person(session, nhs_number=NHS_NUMBER, known_as="May", no_voicemail=True)
    page = case_page(session, asha, a_referral(session, person, worker=asha).id, at=NOON)
    assert (page.banner.name, page.banner.known_as) == ("Maya Thornton", "May")
    assert page.banner.nhs_number == "999 000 0018"
    assert page.banner.rules == ("Leave no message.",)
    assert page.practice == "Weaver Street Surgery"


def test_the_story_is_told_newest_first(session):
    asha = a_link_worker(session, name="Asha Begum")
    page = case_page(session, asha, a_referral(session, worker=asha).id, at=NOON)
    assert [(one.what, one.who) for one in page.story] == [
        ("Accepted by a link worker", "Asha Begum"),
        ("Sent", "Nadia Nurse"),
    ]


def test_her_manager_reads_and_does_not_act(session):
    asha = a_link_worker(session)
    row = a_referral(session, worker=asha)
    assert Move.CONTACT in case_page(session, asha, row.id, at=NOON).moves
    page = case_page(session, a_lead_manager(session), row.id, at=NOON)
    assert (page.can_act, page.moves) == (False, ())


class TestTwoRecords:
    """Two practices each wrote somebody down; neither may know, and whoever has both is told (P4)."""

    def both(self, session, worker, other):
        elsewhere = a_practice(session, "Orchard Park Surgery")
        first = a_referral(session, a_person(session, nhs_number=NHS_NUMBER), worker=worker)
        second = a_referral(
            session, a_person(session, "M Thornton", nhs_number=NHS_NUMBER, practice=elsewhere),
            worker=other,
        )  # fmt: skip
        return first, second

    def test_whoever_has_both_is_led_to_the_other(self, session):
        asha = a_link_worker(session)
        first, second = self.both(session, asha, asha)
        assert case_page(session, asha, first.id, at=NOON).perhaps_the_same == second.id
        assert case_page(session, asha, second.id, at=NOON).perhaps_the_same == first.id

    def test_whoever_has_one_is_told_nothing(self, session):
        asha = a_link_worker(session)
        first, _ = self.both(session, asha, a_link_worker(session, name="Daniel Crowe"))
        assert case_page(session, asha, first.id, at=NOON).perhaps_the_same is None

    def test_where_there_is_no_number_nobody_is_alike(self, session):
        asha = a_link_worker(session)
        rows = [a_referral(session, a_person(session, name), worker=asha) for name in ("A", "B")]
        assert case_page(session, asha, rows[0].id, at=NOON).perhaps_the_same is None


class TestAnotherOpenCaseOfThePerson:
    """Two link workers who both ring are told of each other; one who has both cases is not."""

    @pytest.fixture
    def asha(self, session):
        return a_link_worker(session, name="Asha Begum")

    def both(self, session, asha, other):
        first = a_referral(session, worker=asha)
        return first, a_referral(session, first.person, worker=other)

    def test_the_other_link_worker_is_named(self, session, asha):
        first, _ = self.both(session, asha, a_link_worker(session, name="Daniel Crowe"))
        assert case_page(session, asha, first.id, at=NOON).also_with == ("Daniel Crowe",)

    def test_whoever_has_both_need_not_talk_to_herself(self, session, asha):
        first, _ = self.both(session, asha, asha)
        for reader in (asha, a_lead_manager(session)):
            assert case_page(session, reader, first.id, at=NOON).also_with == ()

    def test_one_that_nobody_has_yet_is_named_too(self, session, asha):
        first, second = self.both(session, asha, asha)
        second.link_worker_id = None
        assert case_page(session, asha, first.id, at=NOON).also_with == ("nobody yet",)

    def test_in_a_colleagues_case_that_was_opened_with_a_reason_it_is_you(self, session, asha):
        daniel = a_link_worker(session, name="Daniel Crowe")
        _, second = self.both(session, asha, daniel)
        open_anyway(session, asha, second.id, because="He rang in distress", at=NOON)
        assert case_page(session, asha, second.id, at=NOON).also_with == ("you",)
