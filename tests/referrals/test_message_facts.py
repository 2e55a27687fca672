"""The facts in a message: read as people write them, and refused with their place when they are wrong."""

from datetime import date

import pytest

from referrals.message_facts import MessageWrong, patient_of, urgency_of, why_now_of
from referrals.vocabulary import Urgency
from tests.cast_messages import SERVICE_REQUEST, THE_PATIENT

TODAY = date(2026, 11, 22)


def patient(**changes):
    return patient_of({**THE_PATIENT, **changes}, TODAY)


def test_who_it_is_and_how_to_reach_them():
    found = patient()
    assert (found.name, found.nhs_number, found.born_on) == (
        "Maya Thornton", "9990000018", date(1948, 5, 17),
    )  # fmt: skip
    assert (found.phone, found.email) == ("07700 900123", "maya@example.org")
    assert (found.address, found.postcode, found.language) == (
        "4 Mill Lane, Anytown", "NE6 1AB", "English",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ([{"text": "Maya Thornton"}], "Maya Thornton"),
        ([{"family": "Old", "use": "maiden"}, {"family": "New", "use": "official"}], "New"),
        ([{"given": ["Ma\u0000ya\ud800", 7], "family": "Thorn\u202eton"}], "Maya Thorn\u202eton"),
    ],
)
def test_a_name_is_read_as_it_is_written(name, said):
    assert patient(name=name).name == said


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": []}, "patient's name"),
        ({"name": [{"text": "\ud800"}]}, "patient's name"),
        ({"name": [{"text": "x" * 201}]}, "longer than 200"),
        ({"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000019"}]},
         "NHS number is not right"),
        ({"birthDate": "1948"}, "no date of birth"),
        ({"birthDate": "2027-01-01"}, "no date of birth"),
        ({"birthDate": "1948-13-40"}, "no date of birth"),
        ({"birthDate": ["1948-05-17"]}, "no date of birth"),
        ({"telecom": [], "address": []}, "way to reach"),
        ({"telecom": [{"system": "email", "value": "a b"}]}, "no e-mail"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(changes, says):
    with pytest.raises(MessageWrong, match=says):
        patient(**changes)


def test_an_old_number_is_not_used_and_no_number_is_fine():
    assert patient(telecom=[{"system": "phone", "value": "1", "use": "old"}]).phone == ""
    assert patient(identifier=[]).nhs_number == ""
    assert patient(birthDate=None).born_on is None


@pytest.mark.parametrize(
    ("priority", "urgency"),
    [("routine", Urgency.ROUTINE), ("urgent", Urgency.SOON), ("asap", Urgency.URGENT),
     ("stat", Urgency.URGENT)],
)  # fmt: skip
def test_how_soon(priority, urgency):
    assert urgency_of({"priority": priority}) is urgency
    assert urgency_of({}) is Urgency.ROUTINE


@pytest.mark.parametrize("priority", ["soon", 7, None, ["stat"]])
def test_an_unknown_priority_is_refused(priority):
    with pytest.raises(MessageWrong, match="routine, urgent, asap or stat"):
        urgency_of({"priority": priority})


def test_why_now_is_the_reasons_then_the_notes_each_once():
    assert why_now_of(SERVICE_REQUEST) == (
        "Lonely since her husband died\n\nShe has stopped cooking."
    )
    coded = {"reasonCode": [{"coding": [{"display": "Lonely"}]}], "note": [{"text": "Lonely"}]}
    assert why_now_of(coded) == "Lonely"


@pytest.mark.parametrize(
    "request_", [{}, {"reasonCode": "x"}, {"note": [{"text": 7}]}, {"note": [{"text": "x" * 4001}]}]
)
def test_why_now_must_be_said_and_not_too_long(request_):
    with pytest.raises(MessageWrong):
        why_now_of(request_)
