"""The desk: the lines of every feature, most urgent first."""

import pytest

from kernel.access import Role
from tests.cast import signed_in
from web import desk
from web.feature import Feature, Waiting


@pytest.fixture
def two_features(app, monkeypatch):
    """Two features with something to say, and one with nothing."""
    lines = [Waiting("Later.", "Look", "/later", 9), Waiting("Now.", "Act", "/now", 1)]
    features = [
        Feature("one", __name__, desk=lambda session, actor, at: lines[:1]),
        Feature("two", __name__, desk=lambda session, actor, at: lines[1:]),
        Feature("silent", __name__),
    ]
    monkeypatch.setattr(desk, "_features", features)


def test_the_most_urgent_comes_first(client, two_features):
    signed_in(client, Role.LINK_WORKER)
    page = client.page("/desk")
    assert page.words.index("Now.") < page.words.index("Later.")
    assert (page.links["Act"], page.links["Look"]) == ("/now", "/later")


def test_a_stranger_has_no_desk(client, two_features):
    assert client.get("/desk").status_code == 302
