"""The cast of messages: a referral as a practice's own system sends it, whole, and a key to send it with."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from referrals.operations import messages
from tests.cast import NOON, a_lead_ntp, a_link_worker, a_practice
from tests.cast_referrals import NHS_NUMBER, a_practice_manager, named_worker, sharing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from kernel.access import Actor

ODS_CODE = "A81001"
MESSAGE_ID = "1cbdfb97-5859-48a4-8301-d54eab818d68"
EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
PATIENT, REQUEST = "urn:uuid:patient-1", "urn:uuid:request-1"
ROLE, PRACTICE = "urn:uuid:role-1", "urn:uuid:practice-1"

HEADER: dict[str, Any] = {
    "resourceType": "MessageHeader", "id": MESSAGE_ID,
    "eventCoding": {"system": EVENTS, "code": "servicerequest-request"},
    "sender": {"reference": PRACTICE},
    "source": {"name": "Practice system", "endpoint": "https://practice.example/fhir"},
    "reason": {
        "coding": [
            {"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "new"}
        ]
    },
    "focus": [{"reference": REQUEST}],
}  # fmt: skip
SERVICE_REQUEST: dict[str, Any] = {
    "resourceType": "ServiceRequest", "id": "request-1", "status": "active", "intent": "order",
    "priority": "urgent", "subject": {"reference": PATIENT}, "requester": {"reference": ROLE},
    "authoredOn": "2026-11-22T11:58:00+00:00",
    "category": [
        {
            "coding": [
                {
                    "system": "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest",
                    "code": "referral",
                }
            ]
        }
    ],
    "reasonCode": [{"text": "Lonely since her husband died"}],
    "note": [{"text": "She has stopped cooking."}],
}  # fmt: skip
THE_PATIENT: dict[str, Any] = {
    "resourceType": "Patient", "id": "patient-1",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NHS_NUMBER}],
    "name": [{"use": "official", "family": "Thornton", "given": ["Maya"]}],
    "telecom": [
        {"system": "phone", "value": "0191 498 0199", "use": "home"},
        {"system": "phone", "value": "07700 900123", "use": "mobile"},
        {"system": "email", "value": "maya@example.org"},
    ],
    "birthDate": "1948-05-17",
    "address": [{"use": "home", "line": ["4 Mill Lane"], "city": "Anytown", "postalCode": "ne6 1ab"}],
    "communication": [{"language": {"text": "English"}}],
    "generalPractitioner": [{"reference": PRACTICE}],
}  # fmt: skip
THE_ROLE: dict[str, Any] = {
    "resourceType": "PractitionerRole", "id": "role-1", "organization": {"reference": PRACTICE},
}  # fmt: skip
THE_PRACTICE: dict[str, Any] = {
    "resourceType": "Organization", "id": "practice-1", "name": "Weaver Street Surgery",
    "identifier": [
        {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": ODS_CODE}
    ],
}  # fmt: skip
THE_CONSENT: dict[str, Any] = {
    "resourceType": "Consent", "id": "consent-1", "status": "active",
    "scope": {
        "coding": [
            {
                "system": "http://terminology.hl7.org/CodeSystem/consentscope",
                "code": "patient-privacy",
            }
        ]
    },
    "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
    "patient": {"reference": PATIENT}, "dateTime": "2026-11-22",
    "policyRule": {"text": "Told the nurse"},
    "provision": {
        "type": "permit",
        "purpose": [
            {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"},
            {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "COC"},
        ],
    },
}  # fmt: skip


def a_message(*, without: str = "", **changes: dict[str, Any]) -> dict[str, Any]:
    """A referral of Maya Thornton. `Patient={…}` changes a resource, `without="Consent"` leaves one out."""
    resources = {
        "urn:uuid:header-1": HEADER, REQUEST: SERVICE_REQUEST, PATIENT: THE_PATIENT,
        ROLE: THE_ROLE, PRACTICE: THE_PRACTICE, "urn:uuid:consent-1": THE_CONSENT,
    }  # fmt: skip
    return copy.deepcopy({
        "resourceType": "Bundle", "type": "message", "timestamp": "2026-11-22T12:00:00+00:00",
        "entry": [
            {"fullUrl": name, "resource": {**one, **changes.get(one["resourceType"], {})}}
            for name, one in resources.items() if one["resourceType"] != without
        ],
    })  # fmt: skip


def as_body(message: Any) -> bytes:
    """A message as it travels."""
    return json.dumps(message).encode()


def a_connected_practice(session: Session) -> tuple[Actor, str]:
    """A practice with an ODS code, an agreement and a named link worker: its manager, and a good key."""
    practice, lead = a_practice(session), a_lead_ntp(session)
    practice.code = ODS_CODE
    sharing(session, practice, lead)
    named_worker(session, practice, a_link_worker(session, name="Asha Begum"))
    manager = a_practice_manager(session, name="Pat Manager")
    return manager, messages.make_key(session, manager, name="EMIS server", at=NOON)
