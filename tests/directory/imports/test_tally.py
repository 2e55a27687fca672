from dataclasses import replace

import pytest

from directory.imports import Complaint, Draft, Outcome, Tally, Weight, outcome_of

DRAFT = Draft(row=2, key="id:1", group="Knit", name="Knit")


@pytest.mark.parametrize(
    ("item", "known", "outcome"),
    [
        (DRAFT, {}, Outcome.NEW),
        (DRAFT, {"id:1": DRAFT.fingerprint}, Outcome.UNCHANGED),
        (replace(DRAFT, town="Anytown"), {"id:1": DRAFT.fingerprint}, Outcome.CHANGED),
        (Complaint(2, "", "No name.", Weight.REFUSED), {}, Outcome.REFUSED),
        (Complaint(2, "", "As row 1.", Weight.REPEATED), {}, Outcome.UNCHANGED),
    ],
)
def test_a_row_has_one_outcome(item, known, outcome):
    assert outcome_of(item, known) is outcome


def test_the_last_line_says_all_four():
    outcomes = [Outcome.NEW] * 191 + [Outcome.REFUSED] * 8
    assert Tally.of(outcomes).line() == "191 new, 0 changed, 0 unchanged, 8 refused"
    assert Tally.of([]).line() == "0 new, 0 changed, 0 unchanged, 0 refused"
