"""/healthz: what a monitor reads."""

import pytest

from kernel.worker import TICK, TimedRun
from tests.support.databases import close


@pytest.fixture
def looked(app, clock):
    """Let it be as if the worker had just looked."""
    with app.extensions["petunias"].database.writing() as session:
        session.add(TimedRun(name=TICK, ran_at=clock.now))


def test_it_names_database_worker_index_and_outbox(client):
    told = client.get("/healthz").json
    assert {"ok", "database", "worker", "index", "outbox"} <= set(told)
    assert all(set(line) == {"ok", "value"} for name, line in told.items() if name != "ok")


def test_a_worker_that_never_looked_is_not_well_but_pages_are_served(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert not answer.json["worker"]["ok"] and not answer.json["ok"]
    assert answer.json["worker"]["value"] == "last looked never"


def test_a_worker_that_looked_is_well_until_three_minutes_have_passed(client, looked, clock):
    assert client.get("/healthz").json["worker"]["ok"]
    clock.passes(minutes=4)
    assert not client.get("/healthz").json["worker"]["ok"]


def test_something_that_waits_for_long_is_not_well(app, client, clock):
    from uuid import uuid4

    from kernel.outbox import OutboxItem

    with app.extensions["petunias"].database.writing() as session:
        session.add(OutboxItem(listener="somebody", payload={"id": str(uuid4())},
                               announced_at=clock.now, due_at=clock.now))  # fmt: skip
    assert client.get("/healthz").json["outbox"]["ok"]
    clock.passes(minutes=6)
    told = client.get("/healthz").json["outbox"]
    assert told == {"ok": False, "value": "1 waiting, oldest 360 s, 0 failing"}


def test_it_answers_without_a_database(tmp_path):
    from config import Settings
    from wsgi import create_app

    made = create_app(
        Settings(data=tmp_path, database_url="sqlite:////nowhere/x.sqlite",
                 address="http://localhost", secret_key="k" * 40, audit_key="k" * 40,
                 is_testing=True)
    )  # fmt: skip
    answer = made.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json["database"] == {"ok": False, "value": "away"}
    close(made)


def test_nobody_keeps_what_it_says(client):
    assert "no-cache" in client.get("/healthz").headers["Cache-Control"]
