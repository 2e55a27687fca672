"""Which tests a run takes: all that have no full size, or under --soak what grows."""

import pytest


def is_for_every_run(item: pytest.Item) -> bool:
    """Whether a test is not left to the soak."""
    return item.get_closest_marker("full_size") is None


def grows(item: pytest.Item) -> bool:
    """Whether a test has a size of its own, is left to the soak, or is a property of Hypothesis."""
    asked = set(getattr(item, "fixturenames", ()))
    function = getattr(item, "obj", None)
    is_sized = bool({"soak_factor", "evidence"} & asked)
    return is_sized or not is_for_every_run(item) or hasattr(function, "hypothesis")
