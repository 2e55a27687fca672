"""A referral as a practice's own system sends it: a FHIR R4 message in the manner of NHS England's BaRS.

Bytes in, facts out, or a sentence that says what is wrong and where. Nothing is guessed.
"""

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kernel.periods import day_in_london
from referrals.message_facts import (
    MessageWrong,
    Patient,
    Resource,
    codings,
    field,
    listed,
    patient_of,
    urgency_of,
    why_now_of,
)
from referrals.vocabulary import Urgency

LARGEST = 256 * 1024
DEEPEST = 24
MOST_ENTRIES = 100
MOMENT = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?",
    re.ASCII,
)
"""A date as FHIR writes it: a year, a month, a day, or a moment with its zone."""
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
REASONS = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ACT_REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
REQUEST, RESPONSE, NEW = "servicerequest-request", "servicerequest-response", "new"
TELL_BACK = "COC"
"""HL7's purpose “coordination of care” (v3 ActReason): a consent to it covers reports to the practice.

That it does is our reading; BaRS says nothing of it that we have seen.
"""


@dataclass(frozen=True)
class Incoming:
    """A referral that came as a message. `subject` and `request` name its resources, for the answer."""

    message_id: str
    patient: Patient
    urgency: Urgency
    why_now: str
    may_report: bool
    subject: str
    request: str


@dataclass(frozen=True)
class _Bundle:
    """The resources of a message, found by whatever they are called."""

    by_name: Mapping[str, Resource]

    def get(self, reference: Any, kind: str, where: str) -> tuple[str, Resource]:
        """What a reference points at, which must be of a kind and in the message."""
        name = field(reference, "reference", where)
        found = self.by_name.get(name) if isinstance(name, str) else None
        if found is None or found["resourceType"] != kind:
            raise MessageWrong(
                f"Put the {kind} that this points at into the message.", code="required",
                where=f"{where}.reference",
            )  # fmt: skip
        return str(name), found

    def named(self, reference: Any) -> Resource | None:
        """What a reference points at, if that is in the message."""
        name = reference.get("reference") if isinstance(reference, dict) else None
        return self.by_name.get(name) if isinstance(name, str) else None

    def all(self, kind: str) -> list[Resource]:
        """Every resource of a kind."""
        found = {id(one): one for one in self.by_name.values() if one["resourceType"] == kind}
        return list(found.values())


def parsed(body: bytes) -> Any:
    """The JSON of a message: not too large, not too deep, each name once, nothing but JSON."""
    if len(body) > LARGEST:
        raise MessageWrong("The message is too large. Send 256 kilobytes or less.", code="too-long")
    try:
        document = json.loads(body, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise MessageWrong("This is no JSON that we can read.", code="structure") from error
    if _is_too_deep(document):
        raise MessageWrong("The message is nested too deeply.", code="too-long")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) < len(pairs):
        raise ValueError("A name stands twice.")
    return names


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON.")


