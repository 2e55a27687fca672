"""Writing down unmet need, saying more of it, striking it out, typing in a sheet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from directory.vocabulary import Domain
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_locality, a_practice, an_actor, an_area
from tests.cast_unmet_need import COOKING, a_need, a_nurse
from unmet_need.models import UnmetNeed
from unmet_need.needs import Told
from unmet_need.operations import Sheet, record, say_more, strike_out, type_in
from unmet_need.vocabulary import Match, Reason, Source, Wish

TODAY = NOON.date()


def sheet(**said):
    return Sheet(
        **{
            "source": Source.FOCUS_GROUP, "happened_on": TODAY, "locality_id": None,
            "reason": Reason.NOTHING, "counts": {Domain.HEALTHY_EATING: 4, Domain.BEFRIENDING: 0},
            **said,
        }
    )  # fmt: skip


class TestRecording:
    def test_one_kind_is_enough_and_it_names_nobody(self, session):
        nurse, place = a_nurse(session), a_locality(session)
        row = a_need(session, nurse, locality_id=place.id)
        assert (row.told, row.source, row.number) == (COOKING, Source.CONSULTATION, 1)
        assert (row.organisation_id, row.locality_id) == (nurse.organisation_id, place.id)
        assert row.happened_on == TODAY

    def test_a_link_worker_hears_it_in_link_work(self, session):
        assert a_need(session, a_link_worker(session)).source is Source.LINK_WORK

    def test_the_audit_keeps_that_it_was_done_and_no_word_of_it(self, database):
        with database.writing() as session:
            a_need(session, told=Told(words="A choir for Pat"))
        with database.reading() as session:
            (line,) = session.query(AuditLine).filter_by(act="wrote down unmet need")
            assert "Pat" not in repr(line.details)

    def test_of_a_place_elsewhere_nothing_is_written(self, session):
        elsewhere = a_locality(session, "Elsewhere", area=an_area(session, "Othertown"))
        with pytest.raises(NotFound):
            a_need(session, locality_id=elsewhere.id)

    def test_others_write_nothing(self, session):
        with pytest.raises(NotAllowed):
            record(
                session, an_actor(session, Role.COMMISSIONER), COOKING, locality_id=None, at=NOON
            )


class TestSayingMore:
    def test_it_is_put_right_and_more_is_said(self, session):
        nurse = a_nurse(session)
        row = a_need(session, nurse)
        told = Told((Domain.BEFRIENDING,), "Somebody to eat with", Reason.COST, Wish.GROUP,
                    TODAY + timedelta(days=30), Match.LACKING)  # fmt: skip
        say_more(session, nurse, row.id, told, seen=row.version, at=NOON)
        assert row.told == told

    def test_nothing_that_a_colleague_said_is_overwritten(self, session):
        nurse = a_nurse(session)
        row = a_need(session, nurse)
        seen = row.version
        say_more(session, nurse, row.id, replace(COOKING, words="First"), seen=seen, at=NOON)
        with pytest.raises(Conflict):
            say_more(session, nurse, row.id, replace(COOKING, words="Second"), seen=seen, at=NOON)
        assert row.words == "First"

    def test_another_practice_does_not_know_of_it(self, session):
        row = a_need(session)
        other = a_nurse(session, at=a_practice(session, "Another Surgery"))
        for act in (
            lambda: say_more(session, other, row.id, COOKING, seen=row.version, at=NOON),
            lambda: strike_out(session, other, row.id, because="Why", at=NOON),
        ):
            with pytest.raises(NotFound):
                act()


class TestStrikingOut:
    def test_it_stays_to_be_read_with_the_reason(self, session):
        nurse = a_nurse(session)
        row = a_need(session, nurse)
        strike_out(session, nurse, row.id, because="Pressed twice", at=NOON)
        assert (row.struck_at, row.struck_because) == (NOON, "Pressed twice")

    def test_once_and_then_nothing_more_is_said_of_it(self, session):
        nurse = a_nurse(session)
        row = a_need(session, nurse)
        strike_out(session, nurse, row.id, because="Pressed twice", at=NOON)
        with pytest.raises(RuleBroken):
            strike_out(session, nurse, row.id, because="Again", at=NOON)
        with pytest.raises(RuleBroken):
            say_more(session, nurse, row.id, COOKING, seen=row.version, at=NOON)


class TestPaper:
    def test_a_sheet_is_a_row_for_each_kind_that_was_counted(self, session):
        assert type_in(session, a_nurse(session), sheet(), at=NOON) == 4
        (row,) = session.scalars(sa.select(UnmetNeed))
        assert (row.number, row.source, row.reason) == (4, Source.FOCUS_GROUP, Reason.NOTHING)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"happened_on": TODAY + timedelta(days=1)}, "happened_on"),
            ({"source": Source.TOLD}, "source"),
            ({"counts": {Domain.BEFRIENDING: 0}}, "befriending"),
        ],
    )
    def test_what_makes_no_sense_is_refused_where_it_stands(self, session, said, field):
        with pytest.raises(RuleBroken) as refused:
            type_in(session, a_nurse(session), sheet(**said), at=NOON)
        assert refused.value.field == field
        assert session.scalars(sa.select(UnmetNeed)).all() == []

    def test_a_manager_types_in_what_link_workers_counted(self, session):
        manager = an_actor(session, Role.LEAD_MANAGER, at=a_lead_ntp(session))
        kept = type_in(
            session, manager, sheet(source=Source.LINK_WORK, happened_on=date(2026, 11, 1)), at=NOON
        )
        assert kept == 4
