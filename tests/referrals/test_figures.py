"""How practices refer: what is counted, what adds up to what, and how far it is published."""

import random
from datetime import date
from uuid import UUID, uuid4

import pytest

from kernel.disclosure import Figure, Known, Range, Sum, cell, publish
from kernel.periods import Quarter
from kernel.suppression import HIDDEN, Headcount
from referrals.figures import (
    Counted,
    Line,
    by_practice,
    due,
    lines_of,
    of_area,
    reader_of,
    tables,
)
from tests.support.solver import ranges

ELM, OAK, YEW = (UUID(int=number) for number in (1, 2, 3))
ORDER = (Counted.SENT, Counted.ACCEPTED, Counted.MISSED, Counted.MISFIT)


def people(sent=0, accepted=0, missed=0, misfit=0):
    return dict(zip(ORDER, map(Headcount, (sent, accepted, missed, misfit)), strict=True))


def published(table):
    return publish(Known.before(table.sums), table)


@pytest.mark.parametrize(
    ("today", "first_day"),
    [
        (date(2027, 1, 14), date(2026, 7, 1)),
        (date(2027, 1, 15), date(2026, 10, 1)),
        (date(2027, 4, 14), date(2026, 10, 1)),
        (date(2027, 4, 15), date(2027, 1, 1)),
    ],
)
def test_a_quarter_is_due_a_fortnight_after_its_end(today, first_day):
    assert due(today) == Quarter(first_day)


def test_each_area_has_a_reader_of_its_own():
    assert reader_of(ELM) != reader_of(OAK)
    assert str(ELM) in reader_of(ELM)


class TestTables:
    def test_the_finest_is_by_practice_then_the_area_then_nothing(self):
        referring = dict.fromkeys((ELM, OAK, YEW), people(9, 8, 1, 1))
        finest, coarser, last = (make() for make in tables(referring))
        assert cell("sent", practice=str(ELM)) in finest.counts
        assert set(coarser.counts) == {cell(counted) for counted in Counted}
        assert not last.counts

    def test_of_two_practices_there_is_the_area_alone(self):
        """A practice would take its own number from the sum, and know the other's."""
        two = {ELM: people(9), OAK: people(9)}
        assert [bool(make().counts) for make in tables(two)] == [True, False]
        assert cell("sent", practice=str(ELM)) not in next(tables(two))().counts

    def test_how_many_of_them_referred_changes_nothing(self):
        """That there is a line for each would tell that each sent somebody (an attack of November 2026)."""
        tables_of = [tables({ELM: people(9), OAK: people(sent), YEW: people()}) for sent in (0, 9)]
        assert [set(make().counts) for make in tables_of[0]] == [
            set(make().counts) for make in tables_of[1]
        ]

    def test_totals_are_those_of_the_true_counts(self):
        table = by_practice({ELM: people(9, 8, 3, 1), OAK: people(4, 2, 2, 0), YEW: people()})
        assert table.counts[cell("sent")] == Headcount(13)
        assert table.counts[cell("missed")] == Headcount(5)
        assert (
            table.counts
            == table.counts | of_area({ELM: people(9, 8, 3, 1), OAK: people(4, 2, 2, 0)}).counts
        )

    def test_every_sum_of_known_counts_is_true(self):
        table = by_practice({ELM: people(9, 8, 3, 1), OAK: people(4, 2, 2, 0), YEW: people()})
        known = [one for one in table.sums if {one.total, *one.parts} <= set(table.counts)]
        assert len(known) == len(Counted)
        for one in known:
            assert table.counts[one.total].people == sum(
                table.counts[part].people for part in one.parts
            )

    def test_the_gate_knows_who_is_among_whom(self):
        table = by_practice({ELM: people(9, 8, 3, 1), OAK: people(), YEW: people()})
        among = {
            (dict(one.total)["counted"], *(dict(part)["counted"] for part in one.parts[:-1]))
            for one in table.sums
            if {dict(part)["counted"] for part in one.parts} != {dict(one.total)["counted"]}
        }
        assert among >= {("accepted", "missed"), ("sent", "accepted", "misfit")}
        assert ("sent", "accepted or misfit") in among, "What is left of those sent adds up too."
        assert {one.total for one in of_area({ELM: people()}).sums} >= {
            cell("accepted"), cell("sent"),
        }  # fmt: skip

    @pytest.mark.parametrize(
        "practices", [[(8, 7)] * 4 + [(10, 10)] * 3, [(8, 7)] * 2 + [(10, 10), (11, 11)]]
    )
    def test_what_several_sums_say_together_gives_no_hidden_number_away(self, practices):
        """Four practices that sent eight of whom seven were accepted (an attack of November 2026)."""
        made = {uuid4(): people(sent, accepted, 0, 0) for sent, accepted in practices}
        assert_none_is_worked_out(by_practice(made))

    @pytest.mark.parametrize(
        "practices",
        [[(13, 8, 7, 0)] * 2 + [(12, 12, 12, 0), (9, 9, 9, 0)],
         [(13, 8, 7, 0)] * 4 + [(15, 15, 15, 0)] * 2,
         [(13, 9, 7, 2)] * 2 + [(10, 10, 10, 0)] * 3,
         [(13, 8, 7, 1)] * 4 + [(10, 10, 10, 0)] * 3],
    )  # fmt: skip
    def test_nor_does_a_mix_of_what_became_of_people(self, practices):
        """Of 13 who were sent 8 were accepted and 7 of these missed a meeting (an attack of November 2026)."""
        assert_none_is_worked_out(by_practice({uuid4(): people(*one) for one in practices}))

    def test_nor_does_any_in_made_up_worlds(self, soak_factor, evidence):
        """Some practices alike, each with one left of those who are told, beside others where nearly all are."""
        chance, hidden = random.Random(6), 0
        for _ in range(3 * soak_factor):
            hidden += assert_none_is_worked_out(by_practice(alike(chance)))
        assert hidden
        evidence("hidden numbers of alike practices that a solver works out", f"0 of {hidden}")

    def test_the_gate_knows_that_nobody_is_accepted_and_did_not_fit(self):
        """Of 8 to 12 sent and 8 to 12 accepted, at most 4 are left who may not have fitted."""
        table = of_area({ELM: people(10, 10, 0, 0)})
        known = Known.before(table.sums)
        for counted in (Counted.SENT, Counted.ACCEPTED):
            known = known.told(cell(counted), Figure("10", Range(8, 12)))
        assert known.range_of(cell(Counted.MISFIT)) == Range(0, 4)

    def test_people_are_counted_so_two_quarters_are_no_sum(self):
        assert not by_practice({ELM: people()}).adds_over_time
        assert not of_area({ELM: people()}).adds_over_time

    @pytest.mark.parametrize("seed", range(4))
    def test_nothing_is_given_away_by_the_totals_and_by_who_is_among_whom(
        self, seed, soak_factor, evidence
    ):
        hidden = 0
        for number in range(3 * soak_factor):
            table = by_practice(made_up(random.Random(seed * 1000 + number)))
            known = Known.before(table.sums)
            for quantity, figure in published(table).items():
                known = known.told(quantity, figure)
            assert known.given_away() == frozenset(), number
            hidden += len(known.hidden)
        assert hidden
        evidence(f"hidden numbers of practices worked out (seed {seed})", f"0 of {hidden}")


