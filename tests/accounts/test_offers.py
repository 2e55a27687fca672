"""What an organisation offers: known only when somebody above says so."""

from uuid import uuid4

import pytest

from accounts import offers


@pytest.fixture(autouse=True)
def as_before():
    before = list(offers._known)
    offers._known.clear()
    yield
    offers._known[:] = before


def test_nobody_knows_of_services_at_first(session):
    assert offers.services_of(session, uuid4()) == {}


def test_whoever_was_named_last_is_asked(session):
    offers.open_catalogue(lambda _session, _organisation_id: {"1": "Dog walking"})
    assert offers.services_of(session, uuid4()) == {"1": "Dog walking"}
