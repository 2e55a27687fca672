"""Giving cases to link workers: the named one or with a reason, once, and told without names."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from accounts import queries as accounts
from accounts.models import Organisation
from kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from kernel.mail import Letter
from referrals.casework import Inequality
from referrals.clocks import Clock
from referrals.lifecycle import State
from referrals.models import Allocation, Referral
from referrals.operations.allocating import give, give_all, put_first
from referrals.operations.clocks import stop
from referrals.queries.inbox import allocations
from tests.cast import NOON, a_lead_manager, a_lead_ntp, a_link_worker
from tests.cast_caseload import a_case, leaves
from tests.cast_referrals import id_of, named_worker


@pytest.fixture
def world(session):
    """Asha has a case; Daniel is there; a manager looks at the inbox."""
    asha, daniel = a_link_worker(session, name="Asha"), a_link_worker(session, name="Daniel")
    return asha, daniel, a_lead_manager(session), a_case(session, asha)


def test_a_case_goes_from_one_to_another_and_both_are_remembered(session, world):
    asha, daniel, manager, row = world
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="Away", at=NOON)
    assert row.link_worker_id == daniel.user_id
    (line,) = allocations(session, row.id)
    assert (line.from_worker_id, line.to_worker_id, line.because) == (
        asha.user_id,
        daniel.user_id,
        "Away",
    )


def test_the_letter_says_how_many_and_names_nobody(session, world):
    asha, daniel, manager, row = world
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="", at=NOON)
    letters = {one.template: one for one in session.scalars(sa.select(Letter))}
    assert letters["referrals/given"].facts == {"number": 1, "in_danger": 0}
    told = letters["referrals/given_on"]
    assert (told.facts, told.address) == (
        {"number": 1}, accounts.email_of(session, asha.user_id),
    )  # fmt: skip


def test_whoever_does_not_work_here_any_more_is_not_written_to(session, world):
    asha, daniel, manager, row = world
    leaves(session, asha)
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="", at=NOON)
    assert [one.template for one in session.scalars(sa.select(Letter))] == ["referrals/given"]


def test_whoever_has_a_case_is_not_given_it_again(session, world):
    asha, _, manager, row = world
    with pytest.raises(RuleBroken, match="have this case already") as refused:
        give(session, manager, row.id, to=id_of(asha), had=id_of(asha), because="x", at=NOON)
    assert refused.value.field == "to"
    assert allocations(session, row.id) == []


def test_somebody_else_than_the_named_one_needs_a_reason(session, world):
    asha, daniel, manager, row = world
    named_worker(session, session.get_one(Organisation, row.practice_id), asha)
    with pytest.raises(RuleBroken, match="Say why") as refused:
        give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="", at=NOON)
    assert refused.value.field == "because"
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="Away", at=NOON)
    give(session, manager, row.id, to=id_of(asha), had=id_of(daniel), because="", at=NOON)


def test_nobody_who_has_left_is_given_a_case(session, world):
    asha, daniel, manager, row = world
    leaves(session, daniel)
    with pytest.raises(RuleBroken, match="link worker here today"):
        give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="x", at=NOON)


def test_nobody_of_another_lead_ntp_is_given_a_case(session, world):
    asha, _, manager, row = world
    stranger = a_link_worker(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    with pytest.raises(RuleBroken):
        give(session, manager, row.id, to=id_of(stranger), had=id_of(asha), because="x", at=NOON)


def test_what_is_over_is_given_to_nobody(session, world):
    asha, daniel, manager, _ = world
    over = a_case(session, asha, "Omar Khalid", state=State.DECLINED)
    with pytest.raises(RuleBroken, match="over"):
        give(session, manager, over.id, to=id_of(daniel), had=id_of(asha), because="x", at=NOON)


def test_link_workers_give_nothing_away_and_strangers_find_nothing(session, world):
    asha, daniel, _, row = world
    facts = {"to": id_of(daniel), "had": id_of(asha), "because": "x", "at": NOON}
    with pytest.raises(NotAllowed):
        give(session, asha, row.id, **facts)
    stranger = a_lead_manager(session, at=a_lead_ntp(session, "Southbank", is_host=False))
    with pytest.raises(NotFound):
        give(session, stranger, row.id, **facts)


def test_whoever_looked_at_an_old_page_is_told(session, world):
    _, daniel, manager, row = world
    with pytest.raises(Conflict, match="in the meantime"):
        give(session, manager, row.id, to=id_of(daniel), had=None, because="x", at=NOON)


def test_ten_managers_give_one_case_and_one_of_them_does(database):
    with database.writing() as session:
        manager, row = a_lead_manager(session), a_case(session, a_link_worker(session))
        had, workers = row.link_worker_id, [a_link_worker(session) for _ in range(10)]

    def one(worker) -> str:
        try:
            with database.writing() as session:
                give(session, manager, row.id, to=id_of(worker), had=had, because="x", at=NOON)
        except Conflict as refusal:
            return refusal.message
        return "given"

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(one, workers))
    assert said.count("given") == 1
    assert all(len(words) > 40 for words in said if words != "given")
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Allocation)) == 1
        given = session.get_one(Referral, row.id).link_worker_id
        assert given == id_of(workers[said.index("given")])


def test_all_that_somebody_has_goes_at_once(session, world):
    asha, daniel, manager, _ = world
    a_case(session, asha, "Looked after", state=State.MAINTAINING)
    a_case(session, asha, "Over", state=State.DECLINED)
    leaves(session, asha)
    number = give_all(
        session, manager, from_worker=id_of(asha), to=id_of(daniel), because="Left", at=NOON
    )
    assert number == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(Letter)) == 1


def test_only_who_may_act_on_a_case_puts_it_first(session, world):
    _, daniel, _, row = world
    with pytest.raises(NotFound):
        put_first(session, daniel, row.id, group=Inequality.CARER, at=NOON)


def test_the_letter_of_a_case_in_danger_is_urgent_until_somebody_answered_it(session, world):
    asha, daniel, manager, row = world
    row.danger_at = NOON
    session.flush()
    give(session, manager, row.id, to=id_of(daniel), had=id_of(asha), because="", at=NOON)
    stop(session, daniel, row.id, Clock.SAFETY, how="Rang her sister", at=NOON)
    session.flush()
    give_all(session, manager, from_worker=id_of(daniel), to=id_of(asha), because="", at=NOON)
    letters = session.scalars(sa.select(Letter).where(Letter.template == "referrals/given"))
    assert [one.facts["in_danger"] for one in letters] == [1, 0]