def _is_too_deep(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        level = [one for value in level for one in _inside(value)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def read(document: Any, *, practice_code: str, today: date) -> Incoming:
    """The referral in a message from the practice of an ODS code. Raises MessageWrong."""
    bundle, header = _opened(document)
    _check_event(header)
    request_name, request = _request(bundle, header)
    subject_name, patient = bundle.get(
        request.get("subject"), "Patient", "ServiceRequest.subject"
    )  # fmt: skip
    _check_practice(bundle, request, patient, practice_code)
    consent = _consent(bundle, patient, today)
    return Incoming(
        message_id=_id(header), patient=patient_of(patient, today),
        urgency=urgency_of(request), why_now=why_now_of(request),
        may_report=TELL_BACK in _purposes(consent), subject=subject_name, request=request_name,
    )  # fmt: skip


# ---- the message -----------------------------------------------------------------------------


def _opened(document: Any) -> tuple[_Bundle, Resource]:
    if field(document, "resourceType", "Bundle") != "Bundle" or document.get("type") != "message":
        raise MessageWrong("Send a Bundle of the type message.", where="Bundle.type")
    entries = document.get("entry")
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ENTRIES:
        raise MessageWrong(
            f"A message has 1 to {MOST_ENTRIES} entries.", code="required", where="Bundle.entry"
        )
    resources = [field(entry, "resource", f"Bundle.entry[{n}]") for n, entry in enumerate(entries)]
    for n, resource in enumerate(resources):
        if not isinstance(field(resource, "resourceType", f"Bundle.entry[{n}].resource"), str):
            raise MessageWrong("Say what kind of resource it is.", where=f"Bundle.entry[{n}]")
    if resources[0]["resourceType"] != "MessageHeader":
        raise MessageWrong("The first entry must be the MessageHeader.", where="Bundle.entry[0]")
    return _Bundle(dict(_names(entries, resources))), resources[0]


def _names(entries: list[Any], resources: list[Resource]) -> Iterator[tuple[str, Resource]]:
    """What a resource may be called in a reference: its full address, or its kind and id."""
    for entry, resource in zip(entries, resources, strict=True):
        if isinstance(entry.get("fullUrl"), str):
            yield entry["fullUrl"], resource
        if isinstance(resource.get("id"), str):
            yield f"{resource['resourceType']}/{resource['id']}", resource


def _id(header: Resource) -> str:
    found = header.get("id")
    if not isinstance(found, str) or not ID.fullmatch(found):
        raise MessageWrong(
            "Give the message an id, and keep it when you send it again.", code="required",
            where="MessageHeader.id",
        )  # fmt: skip
    return found


def _check_event(header: Resource) -> None:
    event = header.get("eventCoding")
    if not _is_coding(event, EVENTS, REQUEST):
        raise MessageWrong(
            f"We take {REQUEST} and no other event.", code="not-supported",
            where="MessageHeader.eventCoding",
        )  # fmt: skip
    reason = header.get("reason")
    if reason is not None and not any(_is_coding(one, REASONS, NEW) for one in codings(reason)):
        raise MessageWrong(
            "We take new referrals only. Ring the link worker to change one.",
            code="not-supported", where="MessageHeader.reason",
        )  # fmt: skip


def _is_coding(coding: Any, system: str, code: str) -> bool:
    return isinstance(coding, dict) and (coding.get("system"), coding.get("code")) == (system, code)


def _request(bundle: _Bundle, header: Resource) -> tuple[str, Resource]:
    focus = header.get("focus")
    if not isinstance(focus, list) or len(focus) != 1:
        raise MessageWrong(
            "A message is about one ServiceRequest.", code="required", where="MessageHeader.focus"
        )
    name, request = bundle.get(focus[0], "ServiceRequest", "MessageHeader.focus")
    if request.get("status") != "active":
        raise MessageWrong("Send a request that is active.", where="ServiceRequest.status")
    return name, request


# ---- whose patient, and with whose yes -------------------------------------------------------


def _check_practice(
    bundle: _Bundle, request: Resource, patient: Resource, practice_code: str
) -> None:
    """The key says whose message it is; who asks and whose patient it is must say the same."""
    role = bundle.get(request.get("requester"), "PractitionerRole", "ServiceRequest.requester")[1]
    asking = _codes_of(bundle, [role.get("organization")])
    own = [*listed(patient.get("generalPractitioner")), patient.get("managingOrganization")]
    if not practice_code or practice_code not in asking:
        raise MessageWrong(
            "The request must come from the practice whose key you use, by its ODS code.",
            code="forbidden", where="PractitionerRole.organization",
        )  # fmt: skip
    if practice_code not in _codes_of(bundle, own):
        raise MessageWrong(
            "The patient must be your own: name your practice by its ODS code.",
            code="forbidden", where="Patient.generalPractitioner",
        )  # fmt: skip


def _codes_of(bundle: _Bundle, references: Sequence[Any]) -> set[str]:
    """The ODS codes of the organisations that some references name, in the message or by identifier."""
    named = [one for one in references if isinstance(one, dict)]
    found = [bundle.by_name.get(str(one.get("reference"))) for one in named]
    identifiers = [one.get("identifier") for one in named]
    for organisation in found:
        if organisation is not None and organisation["resourceType"] == "Organization":
            identifiers += listed(organisation.get("identifier"))
    return {
        one["value"].strip().upper()
        for one in identifiers
        if isinstance(one, dict) and one.get("system") == ODS and isinstance(one.get("value"), str)
    }


def _consent(bundle: _Bundle, patient: Resource, today: date) -> Resource:
    """The patient's yes. Where one of their consents says no, or does not stand today, there is none."""
    theirs = [
        one for one in bundle.all("Consent")
        if one.get("status") == "active" and bundle.named(one.get("patient")) is patient
    ]  # fmt: skip
    if not theirs:
        raise MessageWrong(
            "State the patient's consent: an active Consent of this patient must be in the message.",
            code="business-rule", where="Consent",
        )  # fmt: skip
    for consent in theirs:
        _check_says_yes(consent.get("provision"), today)
    return theirs[0]


def _check_says_yes(provision: Any, today: date) -> None:
    """Raises MessageWrong for a no, however deep it stands, and for a yes of another day."""
    if not isinstance(provision, dict):
        return
    if provision.get("type") == "deny":
        raise MessageWrong(
            "A Consent in this message says no. Ask the patient, and send it when they agree.",
            code="business-rule", where="Consent.provision",
        )  # fmt: skip
    if not _is_within(provision.get("period"), today):
        raise MessageWrong(
            "A Consent in this message does not stand today: its period is over, or to come.",
            code="business-rule", where="Consent.provision.period",
        )  # fmt: skip
    for one in listed(provision.get("provision")):
        _check_says_yes(one, today)


def _is_within(period: Any, today: date) -> bool:
    """Whether a day lies in a period. One that ends today by the clock is over: we know the day alone."""
    if period is None:
        return True
    if not isinstance(period, dict):
        raise _unreadable_period()
    begins, ends = _days(period.get("start")), _days(period.get("end"))
    has_begun = begins is None or begins[0] <= today
    is_over = ends is not None and ends[1] < today
    return has_begun and not is_over


def _days(moment: Any) -> tuple[date, date] | None:
    """The first and last day of a year, month or day; of a moment the day, and the one that is whole."""
    if moment is None:
        return None
    found = MOMENT.fullmatch(moment) if isinstance(moment, str) else None
    if found is None:
        raise _unreadable_period()
    try:
        year, month, day = (int(one) if one else 0 for one in found.group(1, 2, 3))
        first = date(year, month or 1, day or 1)
        if found.group(4):
            at = day_in_london(datetime.fromisoformat(moment))
            return at, at - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise _unreadable_period() from error
    if day:
        return first, first
    _, length = monthrange(year, month or 12)
    return first, date(year, month or 12, length)


def _unreadable_period() -> MessageWrong:
    return MessageWrong("We cannot read this period.", where="Consent.provision.period")


def _purposes(consent: Resource) -> set[str]:
    provision = consent.get("provision")
    purposes = provision.get("purpose") if isinstance(provision, dict) else None
    return {
        one["code"]
        for one in listed(purposes)
        if isinstance(one, dict) and one.get("system") == ACT_REASONS
        and isinstance(one.get("code"), str)
    }  # fmt: skip
