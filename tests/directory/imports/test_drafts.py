from dataclasses import fields, replace

import pytest

from directory.imports import Complaint, Draft

DRAFT = Draft(row=2, key="id:1", group="Knit", name="Knit")


def test_where_a_row_stands_and_what_was_noted_do_not_change_its_fingerprint():
    moved = replace(DRAFT, row=9, key="id:2", notes=(Complaint(9, "phone", "Odd."),))
    assert moved.fingerprint == DRAFT.fingerprint


@pytest.mark.parametrize(
    "name", [one.name for one in fields(Draft) if one.name not in ("row", "key", "notes")]
)
def test_every_other_fact_does(name):
    assert replace(DRAFT, **{name: "something else"}).fingerprint != DRAFT.fingerprint
