"""Still correct: one press, by letter, on paper, on the group's own page or by telephone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from directory.lifecycle import Move, State
from directory.models import Confirmation, DrawEntry, LadderStep
from directory.operations import keeping, upkeep
from directory.queries.upkeep import STILL_CORRECT
from kernel import links
from kernel.access import SYSTEM, Actor, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken, TooMany
from kernel.mail import Letter
from tests.cast import a_directory_editor, a_lead_ntp, a_link_worker, an_actor, an_area
from tests.cast_directory import a_listing
from tests.support.clock import NOON

LATER = NOON + timedelta(days=100)


@pytest.fixture
def listing(session):
    a_lead_ntp(session)
    return a_listing(session, area_id=an_area(session).id)


def token_for(session, listing, *, at=NOON):
    token = links.issue(
        session,
        purpose=STILL_CORRECT,
        subject_id=listing.id,
        lifetime=upkeep.LINK_LIFETIME,
        at=at,
    )
    session.flush()
    return token


def confirmations(session):
    session.flush()
    return session.scalars(sa.select(Confirmation)).all()


class TestByLetter:
    def test_one_press_starts_the_clock_again(self, session, listing):
        token = token_for(session, listing, at=LATER)
        upkeep.confirm_by_letter(session, token, at=LATER)
        assert listing.confirmed_on == LATER.date()
        assert [line.how for line in confirmations(session)] == [upkeep.BY_LETTER]

    def test_it_enters_the_months_draw_once(self, session, listing):
        for _ in range(3):
            token = token_for(session, listing, at=LATER)
            upkeep.confirm_by_letter(session, token, at=LATER)
            session.flush()
        assert session.scalars(sa.select(DrawEntry.month)).all() == ["2027-03"]

    def test_a_link_works_once_and_ends_the_earlier_ones(self, session, listing):
        first, second = token_for(session, listing), token_for(session, listing)
        assert upkeep.confirm_by_letter(session, second, at=NOON) is listing
        assert upkeep.confirm_by_letter(session, second, at=NOON) is None
        assert upkeep.confirm_by_letter(session, first, at=NOON) is None

    def test_a_link_ends_after_sixty_days(self, session, listing):
        token = token_for(session, listing)
        end = NOON + timedelta(days=60)
        assert upkeep.confirm_by_letter(session, token, at=end) is None

    def test_a_letter_that_was_pressed_has_arrived(self, session, listing):
        listing.group.mail_bounced_at = NOON
        upkeep.confirm_by_letter(session, token_for(session, listing), at=NOON)
        assert listing.group.mail_bounced_at is None

    def test_what_had_left_search_comes_back(self, session, listing):
        keeping.make(session, SYSTEM, listing, Move.HIDE, at=NOON)
        keeping.make(session, SYSTEM, listing, Move.ARCHIVE, at=NOON)
        upkeep.confirm_by_letter(session, token_for(session, listing), at=NOON)
        assert listing.state is State.LIVE

    @pytest.mark.parametrize("move", [Move.SUSPEND, Move.WITHDRAW, Move.HOLD])
    def test_what_somebody_took_down_does_not_come_back_by_a_press(self, session, listing, move):
        keeping.make(session, SYSTEM, listing, move, at=NOON)
        state = listing.state
        with pytest.raises(RuleBroken):
            upkeep.confirm_by_letter(session, token_for(session, listing), at=NOON)
        assert listing.state is state


class TestOnPaper:
    def test_the_code_confirms_and_the_history_says_by_paper(self, session, listing):
        upkeep.confirm_by_code(session, listing.short_code, at=LATER)
        assert [(line.how, line.who) for line in confirmations(session)] == [
            (upkeep.BY_PAPER, "the group")
        ]

    def test_it_may_be_typed_in_small_letters_with_gaps(self, session, listing):
        typed = f" {listing.short_code[:4].lower()}-{listing.short_code[4:].lower()} "
        assert upkeep.confirm_by_code(session, typed, at=NOON) is listing

    @pytest.mark.parametrize("typed", ["", "ABCD2345", "' OR 1=1 --"])
    def test_a_code_that_nobody_has_is_not_found(self, session, listing, typed):
        with pytest.raises(NotFound):
            upkeep.confirm_by_code(session, typed, at=NOON)


class TestByTheGroup:
    def test_the_holder_of_the_groups_link_confirms(self, session, listing):
        upkeep.confirm_own(session, Actor(holds=listing.group_id), listing.id, at=NOON)
        assert [line.how for line in confirmations(session)] == [upkeep.BY_OWN_PAGE]

    def test_another_group_is_told_that_there_is_no_such_listing(self, session, listing):
        other = a_listing(session, area_id=listing.area_id, group="Knit and Natter")
        with pytest.raises(NotFound):
            upkeep.confirm_own(session, Actor(holds=other.group_id), listing.id, at=NOON)


class TestByTelephone:
    def test_an_editor_who_rang_confirms(self, session, listing):
        upkeep.confirm_by_phone(session, a_directory_editor(session), listing.id, at=NOON)
        assert [(line.how, line.who) for line in confirmations(session)] == [
            (upkeep.BY_PHONE, "Robin Field")
        ]

    def test_a_link_worker_does_not(self, session, listing):
        with pytest.raises(NotAllowed):
            upkeep.confirm_by_phone(session, a_link_worker(session), listing.id, at=NOON)

    def test_an_editor_of_another_area_finds_nothing(self, session, listing):
        elsewhere = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
        stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=elsewhere)
        with pytest.raises(NotFound):
            upkeep.confirm_by_phone(session, stranger, listing.id, at=NOON)


class TestReminding:
    def test_a_link_worker_nudges_a_group_with_one_click(self, session, listing):
        upkeep.remind(session, a_link_worker(session), listing.id, at=NOON)
        session.flush()
        (letter,) = session.scalars(sa.select(Letter))
        assert (letter.address, letter.facts["step"]) == ("jo@shelter.example", "asked")
        (line,) = session.scalars(sa.select(LadderStep))
        assert line.who == "Robin Field"

    def test_a_group_is_nudged_once_a_week(self, session, listing):
        worker = a_link_worker(session)
        upkeep.remind(session, worker, listing.id, at=NOON)
        with pytest.raises(TooMany):
            upkeep.remind(session, worker, listing.id, at=NOON + timedelta(hours=1))

    def test_the_week_after_it_may_be_nudged_again(self, session, listing):
        worker = a_link_worker(session)
        upkeep.remind(session, worker, listing.id, at=NOON)
        session.flush()
        upkeep.remind(session, worker, listing.id, at=NOON + timedelta(days=8))

    @pytest.mark.parametrize("what", ["no address", "bounced"])
    def test_who_cannot_be_written_to_is_rung(self, session, listing, what):
        if what == "bounced":
            listing.group.mail_bounced_at = NOON
        else:
            listing.group.keeper_email = ""
        with pytest.raises(RuleBroken, match="Ring 0191 498 0101"):
            upkeep.remind(session, a_link_worker(session), listing.id, at=NOON)

    def test_a_link_worker_of_another_area_finds_nothing(self, session, listing):
        elsewhere = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
        stranger = an_actor(session, Role.LINK_WORKER, at=elsewhere)
        with pytest.raises(NotFound):
            upkeep.remind(session, stranger, listing.id, at=NOON)


class TestBounces:
    def letter(self, session, listing, *, at, refused=""):
        session.add(
            Letter(
                channel="email",
                address=listing.group.keeper_email,
                template="directory/still_correct",
                facts={},
                link={},
                about_id=listing.group_id,
                written_at=at,
                refused=refused,
                sent_at=None if refused else at,
            )
        )
        session.flush()

    def test_a_letter_that_came_back_is_remembered(self, session, listing):
        self.letter(session, listing, at=NOON, refused="no such mailbox")
        assert upkeep.note_bounces(session, at=LATER) == 1
        assert listing.group.mail_bounced_at == NOON

    def test_it_is_noted_once(self, session, listing):
        self.letter(session, listing, at=NOON, refused="no such mailbox")
        upkeep.note_bounces(session, at=LATER)
        assert upkeep.note_bounces(session, at=LATER) == 0

    def test_a_later_letter_that_arrives_forgets_it(self, session, listing):
        self.letter(session, listing, at=NOON, refused="mailbox full")
        upkeep.note_bounces(session, at=NOON)
        self.letter(session, listing, at=LATER)
        upkeep.note_bounces(session, at=LATER)
        assert listing.group.mail_bounced_at is None

    def test_a_new_address_has_not_bounced(self, session, listing):
        self.letter(session, listing, at=NOON, refused="no such mailbox")
        upkeep.note_bounces(session, at=NOON)
        listing.group.keeper_email = "new@shelter.example"
        session.flush()
        upkeep.note_bounces(session, at=NOON)
        assert listing.group.mail_bounced_at is None


class TestWritingForAFeatureAbove:
    def write(self, session, listing):
        return upkeep.write_about(
            session, listing.id, template="referrals/introduction", facts={"extra": 1}, at=NOON
        )

    def test_the_letter_goes_to_the_keeper_whose_address_stays_here(self, session, listing):
        assert self.write(session, listing) is True
        letter = session.scalars(sa.select(Letter)).one()
        assert (letter.address, letter.about_id) == ("jo@shelter.example", listing.group_id)
        assert letter.facts == {
            "listing": "Dog walking", "group": "Anytown Cat and Dog Shelter", "extra": 1,
        }  # fmt: skip

    def test_without_an_address_that_works_nothing_is_written(self, session, listing):
        listing.group.mail_bounced_at = NOON
        assert self.write(session, listing) is False
        assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 0