def assert_none_is_worked_out(table):
    """How many hidden numbers a solver looked at."""
    figures = published(table) or {}
    hidden = [one for one, figure in figures.items() if figure.shown == HIDDEN]
    for quantity, span in ranges(list(figures.items()), table.sums, hidden).items():
        assert span.possible >= 4, (sorted(quantity), span)
    return len(hidden)


def alike(chance):
    """Practices by how many missed a meeting, came, did not fit, and were not answered."""
    ends = [
        (7, 1, 0, 5),
        (7, 1, 3, 2),
        (7, 2, 2, 2),
        (7, 1, 1, 4),
        (7, 6, 5, 5),
        (1, 7, 7, 3),
        (7, 1, 7, 3),
    ]
    some = [chance.choice(ends)] * chance.randint(1, 4)
    for _ in range(chance.randint(2, 3)):
        some.append(
            (chance.choice([0, 8, 9, 10, 11, 12, 15, 17]), chance.choice([0, 0, 1, 7]),
             chance.choice([0, 0, 0, 1]), chance.choice([0, 0, 0, 1]))
        )  # fmt: skip
    return {
        uuid4(): people(sum(one), one[0] + one[1], one[0], one[2]) for one in some
    }  # fmt: skip


def made_up(chance):
    made = {}
    for _ in range(4):
        sent = int(chance.expovariate(1 / 15))
        accepted = chance.randint(0, sent)
        made[uuid4()] = people(
            sent, accepted, chance.randint(0, accepted), chance.randint(0, sent - accepted)
        )
    return made


class TestLines:
    def test_they_say_what_was_published(self):
        figures = published(by_practice({ELM: people(12, 9, 3, 0), OAK: people(), YEW: people(20)}))
        lines = {line.practice_id: line.shown for line in lines_of(figures)}
        assert lines[ELM] == dict(zip(ORDER, ("10", "10", "*", "*"), strict=True))
        assert lines[OAK] == dict.fromkeys(Counted, HIDDEN), "Nobody looks like a few."
        assert lines[None][Counted.SENT] == "30"

    def test_what_was_left_out_says_nothing(self):
        (line,) = lines_of({cell("sent"): Figure("10", Range(8, 12))})
        assert (line.shown[Counted.SENT], line.shown[Counted.MISSED]) == ("10", "")

    def test_where_nothing_was_published_there_are_none(self):
        assert lines_of({}) == ()


class TestShares:
    @pytest.mark.parametrize(
        ("missed", "accepted", "share"),
        [
            ("10", "25", "40%"), ("0", "10", ""), ("10", "10", "100%"), ("*", "25", ""),
            ("*", "*", ""), ("", "25", ""), ("10", "", ""), ("0", "0", ""), ("15", "10", ""),
        ],
    )  # fmt: skip
    def test_they_are_worked_out_only_where_both_are_shown(self, missed, accepted, share):
        shown = {Counted.MISSED: missed, Counted.ACCEPTED: accepted, Counted.SENT: "30"}
        assert Line(ELM, shown).share(Counted.MISSED) == share

    def test_those_who_did_not_fit_are_a_share_of_those_sent(self):
        shown = {Counted.MISFIT: "10", Counted.SENT: "20", Counted.ACCEPTED: "10"}
        assert Line(ELM, shown).share(Counted.MISFIT) == "50%"
        assert Line(ELM, shown).share(Counted.SENT) == ""


def test_a_sum_is_told_even_where_its_rest_is_never_published():
    rest = cell("accepted, not missed")
    assert Sum(cell("accepted"), (cell("missed"), rest)) in of_area({ELM: people()}).sums
