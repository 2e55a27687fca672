"""The OpenAPI 3.1 document of the open feed, made from the same table that reads the questions."""

from typing import Any

from directory.feed import ndjson
from directory.feed.parameters import Endpoint, Parameter, parameters_of
from directory.feed.shapes import Json

LICENCE = {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"}
_LISTS = {
    Endpoint.SERVICES: ("Services", "service"),
    Endpoint.TAXONOMIES: ("Taxonomies", "taxonomy"),
    Endpoint.TAXONOMY_TERMS: ("Words of the taxonomies", "taxonomy_term"),
    Endpoint.SERVICE_AT_LOCATIONS: (
        "Services with the place where each happens",
        "service_at_location",
    ),
    Endpoint.ORGANIZATIONS: ("Organisations that run services", "organization"),
}
_ITEMS = {
    Endpoint.SERVICE: ("One service in full", "service"),
    Endpoint.TAXONOMY: ("One taxonomy", "taxonomy"),
    Endpoint.TAXONOMY_TERM: ("One word of a taxonomy", "taxonomy_term"),
    Endpoint.SERVICE_AT_LOCATION: ("One service at its place", "service_at_location"),
    Endpoint.ORGANIZATION: ("One organisation in full", "organization"),
}


def document(*, title: str, base_url: str, version: str = "3.0") -> Json:
    """The document for a feed at `base_url`, which ends in the address of `/`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": "Open Referral UK 3.0 (HSDS-UK 3.0). Open to all, without a key.",
            "license": LICENCE,
        },
        "servers": [{"url": base_url.rstrip("/")}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Json:
    paths: Json = {
        str(Endpoint.ROOT): {"get": _operation(Endpoint.ROOT, "About this feed", _ref("about"))}
    }
    for endpoint, (says, name) in _LISTS.items():
        paths[str(endpoint)] = {"get": _operation(endpoint, says, _page_of(name))}
    for endpoint, (says, name) in _ITEMS.items():
        paths[str(endpoint)] = {"get": _operation(endpoint, says, _ref(name))}
    return paths


def _operation(endpoint: Endpoint, says: str, schema: Json) -> Json:
    parameters = [_parameter(parameter) for parameter in parameters_of(endpoint)]
    answers = {"200": _answer("What was asked for.", schema)}
    if any(parameter.name == "format" for parameter in parameters_of(endpoint)):
        line = {"schema": {"type": "string"}}
        answers["200"]["content"] |= {ndjson.MEDIA_TYPE: line}
    if parameters:
        answers["400"] = _answer("A parameter could not be read.", _ref("fault"))
    if "{id}" in endpoint:
        parameters.insert(
            0,
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            },
        )
        answers["404"] = _answer("There is nothing with this id.", _ref("fault"))
    return {
        "operationId": endpoint.name.lower(),
        "summary": says,
        "parameters": parameters,
        "responses": answers,
    }


def _parameter(parameter: Parameter) -> Json:
    rules = {
        name: list(rule) if isinstance(rule, tuple) else rule
        for name, rule in parameter.kind.schema.items()
    }
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.says,
        "schema": rules,
    }


def _answer(says: str, schema: Json) -> Json:
    content = {"application/json": {"schema": schema}}
    return {"description": says, "content": content}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _page_of(name: str) -> Json:
    return {"allOf": [_ref("page"), _object(["contents"], contents=_list(_ref(name)))]}


def _object(required: list[str], **properties: Any) -> Json:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


_TEXT: Json = {"type": "string"}
_ID: Json = {"type": "string", "format": "uuid"}
_URL: Json = {"type": "string", "format": "uri"}
_EMAIL: Json = {"type": "string", "format": "email"}
_DAY: Json = {"type": "string", "format": "date"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_NUMBER: Json = {"type": "number"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_YES: Json = {"type": "boolean"}


def _schemas() -> Json:
    return (
        {
            "about": _object(
                ["version", "profile", "openapi_url"], version=_TEXT, profile=_URL, openapi_url=_URL
            ),
            "fault": _object(["message"], message=_TEXT, parameter=_TEXT),
            "page": _object(
                [
                    "total_items",
                    "total_pages",
                    "page_number",
                    "size",
                    "first_page",
                    "last_page",
                    "empty",
                    "contents",
                ],
                total_items=_COUNT,
                total_pages=_COUNT,
                page_number=_COUNT,
                size=_COUNT,
                first_page=_YES,
                last_page=_YES,
                empty=_YES,
                contents=_list({"type": "object"}),
            ),
        }
        | _services()
        | _places()
        | _words()
    )


def _services() -> Json:
    return {
        "service": _object(
            ["id"],
            id=_ID,
            organization_id=_ID,
            name=_TEXT,
            description=_TEXT,
            url=_URL,
            email=_EMAIL,
            status={"type": "string", "enum": ["active"]},
            minimum_age=_NUMBER,
            maximum_age=_NUMBER,
            eligibility_description=_TEXT,
            application_process=_TEXT,
            assured_date=_DAY,
            last_modified=_MOMENT,
            organization=_ref("organization"),
            schedules=_list(_ref("schedule")),
            service_at_locations=_list({"type": "object"}),
            service_areas=_list(_object(["id"], id=_ID, name=_TEXT)),
            languages=_list(_object(["id"], id=_ID, name=_TEXT)),
            cost_options=_list(_object(["id"], id=_ID, option=_TEXT, amount=_NUMBER)),
            contacts=_list(_object(["id"], id=_ID, title=_TEXT, email=_EMAIL)),
            attributes=_list(_object(["id"], id=_ID, taxonomy_term=_ref("taxonomy_term"))),
        ),
        "schedule": _object(
            ["id"],
            id=_ID,
            service_id=_ID,
            freq={"enum": ["WEEKLY", "MONTHLY"]},
            byday=_TEXT,
            opens_at=_TEXT,
            closes_at=_TEXT,
            description=_TEXT,
            attending_type=_TEXT,
        ),
        "organization": _object(
            ["id", "name", "description"],
            id=_ID,
            name=_TEXT,
            description=_TEXT,
            email=_EMAIL,
            website=_URL,
            legal_status=_TEXT,
            services=_list({"type": "object"}),
        ),
    }


def _places() -> Json:
    return {
        "location": _object(
            ["id", "location_type"],
            id=_ID,
            location_type={"type": "string", "enum": ["physical", "virtual"]},
            name=_TEXT,
            latitude=_NUMBER,
            longitude=_NUMBER,
            addresses=_list({"type": "object"}),
            accessibility=_list({"type": "object"}),
        ),
        "service_at_location": _object(
            ["id", "service_id", "location"],
            id=_ID,
            service_id=_ID,
            location_id=_ID,
            location=_ref("location"),
            service=_ref("service"),
        ),
    }


def _words() -> Json:
    return {
        "taxonomy": _object(
            ["id", "name", "description"], id=_ID, name=_TEXT, description=_TEXT, version=_TEXT
        ),
        "taxonomy_term": _object(
            ["id", "name", "description"],
            id=_ID,
            name=_TEXT,
            description=_TEXT,
            code=_TEXT,
            term=_TEXT,
            taxonomy=_TEXT,
            taxonomy_id=_ID,
        ),
    }
