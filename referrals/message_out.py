"""What is answered to a practice's own system, in FHIR R4: taken, refused and why, what we can do."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from referrals.message_in import EVENTS, NEW, REASONS, RESPONSE, Incoming

PATH = "/api/fhir/$process-message"
TYPE = "application/fhir+json"
REQUESTS = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-request-referral"
ANSWERS = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-response-referral"

Json = dict[str, Any]


def answer(incoming: Incoming, referral_id: UUID, *, address: str, at: datetime) -> Json:
    """The message that says that a referral was taken. It repeats nothing about the patient."""
    header_id, moment = str(uuid5(referral_id, "answer")), at.isoformat(timespec="seconds")
    header = {
        "resourceType": "MessageHeader", "id": header_id,
        "eventCoding": {"system": EVENTS, "code": RESPONSE},
        "source": {"name": "Petunias", "endpoint": f"{address}{PATH}"},
        "reason": {"coding": [{"system": REASONS, "code": NEW}]},
        "response": {"identifier": incoming.message_id, "code": "ok"},
        "focus": [{"reference": f"urn:uuid:{referral_id}"}], "definition": ANSWERS,
    }  # fmt: skip
    request = {
        "resourceType": "ServiceRequest", "id": str(referral_id), "status": "active",
        "intent": "order", "subject": {"reference": incoming.subject}, "authoredOn": moment,
        "basedOn": [{"reference": incoming.request}],
    }  # fmt: skip
    return {
        "resourceType": "Bundle", "type": "message", "timestamp": moment,
        "entry": [
            {"fullUrl": f"urn:uuid:{header_id}", "resource": header},
            {"fullUrl": f"urn:uuid:{referral_id}", "resource": request},
        ],
    }  # fmt: skip


def outcome(text: str, *, code: str, where: str = "") -> Json:
    """A refusal, in plain words."""
    issue: Json = {"severity": "error", "code": code, "diagnostics": text,
                   "details": {"text": text}}  # fmt: skip
    if where:
        issue["expression"] = [where]
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def capability(*, address: str, at: datetime) -> Json:
    """What this server takes: one message, and nothing is read from it."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "experimental": True,
        "date": at.isoformat(timespec="seconds"),
        "kind": "instance",
        "fhirVersion": "4.0.1",
        "format": [TYPE],
        "description": "Takes referrals of a practice's own patients. Not assured by NHS England.",
        "implementation": {"description": "Petunias", "url": f"{address}/api/fhir"},
        "rest": [
            {
                "mode": "server",
                "security": {
                    "description": "A key of the practice, as a bearer token.",
                    "service": [{"text": "Bearer key"}],
                },
                "operation": [
                    {
                        "name": "process-message",
                        "definition": "http://hl7.org/fhir/OperationDefinition/"
                        "MessageHeader-process-message",
                    }
                ],
            }
        ],
        "messaging": [{"supportedMessage": [{"mode": "receiver", "definition": REQUESTS}]}],
    }
