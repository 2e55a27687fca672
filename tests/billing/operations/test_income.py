"""Keeping the list of where the money comes from: audited, for the own lead NTP alone, nobody's overwritten."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from audit.models import AuditLine
from billing.income import Stream, StreamKind
from billing.models import IncomeStream
from billing.operations.income import add_stream, change_stream, copy_year, take_out_stream
from kernel.access import Role
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.money import Money
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker, an_actor

GRANT = Stream(
    StreamKind.NHS_GRANT, "Riverside Fund", Money(12_500_00), is_ring_fenced=True,
    ends_on=date(2027, 3, 31),
)  # fmt: skip
THIS, NEXT = 2026, 2027


@pytest.fixture
def finance(session):
    return an_actor(session, Role.LEAD_FINANCE)


@pytest.fixture
def stranger(session):
    return an_actor(session, Role.LEAD_FINANCE, at=a_lead_ntp(session, "Southbank", is_host=False))


@pytest.fixture
def grant(session, finance):
    return add_stream(session, finance, THIS, GRANT, at=NOON)


def streams(session):
    return session.scalars(sa.select(IncomeStream)).all()


class TestAdding:
    def test_all_that_was_said_is_kept_to_the_penny(self, session, finance):
        exact = replace(GRANT, amount=Money(999_999_999_99))
        row = add_stream(session, finance, THIS, exact, at=NOON)
        session.expire_all()
        assert (row.stream, row.year.label) == (exact, "2026 to 2027")
        assert row.organisation_id == finance.organisation_id

    @pytest.mark.parametrize("amount", [None, Money(0)])
    def test_nil_and_not_known_stay_what_they_are(self, session, finance, amount):
        row = add_stream(session, finance, THIS, replace(GRANT, amount=amount), at=NOON)
        session.expire_all()
        assert row.stream.amount == amount
        assert row.stream.is_nil is (amount is not None)

    def test_a_manager_may_too(self, session):
        assert add_stream(session, a_lead_manager(session), THIS, GRANT, at=NOON)

    def test_others_may_not(self, session):
        with pytest.raises(NotAllowed):
            add_stream(session, a_link_worker(session), THIS, GRANT, at=NOON)

    @pytest.mark.parametrize("year", [0, 1999, 2024, 2028, 99999])
    def test_a_year_that_nobody_can_look_at_has_no_list(self, session, finance, year):
        with pytest.raises(NotFound):
            add_stream(session, finance, year, GRANT, at=NOON)

    def test_what_cannot_be_income_of_the_year_is_refused(self, session, finance):
        with pytest.raises(RuleBroken, match="before the year begins"):
            add_stream(session, finance, NEXT, GRANT, at=NOON)
        assert streams(session) == []


class TestChanging:
    def test_it_says_all_of_it_anew(self, session, finance, grant):
        said = Stream(StreamKind.OTHER, "", Money(0))
        change_stream(session, finance, grant.id, said, version=1, at=NOON)
        assert (grant.stream, grant.version) == (said, 2)

    def test_who_looked_at_an_older_version_overwrites_nothing_and_reads_what_is_there(
        self, session, finance, grant
    ):
        change_stream(session, finance, grant.id, Stream(StreamKind.OTHER), version=1, at=NOON)
        with pytest.raises(Conflict, match="Somebody else changed") as refused:
            change_stream(session, finance, grant.id, GRANT, version=1, at=NOON)
        assert refused.value.theirs == "Anything else: amount not known yet, not ring-fenced."
        assert grant.stream == Stream(StreamKind.OTHER)

    def test_what_cannot_be_income_of_the_year_is_refused(self, session, finance, grant):
        wrong = replace(GRANT, ends_on=date(2026, 3, 31))
        with pytest.raises(RuleBroken, match="before the year begins"):
            change_stream(session, finance, grant.id, wrong, version=1, at=NOON)

    def test_another_lead_ntp_cannot_even_tell_that_it_exists(self, session, grant, stranger):
        with pytest.raises(NotFound):
            change_stream(session, stranger, grant.id, GRANT, version=1, at=NOON)
        with pytest.raises(NotFound):
            take_out_stream(session, stranger, grant.id, version=1, at=NOON)

    def test_others_may_not(self, session, grant):
        with pytest.raises(NotAllowed):
            change_stream(session, a_link_worker(session), grant.id, GRANT, version=1, at=NOON)


class TestTakingOut:
    def test_it_is_in_no_list_any_more(self, session, finance, grant):
        take_out_stream(session, finance, grant.id, version=1, at=NOON)
        assert streams(session) == []
        with pytest.raises(NotFound):
            take_out_stream(session, finance, grant.id, version=1, at=NOON)

    def test_not_where_somebody_changed_it_meanwhile(self, session, finance, grant):
        change_stream(session, finance, grant.id, Stream(StreamKind.OTHER), version=1, at=NOON)
        with pytest.raises(Conflict):
            take_out_stream(session, finance, grant.id, version=1, at=NOON)
        assert streams(session) == [grant]

    def test_others_may_not(self, session, grant):
        with pytest.raises(NotAllowed):
            take_out_stream(session, a_link_worker(session), grant.id, version=1, at=NOON)


class TestCopying:
    def test_every_stream_goes_into_the_new_year_as_it_is(self, session, finance, grant):
        nil = add_stream(session, finance, THIS, Stream(StreamKind.OTHER, "", Money(0)), at=NOON)
        assert copy_year(session, finance, NEXT, at=NOON) == 2
        copies = {one.copied_from: one for one in streams(session) if one.copied_from}
        assert {id: one.stream for id, one in copies.items()} == {
            grant.id: GRANT, nil.id: nil.stream,
        }  # fmt: skip
        assert {one.year.label for one in copies.values()} == {"2027 to 2028"}

    def test_a_list_that_has_begun_is_left_as_it_is(self, session, finance, grant):
        copy_year(session, finance, NEXT, at=NOON)
        with pytest.raises(RuleBroken, match="The list of 2027 to 2028 has begun already"):
            copy_year(session, finance, NEXT, at=NOON)
        assert len(streams(session)) == 2

    def test_of_nothing_there_is_no_copy(self, session, finance):
        with pytest.raises(RuleBroken, match="There is no list of 2026 to 2027"):
            copy_year(session, finance, NEXT, at=NOON)

    def test_the_list_of_another_lead_ntp_is_not_copied(self, session, grant, stranger):
        with pytest.raises(RuleBroken, match="There is no list"):
            copy_year(session, stranger, NEXT, at=NOON)

    def test_others_may_not(self, session):
        with pytest.raises(NotAllowed):
            copy_year(session, a_link_worker(session), NEXT, at=NOON)

    def test_two_who_press_at_the_same_moment_copy_it_once(self, database):
        """Each stream goes into the next year once, whatever both have seen: the database says so."""
        with database.writing() as session:
            finance = an_actor(session, Role.LEAD_FINANCE)
            from_id = add_stream(session, finance, THIS, GRANT, at=NOON).id
            copy_year(session, finance, NEXT, at=NOON)
        with pytest.raises(Conflict), database.writing() as session:
            year = session.get_one(IncomeStream, from_id).year.next
            session.add(IncomeStream.kept(finance.organisation_id, year, GRANT, from_id=from_id))


def test_each_act_is_in_the_audit_with_figures_and_without_words(database):
    with database.writing() as session:
        finance = an_actor(session, Role.LEAD_FINANCE)
        row = add_stream(session, finance, THIS, GRANT, at=NOON)
        copy_year(session, finance, NEXT, at=NOON)
        less = replace(GRANT, amount=Money(9_000_00))
        change_stream(session, finance, row.id, less, version=1, at=NOON)
        take_out_stream(session, finance, row.id, version=2, at=NOON)
    with database.reading() as session:
        lines = {one.act: one.details for one in session.query(AuditLine)
                 if one.subject_kind == "income_stream"}  # fmt: skip
    assert list(lines) == [
        "added an income stream", "copied an income stream", "changed an income stream",
        "took out an income stream",
    ]  # fmt: skip
    changed, gone = lines["changed an income stream"], lines["took out an income stream"]
    assert (changed["pence_before"], changed["pence"]) == (12_500_00, 9_000_00)
    assert "ends_on_before" not in changed
    assert gone == {
        "year": "2026 to 2027", "kind": "nhs-grant", "pence": 9_000_00, "ring_fenced": True,
        "ends_on": "2027-03-31",
    }  # fmt: skip
    assert "Riverside Fund" not in repr(lines)


def test_what_is_not_there_is_not_found(session, finance):
    with pytest.raises(NotFound):
        change_stream(session, finance, uuid4(), GRANT, version=1, at=NOON)
