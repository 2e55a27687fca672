"""What a view may ask of the request in hand."""

import pytest

from tests.support.clock import NOON
from web import request


def test_it_is_the_same_moment_throughout_a_request(app, clock):
    with app.test_request_context():
        first = request.now()
        clock.passes(seconds=5)
        assert request.now() == first == NOON


def test_the_day_is_that_of_london(app, clock):
    clock.now = NOON.replace(month=7, day=1, hour=23, minute=30)
    with app.test_request_context():
        assert request.london_day().isoformat() == "2026-07-02"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8::9", "2001:db8::/64"),
        ("::1", "::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_a_network_is_an_address_or_what_one_household_has_of_ipv6(app, address, network):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert request.network() == network


@pytest.mark.parametrize(
    ("address", "is_json"),
    [("/api/oruk/v3/services", True), ("/data/services.csv", True), ("/healthz", True),
     ("/", False), ("/search", False), ("/static/x/app.css", False)],
)  # fmt: skip
def test_machines_are_answered_in_json(app, address, is_json):
    with app.test_request_context(address):
        assert request.wants_json() == is_json
