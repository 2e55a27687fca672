"""Who reads what is published of how people moved: not whoever has rows without names as well."""

from uuid import uuid4

import pytest

from kernel.access import Role
from kernel.errors import NotAllowed, NotFound
from outcomes_star.queries.published import get_figures, published_page
from tests.cast import a_commissioning_body, an_actor


def test_a_commissioner_reads_whatever_there_is(session):
    page = published_page(session, an_actor(session, Role.COMMISSIONER), release_id=None)
    assert (page.figures, page.issued) == (None, ())


def test_a_release_that_is_none_is_not_found(session):
    commissioner = an_actor(session, Role.COMMISSIONER)
    with pytest.raises(NotFound):
        published_page(session, commissioner, release_id=uuid4())
    with pytest.raises(NotFound):
        get_figures(session, commissioner, uuid4())


@pytest.mark.parametrize("roles", [
    (Role.COMMISSIONER_FINANCE,), (Role.ANALYST,), (Role.STEERING_MEMBER, Role.ANALYST),
])  # fmt: skip
def test_nobody_who_may_not_and_nobody_who_has_exact_rows(session, roles):
    body = a_commissioning_body(session)
    with pytest.raises(NotAllowed):
        published_page(session, an_actor(session, *roles, at=body), release_id=None)
