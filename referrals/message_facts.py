"""The facts of a referral that came as a message: who the patient is, and why they are referred.

Words are composed and cleaned, never cut; what is wrong is refused with its place in the message.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.errors import RuleBroken
from referrals import nhs_numbers
from referrals.vocabulary import Urgency

LONGEST_NAME, LONGEST_TEXT, LONGEST_POSTCODE = 200, 4000, 10
FIRST_YEAR = 1900
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
URGENCY = {
    "routine": Urgency.ROUTINE, "urgent": Urgency.SOON, "asap": Urgency.URGENT,
    "stat": Urgency.URGENT,
}  # fmt: skip

Resource = Mapping[str, Any]


class MessageWrong(RuleBroken):
    """A message cannot be taken: `code` is FHIR's kind of issue, `where` the place in the message."""

    def __init__(self, message: str, *, code: str = "invalid", where: str = "") -> None:
        super().__init__(message)
        self.code, self.where = code, where


@dataclass(frozen=True)
class Patient:
    """Who is referred."""

    name: str
    nhs_number: str
    born_on: date | None
    phone: str
    email: str
    address: str
    postcode: str
    language: str


def patient_of(patient: Resource, today: date) -> Patient:
    """Who is referred; a name and a way to reach them are needed."""
    facts = Patient(
        name=_name(patient), nhs_number=_nhs_number(patient), born_on=_born_on(patient, today),
        phone=_telecom(patient, "phone"), email=_telecom(patient, "email"),
        address=_address(patient), postcode=_postcode(patient), language=_language(patient),
    )  # fmt: skip
    if facts.email and not EMAIL.fullmatch(facts.email):
        raise MessageWrong("That is no e-mail address.", where="Patient.telecom")
    if not (facts.phone or facts.email or facts.address):
        raise MessageWrong(
            "Give a way to reach the patient: phone, e-mail or address.", code="required",
            where="Patient.telecom",
        )  # fmt: skip
    return facts


def _name(patient: Resource) -> str:
    names = [one for one in listed(patient.get("name")) if isinstance(one, dict)]
    official = [one for one in names if one.get("use") == "official"]
    for name in (official or names)[:1]:
        parts = [*listed(name.get("given")), name.get("family")]
        said = " ".join(filter(None, (_words(part, LONGEST_NAME) for part in parts)))
        said = said or _words(name.get("text"), LONGEST_NAME)
        if said:
            return said
    raise MessageWrong("Give the patient's name.", code="required", where="Patient.name")


def _nhs_number(patient: Resource) -> str:
    for one in listed(patient.get("identifier")):
        if isinstance(one, dict) and one.get("system") == NHS_NUMBER:
            try:
                return nhs_numbers.read(_words(one.get("value"), LONGEST_NAME))
            except RuleBroken as wrong:
                raise MessageWrong(wrong.message, where="Patient.identifier") from wrong
    return ""


def _born_on(patient: Resource, today: date) -> date | None:
    found = patient.get("birthDate")
    if found is None:
        return None
    try:
        day = date.fromisoformat(found) if DAY.fullmatch(str(found)) else None
    except (TypeError, ValueError):
        day = None
    if day is None or day.year < FIRST_YEAR or day > today:
        raise MessageWrong("That is no date of birth.", code="value", where="Patient.birthDate")
    return day


def _telecom(patient: Resource, system: str) -> str:
    found = [
        one for one in listed(patient.get("telecom"))
        if isinstance(one, dict) and one.get("system") == system and one.get("use") != "old"
    ]  # fmt: skip
    found.sort(key=lambda one: one.get("use") != "mobile")
    return _words(found[0].get("value"), LONGEST_NAME) if found else ""


def _addresses(patient: Resource) -> list[Resource]:
    return [one for one in listed(patient.get("address")) if isinstance(one, dict)
            and one.get("use") != "old"]  # fmt: skip


def _address(patient: Resource) -> str:
    for one in _addresses(patient)[:1]:
        parts = [*listed(one.get("line")), one.get("city")]
        said = ", ".join(filter(None, (_words(part, LONGEST_NAME) for part in parts)))
        return said or _words(one.get("text"), LONGEST_TEXT)
    return ""


def _postcode(patient: Resource) -> str:
    return next(
        (_words(one.get("postalCode"), LONGEST_POSTCODE).upper() for one in _addresses(patient)), ""
    )


def _language(patient: Resource) -> str:
    for one in listed(patient.get("communication"))[:1]:
        language = one.get("language") if isinstance(one, dict) else None
        return next(iter(_said(language)), "")
    return ""


def urgency_of(request: Resource) -> Urgency:
    """How soon; in the usual time where nothing is said."""
    priority = request.get("priority", "routine")
    if not isinstance(priority, str) or priority not in URGENCY:
        raise MessageWrong("Choose routine, urgent, asap or stat.", where="ServiceRequest.priority")
    return URGENCY[priority]


def why_now_of(request: Resource) -> str:
    """Why they are referred now: the reasons, then the notes."""
    reasons = [said for one in listed(request.get("reasonCode")) for said in _said(one)]
    notes = [_words(one.get("text"), LONGEST_TEXT) for one in listed(request.get("note"))
             if isinstance(one, dict)]  # fmt: skip
    said = "\n\n".join(filter(None, dict.fromkeys((*reasons, *notes))))
    if not said:
        raise MessageWrong(
            "Say why you refer now, as a reason or a note.", code="required",
            where="ServiceRequest.reasonCode",
        )  # fmt: skip
    if len(said) > LONGEST_TEXT:
        raise MessageWrong(
            "Say why you refer in 4,000 characters or fewer.", code="too-long",
            where="ServiceRequest.note",
        )  # fmt: skip
    return said


def _said(concept: Any) -> list[str]:
    """What a coded concept says in words: its text, or else what its codes are called."""
    if not isinstance(concept, dict):
        return []
    text = _words(concept.get("text"), LONGEST_TEXT)
    shown = [_words(one.get("display"), LONGEST_TEXT) for one in codings(concept)]
    return [text] if text else [one for one in shown if one]


def codings(concept: Any) -> list[Resource]:
    """The codes of a coded concept."""
    found = concept.get("coding") if isinstance(concept, dict) else None
    return [one for one in listed(found) if isinstance(one, dict)]


def field(value: Any, name: str, where: str) -> Any:
    """A part that must be there."""
    if not isinstance(value, dict) or value.get(name) is None:
        raise MessageWrong(f"There is no {name} here.", code="required", where=where)
    return value[name]


def listed(value: Any) -> list[Any]:
    """What should be a list; nothing else counts as one."""
    return value if isinstance(value, list) else []


def _words(value: Any, longest: int) -> str:
    """Plain words: composed, without what is no character. Too many are refused, never cut."""
    if not isinstance(value, str):
        return ""
    said = "".join(
        char for char in unicodedata.normalize("NFC", value)
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"}
    ).strip()  # fmt: skip
    if len(said) > longest:
        raise MessageWrong(f"A text is longer than {longest:,} characters.", code="too-long")
    return said
