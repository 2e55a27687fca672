"""The watchful client watches the real application, on each database."""

from uuid import uuid4

import pytest

from kernel.database import Base
from kernel.links import OneUseLink
from kernel.outbox import OutboxItem

FAILED = pytest.fail.Exception


@pytest.fixture
def careless(app):
    """A visitor to an application with addresses that nobody should write."""
    wiring = app.extensions["petunias"]

    @app.route("/forgetful", methods=["GET", "POST"])
    def forgetful() -> str:
        with wiring.database.writing() as session:
            session.add(
                OneUseLink(
                    purpose="test",
                    subject_id=uuid4(),
                    digest=uuid4().hex,
                    made_at=wiring.clock(),
                    expires_at=wiring.clock(),
                )
            )
        return "kept"

    @app.route("/ill-made")
    def ill_made() -> str:
        return "<p>no document around it"

    @app.route("/faulty")
    def faulty() -> str:
        raise ZeroDivisionError

    return app.test_client()


def test_the_application_answers(client):
    assert client.get("/healthz").json["database"]["ok"] is True


def test_reading_that_writes_is_caught(careless):
    with pytest.raises(FAILED, match=r"GET /forgetful changed \['one_use_link'\]"):
        careless.get("/forgetful")


def test_writing_that_is_not_audited_is_caught(careless):
    with pytest.raises(FAILED, match="nothing was audited"):
        careless.post("/forgetful")


@pytest.mark.one_database
def test_an_ill_made_page_is_caught(careless):
    with pytest.raises(FAILED, match="GET /ill-made is not well made"):
        careless.get("/ill-made")


def test_a_fault_is_caught_unless_it_is_expected(careless):
    with pytest.raises(FAILED, match="GET /faulty answered 500"):
        careless.get("/faulty")
    careless.expects_faults = True
    assert careless.get("/faulty").status_code == 500


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_begins_with_an_empty_database(database, clock, time):
    with database.writing() as session:
        assert session.query(OneUseLink).count() == 0
        session.add(
            OneUseLink(
                purpose=time, subject_id=uuid4(), digest="d", made_at=clock(), expires_at=clock()
            )
        )


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_one_session_of_a_test_keeps_nothing(session, clock, time):
    assert session.query(OneUseLink).count() == 0
    session.add(
        OneUseLink(
            purpose=time, subject_id=uuid4(), digest="d", made_at=clock(), expires_at=clock()
        )
    )
    session.flush()


def test_a_job_that_fails_fails_the_test(app, work, clock):
    with app.extensions["petunias"].database.writing() as session:
        session.add(OutboxItem(listener="nobody", payload={}, announced_at=clock(), due_at=clock()))
    with pytest.raises(AssertionError, match="Nobody listens under the name 'nobody'"):
        work()


def test_the_database_is_the_one_that_was_asked_for(database, database_kind):
    assert database.engine.dialect.name == database_kind
    assert {"one_use_link", "audit_line"} <= set(Base.metadata.tables)
