"""What the host keeps about its directory (A-DIR-09 to -18)."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from directory.freshness import Clock
from directory.models import HostSettings
from directory.operations import hosting
from directory.operations.hosting import Kept, Trial
from directory.queries.hosting import BOOKS, book, settings_of
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.cast import a_directory_editor, a_lead_manager, a_lead_ntp, an_actor, an_area
from tests.support.clock import NOON

TODAY = NOON.date()
KEPT = Kept(Clock(due_after_days=60), False, "0191 498 0199", 5_000)


@pytest.fixture
def manager(session):
    a_lead_ntp(session)
    return a_lead_manager(session)


@pytest.fixture
def editor(session, manager):
    return a_directory_editor(session)


class TestSettings:
    def test_the_first_time_makes_them(self, session, manager):
        hosting.keep_settings(session, manager, KEPT, version=0, at=NOON)
        kept = settings_of(session, manager.area_id)
        assert (kept.due_after_days, kept.phone, kept.prize_pence) == (60, "0191 498 0199", 5_000)

    def test_the_second_manager_is_told(self, session, manager):
        hosting.keep_settings(session, manager, KEPT, version=0, at=NOON)
        with pytest.raises(Conflict):
            hosting.keep_settings(session, manager, KEPT, version=0, at=NOON)

    def test_they_can_be_changed_again(self, session, manager):
        first = hosting.keep_settings(session, manager, KEPT, version=0, at=NOON)
        held = replace(KEPT, is_every_listing_held=True)
        hosting.keep_settings(session, manager, held, version=first.version, at=NOON)
        assert session.scalars(sa.select(HostSettings.is_every_listing_held)).all() == [True]

    def test_an_editor_does_not_set_the_clocks(self, session, editor):
        with pytest.raises(NotAllowed):
            hosting.keep_settings(session, editor, KEPT, version=0, at=NOON)

    def test_how_the_site_was_bought_is_noted(self, session, editor):
        hosting.keep_procurement(session, editor, note="Three quotes.", at=NOON)
        assert settings_of(session, editor.area_id).procurement_note == "Three quotes."


def note_all(session, actor):
    """A line in each of the host's records."""
    hosting.note_promotion(
        session, actor, done_on=TODAY, what="Stall", network="Market", reached=1200, at=NOON
    )
    hosting.plan_message(
        session, actor, stakeholder="The public", message="It is here", sent_on=None, at=NOON
    )
    hosting.note_promise(
        session, actor, about="Availability", promise="99.9%", supplier="Us", until_on=None, at=NOON
    )
    hosting.name_owner(session, actor, part="Campaigns for it", name="Jo", role="Press", at=NOON)
    trial = Trial("Sam", TODAY, "Find a walk", "Found it", True, False, "Made it larger")
    hosting.note_trial(session, actor, trial, at=NOON)


class TestRecords:
    def test_each_record_takes_a_line(self, session, editor):
        note_all(session, editor)
        assert {slug: len(book(session, editor, slug).lines) for slug in BOOKS} == dict.fromkeys(
            BOOKS, 1
        )

    @pytest.mark.parametrize("slug", BOOKS)
    def test_a_line_has_a_cell_for_each_column(self, session, editor, slug):
        note_all(session, editor)
        kept = book(session, editor, slug)
        assert len(kept.lines[0].cells) == len(kept.columns)

    @pytest.mark.parametrize("slug", ["launch-messages", "service-levels", "owners"])
    def test_a_line_that_can_be_closed_is_closed_once(self, session, editor, slug):
        note_all(session, editor)
        (line,) = book(session, editor, slug).lines
        assert line.act
        hosting.close_line(session, editor, slug, line.id, at=NOON)
        assert book(session, editor, slug).lines[0].act == ""
        with pytest.raises(RuleBroken):
            hosting.close_line(session, editor, slug, line.id, at=NOON)

    def test_a_promotion_that_is_still_to_come_is_not_noted(self, session, editor):
        with pytest.raises(RuleBroken) as refused:
            hosting.note_promotion(
                session,
                editor,
                done_on=TODAY.replace(year=2027),
                what="Stall",
                network="Market",
                reached=None,
                at=NOON,
            )
        assert refused.value.field == "done_on"

    def test_another_areas_host_has_its_own_records(self, session, editor):
        note_all(session, editor)
        other = a_lead_ntp(session, "Other", area=an_area(session, "Othertown"))
        stranger = an_actor(session, Role.DIRECTORY_EDITOR, at=other)
        assert book(session, stranger, "owners").lines == ()
        (line,) = book(session, editor, "owners").lines
        with pytest.raises(NotFound):
            hosting.close_line(session, stranger, "owners", line.id, at=NOON)

    def test_a_lead_that_does_not_host_has_none(self, session, editor):
        other = a_lead_ntp(session, "Other Ways", is_host=False)
        with pytest.raises(NotAllowed, match="hosts the directory"):
            note_all(session, an_actor(session, Role.DIRECTORY_EDITOR, at=other))

    def test_a_link_worker_keeps_none(self, session, editor):
        with pytest.raises(NotAllowed):
            note_all(session, an_actor(session, Role.LINK_WORKER))
