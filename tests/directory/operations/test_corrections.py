"""What others tell us about a listing, and who decides (A-ORG-05, D5)."""

import pytest
import sqlalchemy as sa

from directory.models import ListingVersion, WrongReport
from directory.operations import corrections, keeping, own, registration
from directory.queries.review import ReportKind, kind_of
from directory.vocabulary import Joining, Place
from kernel.access import ANYONE, SYSTEM, Actor, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from tests.cast import a_directory_editor, a_lead_ntp, a_link_worker, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON


@pytest.fixture
def listing(session):
    a_lead_ntp(session)
    return a_listing(session, area_id=an_area(session).id)


@pytest.fixture
def editor(session, listing):
    return a_directory_editor(session)


@pytest.fixture
def neighbour(session, listing):
    """A link worker of the area's other lead NTP, which does not host the directory."""
    other = a_lead_ntp(session, "Other Ways", is_host=False)
    return an_actor(session, Role.LINK_WORKER, at=other)


def propose(session, actor, listing, **answers):
    return corrections.propose(
        session, actor, listing.id, answers, says="Jo told me on the phone", at=NOON
    )


class TestTellingUsThatItIsWrong:
    def test_anybody_may(self, session, listing):
        report = corrections.tell_wrong(session, ANYONE, listing.id, says="Closed", at=NOON)
        assert kind_of(report) is ReportKind.WRONG
        assert report.told_by is None

    def test_nobody_tells_us_of_what_is_not_there(self, session, listing):
        draft = a_listing(session, area_id=listing.area_id, is_live=False)
        with pytest.raises(NotFound):
            corrections.tell_wrong(session, ANYONE, draft.id, says="Closed", at=NOON)


class TestProposing:
    def test_the_other_leads_link_worker_proposes_and_nothing_changes_yet(
        self, session, listing, neighbour
    ):
        report = propose(session, neighbour, listing, when="Wednesdays 2pm")
        assert report.proposal == {"when": "Wednesdays 2pm"}
        assert kind_of(report) is ReportKind.CORRECTION
        assert listing.content.when == "Tuesdays 10am to 12"

    def test_something_must_be_different(self, session, listing, neighbour):
        with pytest.raises(RuleBroken, match="Change at least one answer"):
            propose(session, neighbour, listing, when=listing.content.when)

    def test_a_referrer_does_not_propose(self, session, listing):
        with pytest.raises(NotAllowed):
            propose(session, an_actor(session, Role.REFERRER), listing, when="Never")

    def test_a_link_worker_of_another_area_finds_nothing(self, session, listing):
        other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
        with pytest.raises(NotFound):
            propose(session, an_actor(session, Role.LINK_WORKER, at=other), listing, when="Never")


class TestDeciding:
    def test_an_accepted_correction_is_a_version_that_says_how_we_know(
        self, session, listing, editor, neighbour
    ):
        report = propose(
            session, neighbour, listing, when="Wednesdays 2pm", joining=Joining.ASK_FIRST
        )
        corrections.accept(session, editor, report.id, at=NOON)
        newest = session.scalars(sa.select(ListingVersion).order_by("number")).all()[-1]
        assert newest.because == "Jo told me on the phone"
        assert sorted(newest.changed) == ["joining", "when"]
        assert listing.slots[0].weekday == 2

    def test_a_proposal_may_take_something_away(self, session, listing, editor, neighbour):
        report = propose(session, neighbour, listing, phone="")
        corrections.accept(session, editor, report.id, at=NOON)
        assert listing.content.phone == ""

    def test_a_declined_one_changes_nothing(self, session, listing, editor, neighbour):
        report = propose(session, neighbour, listing, when="Wednesdays")
        corrections.decline(session, editor, report.id, at=NOON)
        assert listing.content.when == "Tuesdays 10am to 12"
        assert (report.outcome, report.settled_by) == ("declined", editor.user_id)

    @pytest.mark.parametrize("act", [corrections.accept, corrections.decline])
    def test_it_is_settled_once(self, session, listing, editor, neighbour, act):
        report = propose(session, neighbour, listing, when="Wednesdays")
        corrections.decline(session, editor, report.id, at=NOON)
        with pytest.raises(RuleBroken, match="settled this already"):
            act(session, editor, report.id, at=NOON)

    @pytest.mark.parametrize("act", [corrections.accept, corrections.decline])
    def test_the_proposer_does_not_decide(self, session, listing, neighbour, act):
        report = propose(session, neighbour, listing, when="Wednesdays")
        with pytest.raises(NotAllowed):
            act(session, neighbour, report.id, at=NOON)

    @pytest.mark.parametrize("act", [corrections.accept, corrections.decline])
    def test_the_other_leads_editor_does_not_decide(self, session, listing, neighbour, act):
        report = propose(session, neighbour, listing, when="Wednesdays")
        other = a_lead_ntp(session, "Other Ways", is_host=False)
        with pytest.raises(NotFound):
            act(session, an_actor(session, Role.DIRECTORY_EDITOR, at=other), report.id, at=NOON)

    def test_a_proposal_never_shows_a_hidden_place(self, session, listing, editor):
        report = propose(session, a_link_worker(session), listing, address="1 Secret Street")
        keeping.hide_place(session, SYSTEM, listing, address="1 Secret Street", at=NOON)
        corrections.accept(session, editor, report.id, at=NOON)
        assert (listing.content.place, listing.content.address) == (Place.HIDDEN, "")

    def test_a_changed_contact_that_should_not_be_rung_is_refused(self, session, listing, editor):
        report = WrongReport(
            listing_id=listing.id,
            says="New number",
            proposal={"phone": "09098 790123"},
            told_at=NOON,
        )
        session.add(report)
        session.flush()
        with pytest.raises(RuleBroken):
            corrections.accept(session, editor, report.id, at=NOON)

    @pytest.mark.parametrize(
        ("settle", "is_accepted"), [(corrections.accept, True), (corrections.decline, False)]
    )
    def test_a_group_hears_what_became_of_its_change(
        self, session, listing, editor, settle, is_accepted
    ):
        listing.group.claimed_at = NOON
        keeper = Actor(holds=listing.group_id)
        own.revise(session, keeper, listing.id, description="No bitcoin!", at=NOON)
        report = session.scalars(sa.select(WrongReport)).one()
        assert kind_of(report) is ReportKind.CHANGE
        settle(session, editor, report.id, at=NOON)
        session.flush()
        (letter,) = session.scalars(sa.select(Letter))
        assert letter.template == "directory/change_settled"
        assert letter.facts["is_accepted"] is is_accepted

    @pytest.mark.parametrize("settle", [corrections.accept, corrections.decline])
    def test_what_somebody_else_proposed_is_no_letter_to_the_group(
        self, session, listing, editor, settle
    ):
        listing.group.claimed_at = NOON
        report = propose(session, a_link_worker(session), listing, when="Wednesdays")
        settle(session, editor, report.id, at=NOON)
        assert session.scalar(sa.select(Letter)) is None

    def test_a_claim_sends_the_link_and_tells_the_address_that_we_had(
        self, session, listing, editor
    ):
        registration.claim(session, listing.id, name="Sam", email="sam@shelter.example", at=NOON)
        session.flush()
        (report,) = session.scalars(sa.select(WrongReport))
        assert kind_of(report) is ReportKind.CLAIM
        corrections.accept(session, editor, report.id, at=NOON)
        session.flush()
        sent = {row.address: row.template for row in session.scalars(sa.select(Letter))}
        assert sent == {
            "sam@shelter.example": "directory/claim",
            "jo@shelter.example": "directory/claimed_by_another",
        }
