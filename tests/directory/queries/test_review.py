"""What waits for an editor, most urgent first (D1, A-ORG-05)."""

import random
from uuid import uuid4

import pytest

from directory.content import Content
from directory.lifecycle import Move
from directory.models import WrongReport
from directory.operations import corrections, keeping
from directory.queries import review
from directory.queries.review import SHOWN
from directory.vocabulary import Joining
from kernel.access import ANYONE, SYSTEM, Role
from kernel.errors import NotAllowed
from tests.cast import a_directory_editor, a_lead_ntp, an_actor, an_area
from tests.cast_directory import POSTCODE, a_listing
from tests.support.clock import NOON

TODAY = NOON.date()


@pytest.fixture
def area(session):
    a_lead_ntp(session)
    return an_area(session).id


@pytest.fixture
def editor(session, area):
    return a_directory_editor(session)


def waiting(session, area, *, group, what, phone="", email="", keeper_email="x@y.example"):
    """A listing that the screen has flagged, quickly made."""
    made = keeping.add_group(
        session, SYSTEM, area_id=area, name=group, at=NOON, keeper_email=keeper_email
    )
    content = Content(
        name=what[:60],
        description=what,
        postcode=POSTCODE,
        when="Any day",
        joining=Joining.TURN_UP,
        phone=phone,
        email=email,
    )
    listing = keeping.begin(session, SYSTEM, group=made, content=content, at=NOON)
    keeping.make(session, SYSTEM, listing, Move.HOLD, at=NOON)
    return listing


def test_a_flood_of_spam_does_not_bury_the_genuine_ones(session, area, editor):
    """D1: 20 of 20 genuine registrations are on the first two screens, whatever is sent with them."""
    chance = random.Random(7)
    spam = [
        f"Buy cheap watches number {n} today, best price in town, click the link and order now"
        for n in range(180)
    ]
    letters = "abcdefghijklmnopqrstuvwxyz"
    genuine = [" ".join("".join(chance.sample(letters, 5)) for _ in range(12)) for _ in range(20)]
    everything = [(text, True) for text in spam] + [(text, False) for text in genuine]
    chance.shuffle(everything)
    ids = set()
    for number, (text, is_spam) in enumerate(everything):
        listing = waiting(session, area, group=f"Group {number}", what=text)
        if not is_spam:
            ids.add(listing.id)
    session.flush()
    pages = [
        review.review_page(session, editor, today=TODAY, page=page).flagged.lines for page in (1, 2)
    ]
    assert ids <= {line.id for page in pages for line in page}
    (batch,) = review.review_page(session, editor, today=TODAY).batches
    assert len(batch.ids) == 180


def test_each_part_shows_a_pageful_and_says_how_many_there_are(session, area, editor):
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in range(SHOWN + 5):
        text = " ".join("".join(chance.sample(letters, 6)) for _ in range(12))
        waiting(session, area, group=f"Group {number}", what=text)
    session.flush()
    first = review.review_page(session, editor, today=TODAY)
    second = review.review_page(session, editor, today=TODAY, page=2)
    assert (len(first.flagged.lines), first.flagged.total, first.pages) == (SHOWN, SHOWN + 5, 2)
    assert len(second.flagged.lines) == 5


def test_who_left_only_a_phone_number_is_to_be_rung(session, area, editor):
    listing = a_listing(session, area_id=area, keeper_email="", is_live=False)
    keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=NOON)
    session.flush()
    page = review.review_page(session, editor, today=TODAY)
    assert [line.phone for line in page.to_ring.lines] == ["0191 498 0101"]


def test_who_has_a_letter_to_press_is_not(session, area, editor):
    listing = a_listing(session, area_id=area, is_live=False)
    keeping.make(session, SYSTEM, listing, Move.SUBMIT, at=NOON)
    session.flush()
    assert review.review_page(session, editor, today=TODAY).is_empty


def test_claims_and_contacts_come_before_other_reports(session, area, editor):
    listing = a_listing(session, area_id=area)
    session.flush()
    corrections.tell_wrong(session, ANYONE, listing.id, says="Closed", at=NOON)
    corrections.propose(session, editor, listing.id, {"when": "Fridays"}, says="Heard it", at=NOON)
    session.flush()
    page = review.review_page(session, editor, today=TODAY)
    assert [report.kind.value for report in page.reports.lines] == ["correction", "wrong"]


def test_a_proposal_shows_old_and_new_side_by_side(session, area, editor):
    listing = a_listing(session, area_id=area)
    session.flush()
    report = corrections.propose(
        session, editor, listing.id, {"phone": "0191 498 0177"}, says="Heard it", at=NOON
    )
    (line,) = review.report_page(session, editor, report.id).differences
    assert (line.before, line.after) == ("0191 498 0101", "0191 498 0177")


@pytest.mark.parametrize(
    ("proposal", "told_by", "kind"),
    [
        ({}, None, "wrong"),
        ({"claim": "sam@shelter.example"}, None, "claim"),
        ({"phone": "0191 498 0177"}, None, "contact"),
        ({"phone": "0191 498 0177"}, uuid4(), "correction"),
        ({"when": "Fridays", "phone": ""}, None, "change"),
        ({"when": "Fridays", "phone": ""}, uuid4(), "correction"),
    ],
)
def test_the_kind_of_a_report_is_seen_from_what_it_proposes_and_who_told_it(
    proposal, told_by, kind
):
    report = WrongReport(says="x", proposal=proposal, told_by=told_by, told_at=NOON)
    assert review.kind_of(report).value == kind


@pytest.mark.parametrize("told_by", [None, uuid4()])
def test_what_a_list_proposes_is_the_lists_whoever_brought_it(told_by):
    report = WrongReport(
        says="x", proposal={"phone": "1"}, batch_id=uuid4(), told_by=told_by, told_at=NOON
    )
    assert review.kind_of(report) is review.ReportKind.LIST


def test_another_areas_editor_sees_nothing_of_it(session, area, editor):
    waiting(session, area, group="Odd", what="Win a prize")
    session.flush()
    other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
    stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
    assert review.review_page(session, stranger, today=TODAY).is_empty


def test_a_lead_that_does_not_host_is_told_so(session, area):
    other = a_lead_ntp(session, "Other Ways", is_host=False)
    with pytest.raises(NotAllowed, match="hosts the directory"):
        review.review_page(session, an_actor(session, Role.DIRECTORY_EDITOR, at=other), today=TODAY)


def test_a_link_worker_reviews_nothing(session, area):
    with pytest.raises(NotAllowed):
        review.review_page(session, an_actor(session, Role.LINK_WORKER), today=TODAY)
