"""Every address says who may use it, and reads like every other address."""

import re

import pytest
from werkzeug.routing import Rule

from web.access import Access

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MACHINES_NAMES = re.compile(
    r"\.well-known|[a-z0-9-]+\.(txt|xml|json|csv|ics|ico|png|svg|webmanifest|"
    r"css|js|pdf|ndjson|html|xlsx)"
)
PROMISED_NAMES = {"$process-message"}  # the name that FHIR gives this act
PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
READING = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture
def rules(app) -> list[Rule]:
    return list(app.url_map.iter_rules())


def test_every_route_says_who_may_use_it(app, rules):
    silent = [
        f"{rule.endpoint} {rule.rule}"
        for rule in rules
        if not isinstance(getattr(app.view_functions[rule.endpoint], "access", None), Access)
    ]
    assert [name for name in silent if not name.startswith("static ")] == []


def test_there_are_routes(rules):
    assert len({rule.endpoint for rule in rules}) > 20


def test_addresses_are_in_kebab_case(rules):
    wrong = [
        rule.rule
        for rule in rules
        for part in PARAMETER.sub("", rule.rule).split("/")
        if part
        and part not in PROMISED_NAMES
        and not KEBAB.fullmatch(part)
        and not MACHINES_NAMES.fullmatch(part)
    ]
    assert wrong == []


def test_an_address_that_names_a_record_names_it_by_uuid(rules):
    wrong = [
        rule.rule
        for rule in rules
        for kind, name in PARAMETER.findall(rule.rule)
        if name.endswith("_id") and kind != "uuid"
    ]
    assert wrong == []


def test_a_part_of_an_address_without_a_type_is_a_token_or_a_name(rules):
    untyped = {name for rule in rules for kind, name in PARAMETER.findall(rule.rule) if not kind}
    assert untyped <= {"token", "code", "sheet_code", "outcode", "name"}


def test_an_endpoint_is_called_after_its_view(app, rules):
    wrong = [
        f"{rule.endpoint}: {app.view_functions[rule.endpoint].__name__}"
        for rule in rules
        if rule.endpoint != "static"
        and app.view_functions[rule.endpoint].__name__ != rule.endpoint.rpartition(".")[2]
    ]
    assert wrong == []


def test_no_address_takes_anything_but_reading_and_posting(rules):
    assert [rule.rule for rule in rules if set(rule.methods or ()) - READING - {"POST"}] == []


def test_a_machines_way_in_is_never_a_persons(app, rules):
    """What is excused from the forgery guard lies under /api/ or answers a one-click header."""
    excused = {
        rule.rule
        for rule in rules
        if getattr(app.view_functions[rule.endpoint], "is_machine", False)
    }
    assert {rule for rule in excused if not rule.startswith(("/api/", "/unsubscribe/"))} == set()
