"""The fifth of England where somebody lives: by postcode, by locality, or not known."""

import pytest
import sqlalchemy as sa

from directory.operations import finding
from directory.postcodes.deprivation import Deprived, Outcome
from directory.queries.deprivation import fifth_of


@pytest.fixture
def fifth(session):
    finding.keep_deprivation(
        session, [Deprived(Outcome.LOADED, f"NE6{n % 10}AB", n) for n in range(1, 11)]
    )

    def ask(postcode: str | None, rank: int | None) -> int | None:
        living = (
            sa.select(
                sa.cast(sa.literal(postcode), sa.String).label("postcode"),
                sa.cast(sa.literal(rank), sa.Integer).label("rank"),
            )
        ).subquery()
        return session.scalar(sa.select(fifth_of(living.c.postcode, living.c.rank)))

    return ask


def test_two_tenths_are_a_fifth(fifth):
    found = [fifth(f"NE6 {n % 10}AB", None) for n in range(1, 11)]
    assert found == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.mark.parametrize("postcode", ["NE6 9AB", "ne69ab", "NE6  9AB"])
def test_the_postcode_may_be_written_in_any_way_and_goes_before_the_locality(fifth, postcode):
    assert fifth(postcode, 1) == 5


@pytest.mark.parametrize("postcode", ["", None, "NE1 1AA", "NE6"])
def test_else_the_tenth_of_the_locality_counts(fifth, postcode):
    assert [fifth(postcode, tenth) for tenth in (1, 2, 3, 10)] == [1, 1, 2, 5]


@pytest.mark.parametrize("rank", [None, 0, 11, -1])
def test_else_it_is_not_known(fifth, rank):
    assert fifth("", rank) is None
