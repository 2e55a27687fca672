"""Where somebody sits: how wide the browser is, and whether it runs scripts.

`make test` takes a phone with scripts and a desk without; what looks for barriers, a phone alone. The
seats in between are left to `make soak`.
"""

import pytest

PHONE, DESK = 320, 1280
"""Pixels: the narrowest screen, and a usual one."""

WIDTHS = [PHONE, pytest.param(DESK, marks=pytest.mark.full_size)]
SEATS = [
    pytest.param(PHONE, True, id="320-scripts"),
    pytest.param(DESK, False, id="1280-no-scripts"),
    pytest.param(PHONE, False, id="320-no-scripts", marks=pytest.mark.full_size),
    pytest.param(DESK, True, id="1280-scripts", marks=pytest.mark.full_size),
]
EVERY_SEAT = pytest.mark.parametrize(("width", "has_scripts"), SEATS)
EVERY_WIDTH = pytest.mark.parametrize("width", WIDTHS)
