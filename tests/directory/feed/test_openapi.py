import json

from openapi_spec_validator import OpenAPIV31SpecValidator

from directory.feed.openapi import document
from directory.feed.parameters import Endpoint, parameters_of

DOCUMENT = document(title="Anytown", base_url="https://directory.example/api/oruk/v3/")


def test_the_document_is_valid_openapi():
    plain = json.loads(json.dumps(DOCUMENT))
    assert [error.message for error in OpenAPIV31SpecValidator(plain).iter_errors()] == []


def test_all_eleven_endpoints_are_in_it():
    assert set(DOCUMENT["paths"]) == {str(one) for one in Endpoint if not one.startswith("v1")}
    assert len(DOCUMENT["paths"]) == 11


def test_every_endpoint_says_what_may_be_asked():
    for endpoint in Endpoint:
        if endpoint.startswith("v1"):
            continue
        said = DOCUMENT["paths"][str(endpoint)]["get"]["parameters"]
        asked = {parameter["name"] for parameter in said if parameter["in"] == "query"}
        assert asked == {parameter.name for parameter in parameters_of(endpoint)}


def test_the_address_of_the_feed_has_no_stroke_at_its_end():
    assert DOCUMENT["servers"] == [{"url": "https://directory.example/api/oruk/v3"}]
