"""A message is read whole, or refused with a sentence and a place; nothing in it is a fault."""

import json
from datetime import date

import pytest
from fhir.resources.R4B.bundle import Bundle

from referrals.message_facts import MessageWrong
from referrals.message_in import LARGEST, parsed, read
from tests.cast_messages import (
    MESSAGE_ID,
    ODS_CODE,
    PATIENT,
    REQUEST,
    THE_CONSENT,
    a_message,
    as_body,
)

TODAY = date(2026, 11, 22)


def of(message, code=ODS_CODE):
    return read(message, practice_code=code, today=TODAY)


def test_the_sample_is_a_message_by_fhirs_own_rules():
    Bundle.model_validate(a_message())


def test_it_says_by_which_names_the_answer_calls_them():
    incoming = of(a_message())
    assert (incoming.message_id, incoming.subject, incoming.request) == (
        MESSAGE_ID, PATIENT, REQUEST,
    )  # fmt: skip
    assert incoming.may_report


def test_resources_may_be_called_by_kind_and_id():
    message = json.loads(
        json.dumps(a_message())
        .replace('"reference": "urn:uuid:request-1"', '"reference": "ServiceRequest/request-1"')
        .replace('"reference": "urn:uuid:patient-1"', '"reference": "Patient/patient-1"')
    )
    assert of(message).subject == "Patient/patient-1"


def test_a_consent_to_support_alone_is_none_to_reports():
    assert not of(a_message(Consent={"provision": {"type": "permit"}})).may_report


