"""One application for the tests of the house: they read it, and never open its database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from config import Settings


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with everything that the demo adds."""
    from wsgi import create_app

    data = tmp_path_factory.mktemp("data")
    made = create_app(
        Settings(
            data=data,
            database_url=f"sqlite:///{data / 'none.sqlite'}",
            address="http://localhost",
            secret_key="k" * 40,
            audit_key="k" * 40,
            is_demo=True,
            is_testing=True,
        )
    )
    yield made
    made.extensions["petunias"].database.close()
