"""Which contracts there are, how each stands on a day, and what can be done with one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from billing.contracts import SOON
from billing.lifecycle import VersionState
from billing.operations.contracts import (
    assure,
    drop_contract,
    end_contract,
    vary_contract,
    write_contract,
)
from billing.queries.contracts import (
    assurance_page,
    contract_page,
    contracts,
    draft_page,
    listed,
    standing,
    waiting_for,
)
from billing.vocabulary import ContractState, Mechanism, Section
from kernel.access import SYSTEM, Role
from kernel.errors import NotAllowed, NotFound, RuleBroken
from kernel.money import Money
from kernel.periods import day_in_london
from tests.cast import NOON, a_commissioning_body, a_lead_ntp, an_actor
from tests.cast_contracts import (
    a_contract,
    a_signed_contract,
    begun,
    here,
    sign,
    the_sides,
    whole,
)

TODAY = day_in_london(NOON)
TOMORROW = TODAY + timedelta(days=1)
LAST = date(2029, 3, 31)


@pytest.fixture
def sides(session):
    return the_sides(session)


def offered(session, sides):
    """A contract that the commissioner has signed, and the lead NTP has not."""
    made = a_contract(session, **vars(whole(begun(**here(session)))))
    sign(session, sides[0], made)
    return made


class TestHowItStands:
    def test_while_it_is_written_offered_and_dropped(self, session, sides):
        made = a_contract(session, **vars(whole(begun(**here(session)))))
        assert standing(made, TODAY) is ContractState.WRITING
        sign(session, sides[0], made)
        assert standing(made, TODAY) is ContractState.WAITING
        other = a_contract(session)
        drop_contract(session, sides[0], other.id, because="No.", at=NOON)
        assert standing(other, TODAY) is ContractState.DROPPED

    @pytest.mark.parametrize(("on", "state"), [
        (date(2026, 3, 31), ContractState.NOT_YET),
        (date(2026, 4, 1), ContractState.IN_FORCE),
        (LAST - SOON - timedelta(days=1), ContractState.IN_FORCE),
        (LAST - SOON, ContractState.ENDS_SOON),
        (LAST, ContractState.ENDS_SOON),
        (LAST + timedelta(days=1), ContractState.ENDED),
    ])  # fmt: skip
    def test_on_a_day_once_it_is_signed(self, session, on, state):
        assert standing(a_signed_contract(session), on) is state

    def test_when_a_side_ended_it_early(self, session, sides):
        made = a_signed_contract(session)
        end_contract(session, sides[0], made.id, on=TOMORROW, because="No money.", at=NOON)
        assert standing(made, TODAY) is ContractState.ENDS_SOON
        assert standing(made, TOMORROW + timedelta(days=1)) is ContractState.ENDED

    def test_a_change_that_is_written_leaves_it_in_force(self, session, sides):
        made = a_signed_contract(session)
        vary_contract(session, sides[0], made.id, from_on=TOMORROW, because="More.", at=NOON)
        assert standing(made, TODAY) is ContractState.IN_FORCE


class TestTheList:
    def test_shows_what_waits_first_and_what_ends_sooner_before_what_ends_later(
        self, session, sides
    ):
        late = a_signed_contract(session)
        soon = a_signed_contract(session, last_day=TODAY + timedelta(days=30))
        waits = offered(session, sides)
        found = contracts(session, sides[1], on=TODAY)
        assert [one.id for one in found] == [waits.id, soon.id, late.id]
        assert [one.days_left for one in found][1] == 30
        assert (found[0].funders, found[0].localities, found[0].mechanism) == (
            "Anytown Commissioning Group", "Riverside", "Hybrid",
        )  # fmt: skip

    def test_counts_what_was_not_shown_in_time(self, session, sides):
        a_signed_contract(session)
        ((one,), (then,)) = (
            contracts(session, sides[0], on=day) for day in (date(2026, 5, 1), date(2026, 5, 2))
        )
        assert (one.overdue, then.overdue) == (0, 1)

    def test_is_of_ones_own_organisation_alone(self, session):
        a_signed_contract(session)
        for at in (
            a_lead_ntp(session, "Southbank", is_host=False),
            a_commissioning_body(session, "Elsewhere"),
        ):
            role = Role.LEAD_MANAGER if "South" in at.name else Role.COMMISSIONER
            assert contracts(session, an_actor(session, role, at=at), on=TODAY) == ()
        assert len(contracts(session, SYSTEM, on=TODAY)) == 1

    def test_is_read_by_those_who_look_after_money_too(self, session):
        made = a_signed_contract(session)
        for role in (Role.LEAD_FINANCE, Role.COMMISSIONER_FINANCE):
            reader = an_actor(session, role)
            page = contract_page(session, reader, made.id, on=TODAY)
            assert not (page.can_sign or page.can_vary or page.can_end or page.can_assure)
        with pytest.raises(NotAllowed):
            contracts(session, an_actor(session, Role.LINK_WORKER), on=TODAY)


class TestThePage:
    def test_offers_what_can_be_done_now(self, session, sides):
        made = a_contract(session)
        page = contract_page(session, sides[0], made.id, on=TODAY)
        assert (page.is_open, page.can_sign, page.can_drop) == (True, True, True)
        assert (page.can_send_back, page.can_vary, page.can_end) == (False, False, False)
        waits = offered(session, sides)
        for side, can_sign in zip(sides, (False, True), strict=True):
            page = contract_page(session, side, waits.id, on=TODAY)
            assert (page.can_sign, page.can_send_back, page.is_open) == (can_sign, True, False)
        assert page.awaits == ("Better Services Enterprise",)
        sign(session, sides[1], waits)
        page = contract_page(session, sides[1], waits.id, on=TODAY)
        assert (page.can_vary, page.can_end, page.can_sign) == (True, True, False)

    def test_says_what_is_missing_and_unwise(self, session, sides):
        page = contract_page(session, sides[0], a_contract(session).id, on=TODAY)
        assert {one.section for one in page.missing} == {Section.PRICES, Section.SERVICES}
        assert page.cautions

    def test_warns_of_another_contract_for_the_same_places(self, session, sides):
        a_signed_contract(session)
        made = a_contract(session, **vars(whole(begun(**here(session)))))
        page = contract_page(session, sides[0], made.id, on=TODAY)
        assert [one.words[:50] for one in page.cautions] == [
            "Another contract of this lead NTP is for some of t"
        ]
        with pytest.raises(RuleBroken):
            sign(session, sides[0], made, has_read=False)

    def test_tells_versions_apart(self, session, sides):
        made = a_signed_contract(session)
        vary_contract(session, sides[0], made.id, from_on=TOMORROW, because="More.", at=NOON)
        session.flush()
        write_contract(
            session, sides[0], made.id, lambda terms: replace(terms, fee=Money(60_000_00)),
            seen=made.newest.version, at=NOON,
        )  # fmt: skip
        second, first = contract_page(session, sides[0], made.id, on=TODAY).versions
        assert (first.number, first.state, first.differences) == (1, VersionState.SIGNED, ())
        page = contract_page(session, sides[0], made.id, on=TODAY)
        assert (page.shown, page.is_change, page.line.state) == (2, True, ContractState.IN_FORCE)
        assert [one.label for one in second.differences] == [
            "Fixed sum a year",
            "What the year comes to",
        ]
        fee = second.differences[0]
        assert (fee.before, fee.after) == (("£48,000.00",), ("£60,000.00",))

    def test_tells_its_story_newest_first(self, session, sides):
        story = contract_page(session, sides[0], a_signed_contract(session).id, on=TODAY).story
        assert [one.what for one in story] == ["Signed", "Signed", "Begun"]
        assert story[0].who == "Robin Field, Better Services Enterprise"

    def test_says_which_report_is_due_when(self, session, sides):
        made = a_signed_contract(session)
        page = contract_page(session, sides[0], made.id, on=TODAY)
        assert [(one.name, one.on) for one in page.due] == [("People who came", date(2027, 1, 20))]
        assert not page.is_change
        draft = contract_page(session, sides[0], a_contract(session).id, on=TODAY)
        assert draft.due == () and not draft.is_change

    def test_shows_what_was_shown(self, session, sides):
        made = a_signed_contract(session)
        called = "Insurance (Anytown Cat and Dog Shelter)"
        (before,) = contract_page(session, sides[0], made.id, on=TODAY).assurances
        assert (before.called, before.is_overdue) == (called, True)
        assure(session, sides[0], made.id, called=called, because="The paper.", at=NOON)
        page = contract_page(session, sides[0], made.id, on=TODAY)
        assert [(one.shown_at, one.is_overdue) for one in page.assurances] == [(NOON, False)]
        assert page.story[0].what == f"Shown: {called}"


def test_a_draft_is_written_by_who_may_and_only_while_it_is_open(session, sides):
    made = a_contract(session)
    page = draft_page(session, sides[0], made.id)
    assert (page.title, page.terms) == (
        "Better Services Enterprise, for Riverside", made.newest.terms,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        draft_page(session, an_actor(session, Role.LEAD_FINANCE), made.id)
    with pytest.raises(NotFound):
        draft_page(session, sides[0], a_signed_contract(session).id)


@pytest.mark.parametrize("at", [0, 2, 99])
def test_what_a_contract_does_not_ask_for_is_not_found(session, sides, at):
    made = a_signed_contract(session)
    with pytest.raises(NotFound):
        assurance_page(session, sides[0], made.id, at, on=TODAY)
    assert assurance_page(session, sides[0], made.id, 1, on=TODAY).called.startswith("Insurance")


def test_what_is_not_signed_asks_for_nothing_yet(session, sides):
    made = a_contract(session, **vars(whole(begun(**here(session)))))
    with pytest.raises(NotFound):
        assurance_page(session, sides[0], made.id, 1, on=TODAY)


def test_what_waits_for_a_signature_waits_for_the_side_that_has_not_signed(session, sides):
    made = offered(session, sides)
    assert waiting_for(session, sides[1]) == (made.id,)
    assert waiting_for(session, sides[0]) == ()


@pytest.mark.parametrize(("words", "said"), [
    ([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
])  # fmt: skip
def test_words_are_listed(words, said):
    assert listed(words) == said


def test_a_block_is_called_by_its_short_name(session, sides):
    a_contract(session, mechanism=Mechanism.BLOCK)
    assert contracts(session, sides[0], on=TODAY)[0].mechanism == "Block"
