"""Any question at all may be asked of the open feed; none is answered with a fault of ours."""

import hypothesis
import pytest
import schemathesis
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import cast_directory as cast

V3 = "/api/oruk/v3"
SAMPLE = 12
CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


@pytest.fixture
def town(app, database):
    """A site with two listings, and the text of its feed's own description."""
    with database.writing() as session:
        area_id = cast.anytown(session)
        cast.a_listing(session, area_id=area_id)
        cast.a_listing(session, area_id=area_id, group="Knit and Natter", name="Knitting")
    return app


def test_questions_that_a_machine_makes_up_are_answered_as_the_feed_says(town, soak_factor):
    schema = schemathesis.openapi.from_wsgi(f"{V3}/openapi.json", town)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        strategy = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        strategy |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

        @hypothesis.settings(
            max_examples=SAMPLE * soak_factor,
            derandomize=soak_factor == 1,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(case=strategy)
        def ask(case):
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=CHECKS)

        ask()
    assert asked > SAMPLE * 5
