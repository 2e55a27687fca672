"""What journeys may ask for besides: everybody in a world with something waiting in every corner."""

from collections.abc import Iterator

import pytest

from kernel import schema
from tests.conftest import settings_of
from tests.support import databases
from tests.support.clock import Clock
from tests.support.everywhere import Everywhere, all_of_it


@pytest.fixture(scope="session")
def _everywhere(
    database_kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Everywhere]:
    folder = tmp_path_factory.mktemp("everywhere")
    if database_kind == "sqlite":
        url = request.getfixturevalue("sqlite_stock").fresh(folder)
    else:
        server = request.config.petunias_postgres
        url = databases.create_database(server, f"petunias_everywhere_{databases.process_name()}")
        schema.upgrade(url)
    with all_of_it(settings_of(folder / "data", url), Clock()) as made:
        yield made


@pytest.fixture
def everywhere(_everywhere: Everywhere) -> Iterator[Everywhere]:
    """The demo world with something waiting in every corner, and everybody in it, to walk about.

    One for the run, as making it takes longer than most tests; each test finds it as it began.
    """
    _everywhere.take_place()
    yield _everywhere
    _everywhere.rewind()
