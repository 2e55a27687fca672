"""What we answer is FHIR by its own rules, in plain words, and repeats nothing about the patient."""

import json
from datetime import date
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome

from referrals.message_in import read
from referrals.message_out import answer, capability, outcome
from tests.cast import NOON
from tests.cast_messages import MESSAGE_ID, ODS_CODE, a_message

REFERRAL = UUID("5f4dcc3b-5aa7-45d6-9d83-27deb882cf99")
INCOMING = read(a_message(), practice_code=ODS_CODE, today=date(2026, 11, 22))
SAID = answer(INCOMING, REFERRAL, address="http://localhost", at=NOON)


def test_the_answer_is_a_message_that_names_the_one_it_answers():
    bundle = Bundle.model_validate(SAID)
    header = bundle.entry[0].resource
    assert header.response.identifier == MESSAGE_ID
    assert header.eventCoding.code == "servicerequest-response"
    assert header.focus[0].reference == bundle.entry[1].fullUrl == f"urn:uuid:{REFERRAL}"


def test_it_repeats_nothing_about_the_patient():
    for words in ("Maya", "Thornton", "9990000018", "husband", "900123"):
        assert words not in json.dumps(SAID)


@pytest.mark.parametrize("where", ["", "Patient.name"])
def test_a_refusal_is_an_operation_outcome(where):
    said = outcome("Give the patient's name.", code="required", where=where)
    issue = OperationOutcome.model_validate(said).issue[0]
    assert (issue.code, issue.diagnostics) == ("required", "Give the patient's name.")


def test_what_we_can_do_is_said_in_fhir():
    said = CapabilityStatement.model_validate(capability(address="http://localhost", at=NOON))
    assert (said.fhirVersion, said.messaging[0].supportedMessage[0].mode) == ("4.0.1", "receiver")
