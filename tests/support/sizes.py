"""Which tests a run takes: all that have no full size, or under --soak what grows and what was left to it."""

from zlib import crc32

import hypothesis
import pytest

SOAK_FACTOR = 25
EXAMPLES = 40


def choose_examples(*, is_soak: bool) -> None:
    """How many examples Hypothesis tries of each property: the same ones each time, but in the soak."""
    if is_soak:
        kept = hypothesis.settings(
            database=None, deadline=None, max_examples=EXAMPLES * SOAK_FACTOR, print_blob=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
    else:
        kept = hypothesis.settings(
            derandomize=True, database=None, deadline=None, max_examples=EXAMPLES
        )
    hypothesis.settings.register_profile("chosen", kept)
    hypothesis.settings.load_profile("chosen")


def is_for_every_run(item: pytest.Item) -> bool:
    """Whether a test is not left to the soak."""
    is_whole = item.get_closest_marker("full_size") is None
    both = item.config.getoption("--database") == "both"
    return is_whole and not (both and is_second_look(item))


def is_second_look(item: pytest.Item) -> bool:
    """Whether it was seen on SQLite and waits for the soak to be seen on PostgreSQL: whatever walks about the
    demo world, which takes longest to make there, and half of the tests of pages.
    """
    walks = "everywhere" in getattr(item, "fixturenames", ()) and "[postgresql" in item.nodeid
    return walks or is_second_look_at_a_page(item.nodeid)


def is_second_look_at_a_page(nodeid: str) -> bool:
    """Whether a test of a page, which runs on SQLite, is of the half that runs on PostgreSQL in the soak alone.

    What pages ask of the database, its queries and operations, is tested on both each time; and so are all pages
    with --database=postgresql. Which half it is hangs on the test's name, and is always the same (decision 20).
    """
    is_page = "/views/" in nodeid and "[postgresql" in nodeid
    return is_page and crc32(nodeid.encode()) % 2 == 1


def grows(item: pytest.Item) -> bool:
    """Whether a test has a size of its own, is left to the soak, or is a property of Hypothesis."""
    asked = set(getattr(item, "fixturenames", ()))
    function = getattr(item, "obj", None)
    is_sized = bool({"soak_factor", "evidence"} & asked)
    return is_sized or not is_for_every_run(item) or hasattr(function, "hypothesis")
