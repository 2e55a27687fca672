"""Who sees what of a star."""

import pytest

from kernel.errors import NotFound
from outcomes_star.operations.loading import load_for_all
from outcomes_star.queries.cases import case_of
from outcomes_star.queries.stars import practice_panel, star_page, stars
from outcomes_star.shelf import FOLDER
from outcomes_star.vocabulary import Occasion
from referrals.lifecycle import State
from tests.cast import NOON, a_link_worker
from tests.cast_caseload import a_case
from tests.cast_readings import TODAY, a_reading, asked


def test_what_a_practice_sees_nobody_else_does(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    assert practice_panel(session, asha, row.id, on=NOON.date()) == ()


def test_what_nobody_was_asked_has_no_star(session):
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    with pytest.raises(NotFound):
        star_page(session, asha, row.id, "petunias-wheel", 1, at=NOON)


def test_versions_stand_on_pictures_of_their_own(session):
    asked(session)
    asha = a_link_worker(session)
    row = a_case(session, asha, state=State.ASSESSED)
    a_reading(session, asha, row.id)
    text = (FOLDER / "petunias-wheel-1.toml").read_text()
    load_for_all(session, text.replace("version = 1", "version = 2"), at=NOON)
    asked(session, version=2)
    a_reading(session, asha, row.id, occasion=Occasion.REVIEW)
    found = stars(session, case_of(row), on=TODAY)
    assert [(one.instrument.version, len(one.lines), one.earlier) for one in found] == [
        (2, 1, (1,)), (1, 1, ()),
    ]  # fmt: skip