@pytest.mark.parametrize(
    ("message", "code", "says"),
    [
        ([], "required", "no resourceType"),
        ({"resourceType": "Patient"}, "invalid", "Bundle of the type message"),
        ({**a_message(), "type": "batch"}, "invalid", "Bundle of the type message"),
        ({**a_message(), "entry": []}, "required", "1 to 100 entries"),
        ({**a_message(), "entry": [{}]}, "required", "no resource here"),
        ({**a_message(), "entry": [{"resource": {"resourceType": 7}}]}, "invalid", "what kind"),
        ({**a_message(), "entry": list(reversed(a_message()["entry"]))}, "invalid", "first entry"),
        (a_message(MessageHeader={"id": None}), "required", "an id"),
        (a_message(MessageHeader={"id": "has spaces"}), "required", "an id"),
        (a_message(MessageHeader={"eventCoding": {"code": "booking-request"}}), "not-supported",
         "no other event"),
        (a_message(MessageHeader={"reason": {"coding": [{"code": "update"}]}}), "not-supported",
         "new referrals only"),
        (a_message(MessageHeader={"focus": []}), "required", "one ServiceRequest"),
        (a_message(MessageHeader={"focus": [{"reference": PATIENT}]}), "required",
         "ServiceRequest that this points at"),
        (a_message(ServiceRequest={"status": "revoked"}), "invalid", "that is active"),
        (a_message(ServiceRequest={"subject": {"reference": "urn:uuid:nobody"}}), "required",
         "Patient that this points at"),
        (a_message(without="PractitionerRole"), "required", "PractitionerRole"),
        (a_message(without="Organization"), "forbidden", "whose key you use"),
        (a_message(PractitionerRole={"organization": {}}), "forbidden", "whose key you use"),
        (a_message(Patient={"generalPractitioner": []}), "forbidden", "must be your own"),
        (a_message(without="Consent"), "business-rule", "State the patient's consent"),
        (a_message(Consent={"status": "inactive"}), "business-rule", "consent"),
        (a_message(Consent={"provision": {"type": "deny"}}), "business-rule", "says no"),
        (a_message(Consent={"patient": {"reference": "urn:uuid:somebody-else"}}), "business-rule",
         "consent"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(message, code, says):
    with pytest.raises(MessageWrong, match=says) as wrong:
        of(message)
    assert wrong.value.code == code
    assert wrong.value.where or code == "too-long"


def saying(**provision):
    """A message whose consent is a yes to reports, with something more."""
    purpose = THE_CONSENT["provision"]["purpose"]
    return a_message(Consent={"provision": {"type": "permit", "purpose": purpose, **provision}})


def with_another(**facts):
    """A message with one more consent of the patient, by whichever name they are called."""
    message = a_message()
    another = {**THE_CONSENT, "id": "consent-2", **facts}
    message["entry"].append({"fullUrl": "urn:uuid:consent-2", "resource": another})
    return message


NO = {"provision": {"type": "deny"}}
OVER = {"provision": {"type": "permit", "period": {"end": "2019-12-31"}}}


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (with_another(**NO), "says no"),
        (with_another(**NO, patient={"reference": "Patient/patient-1"}), "says no"),
        (with_another(**OVER), "does not stand today"),
        (saying(provision=[{"type": "deny"}]), "says no"),
        (saying(provision=[{"type": "permit", "provision": [{"type": "deny"}]}]), "says no"),
    ],
)  # fmt: skip
def test_a_no_anywhere_is_a_no(message, says):
    with pytest.raises(MessageWrong, match=says) as wrong:
        of(message)
    assert wrong.value.code == "business-rule"


@pytest.mark.parametrize(
    "facts",
    [NO | {"status": "inactive"}, NO | {"patient": {"reference": "urn:uuid:somebody-else"}},
     {"provision": {"type": "permit"}}],
)  # fmt: skip
def test_what_is_no_consent_of_theirs_forbids_nothing(facts):
    assert of(with_another(**facts)).may_report


@pytest.mark.parametrize(
    "period",
    [{"start": "2019-01-01", "end": "2019-12-31"}, {"end": "2026-11-21"}, {"end": "2026-10"},
     {"end": "2025"}, {"end": "2026-11-22T08:00:00+00:00"}, {"end": "2026-11-21T23:59:59Z"},
     {"start": "2026-11-23"}, {"start": "2026-12"}, {"start": "2027"},
     {"start": "2026-11-23T00:00:00Z"}],
)  # fmt: skip
def test_a_yes_of_another_day_is_none(period):
    with pytest.raises(MessageWrong, match="does not stand today"):
        of(saying(period=period))


@pytest.mark.parametrize(
    "period",
    [{}, {"start": "2026-11-22"}, {"start": "2026-11-22T11:00:00Z", "end": "2027-11-22T11:00:00Z"},
     {"end": "2026-11-22"}, {"end": "2026-11"}, {"end": "2026"}, {"start": "2026"}],
)  # fmt: skip
def test_a_yes_that_stands_today_is_one(period):
    assert of(saying(period=period)).may_report


@pytest.mark.parametrize(
    "period",
    ["always", [], {"end": 2030}, {"end": "soon"}, {"end": "2026-02-31"}, {"start": "0000"},
     {"start": "2026-11-22T25:00:00Z"}, {"start": "0001-01-01T00:00:00+14:00"}],
)  # fmt: skip
def test_a_period_that_cannot_be_read_is_refused(period):
    with pytest.raises(MessageWrong, match="cannot read this period"):
        of(saying(period=period))


def test_another_practices_patient_is_not_taken():
    with pytest.raises(MessageWrong, match="whose key you use"):
        of(a_message(), code="B82002")
    other = {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code",
                            "value": "B82002"}}  # fmt: skip
    with pytest.raises(MessageWrong, match="must be your own"):
        of(a_message(Patient={"generalPractitioner": [other]}))


def test_a_practice_without_a_code_sends_nothing():
    with pytest.raises(MessageWrong, match="whose key you use"):
        of(a_message(), code="")


class TestBytes:
    def test_json_is_read(self):
        assert parsed(as_body(a_message())) == a_message()

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"\xff\xfe", b"NaN", b'{"a": Infinity}', b'{"a": 1, "a": 2}', b"1" * 5000,
         b"[" * 100_000, b'{"a":' * 50_000],
    )  # fmt: skip
    def test_what_is_no_json_is_refused(self, body):
        with pytest.raises(MessageWrong, match="no JSON"):
            parsed(body)

    def test_too_large_and_too_deep_are_refused(self):
        with pytest.raises(MessageWrong, match="too large") as wrong:
            parsed(b" " * (LARGEST + 1))
        assert wrong.value.code == "too-long"
        with pytest.raises(MessageWrong, match="too deeply"):
            parsed(b"[" * 30 + b"]" * 30)
