"""People who need only the directory are counted, and nothing of them is kept."""

import pytest
import sqlalchemy as sa

from kernel.access import Role
from referrals.models import Person, Signpost
from tests.cast import signed_in


@pytest.mark.parametrize("role", [Role.REFERRER, Role.LINK_WORKER])
def test_a_signpost_is_counted_by_kind_and_is_no_case(client, database, role):
    signed_in(client, role)
    client.submit("/signposts", {"domain": "befriending"})
    client.submit("/signposts", button="Count a signpost")
    words = client.page("/signposts").words
    assert "2026 to 2027: 2" in words
    assert "Company and somebody to talk to" in words
    assert "Not said" in words
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_signpost_has_nothing_in_it_about_anybody():
    assert set(Signpost.__table__.columns.keys()) == {"id", "organisation_id", "on", "domain"}


def test_ones_own_are_counted_and_no_others(client):
    signed_in(client, Role.REFERRER)
    client.submit("/signposts", button="Count a signpost")
    signed_in(client, Role.LINK_WORKER)
    assert "2026 to 2027" not in client.page("/signposts").words
