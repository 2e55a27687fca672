"""A summary pasted from a GP record system: plain text with labels, read for what the form asks.

What is not understood is left out: nobody loses anything, since what was pasted stays on the page.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from kernel.errors import RuleBroken
from referrals import nhs_numbers
from referrals.asked import Answers

LONGEST = 20_000

LABELS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "patient name", "patient", "full name", "patient's name"),
    "given": ("first name", "forename", "forenames", "given name", "given names"),
    "family": ("surname", "family name", "last name"),
    "known_as": ("known as", "preferred name", "likes to be called"),
    "nhs_number": ("nhs number", "nhs no", "nhs no.", "nhs", "nhs num", "nhs #"),
    "born_on": ("date of birth", "dob", "d.o.b.", "d.o.b", "born", "birth date", "birthdate"),
    "phone": (
        "telephone", "phone", "tel", "tel no", "mobile", "mobile telephone", "mobile phone",
        "home telephone", "home phone", "contact number", "preferred contact number", "tel.",
        "tel (home)", "tel (mobile)", "mobile number", "mobile tel", "mob", "telephone number",
        "telephone no", "home tel", "phone number",
    ),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "address": ("address", "home address", "usual address", "patient address"),
    "postcode": ("postcode", "post code"),
    "language": ("main spoken language", "language", "main language", "first language",
                 "preferred language"),
    "interpreter": ("interpreter", "interpreter needed", "interpreter required"),
    "access_needs": ("access needs", "reasonable adjustments", "communication needs", "mobility",
                     "accessible information", "disability"),
    "carer": ("carer", "has a carer", "carer details", "next of kin"),
    "conditions": ("problems", "active problems", "conditions", "diagnoses", "long term conditions",
                   "long-term conditions", "major problems", "past medical history"),
    "why_now": ("reason for referral", "reason", "reason for request", "presenting complaint",
                "why now"),
    "what_matters": ("what matters", "what matters to the patient", "patient goals", "goals"),
    "in_place": ("other services", "services involved", "current support", "social history"),
    "": ("usual gp", "registered gp", "gp", "practice", "medication", "repeat medication",
         "allergies", "sex", "gender", "ethnicity", "title", "age", "results", "consultations",
         "current medication", "sex at birth", "emis number", "emis no", "registered", "surgery",
         "date", "immunisations", "vaccinations", "values", "hospital number"),
}  # fmt: skip
"""What each answer is called in summaries. "" are labels of what nobody here needs to know."""

_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_LABELLED = re.compile(
    r"^\s*[•*-]?\s*(?P<label>[A-Za-z][A-Za-z.' /-]{1,40}?)\s*(?::|\t|\s-\s)\s*(?P<rest>.*)$"
)
_ANY_LABEL = "|".join(re.escape(label) for label in sorted(_FIELD_OF, key=len, reverse=True))
_BEFORE_A_NUMBER = "|".join(
    re.escape(label)
    for field in ("born_on", "nhs_number", "phone")
    for label in sorted(LABELS[field], key=len, reverse=True)
)
_INSIDE = re.compile(
    rf"(?<![\w'’-])(?:(?P<label>{_ANY_LABEL})\s*(?::|\t)"
    rf"|(?P<bare>{_BEFORE_A_NUMBER})[\s,]+(?=[+(]?\d)"
    r"|(?P<sex>gender|sex)\s+(?=(?:male|female|[mf])\b))",
    re.I,
)
"""A label anywhere in a line. Before a number it needs no colon: "Born 03-Feb-1948"."""
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof)\b\.?"
_SUBJECT = re.compile(rf"^\s*re\s*:\s*(?P<name>{_TITLE}\s+\D+)$", re.I)
"""The subject line of a letter, where it is somebody with a title."""
_NAME_FIRST = re.compile(
    rf"^(?:re\s*:\s*)?(?P<name>{_TITLE}\s+\D+|(?-i:[A-Z][A-Z'’ -]+),\s*\D+)$", re.I
)
"""What stands before the first label of a line, where it is a name: with a title, or "LAMB, Ivy"."""
_TITLES = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|sir|dame)\b\.?|\([^)]*\)", re.I)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)
_DAY_FORMS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d",
              "%d-%B-%Y", "%d %m %Y", "%Y/%m/%d")  # fmt: skip
_DAY = re.compile(
    r"\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-]\d{4}"
)
_PHONE = re.compile(r"\+?\(?\d[\d ()-]{7,}\d")
_BULLET = re.compile(r"^\s*(?:[•*-]\s*|\d+[.)]\s+)")
_OF_SEVERAL = frozenset({"conditions", "address", "why_now", "what_matters", "in_place",
                         "access_needs"})  # fmt: skip


def read(text: str) -> Answers:
    """What a pasted text says of the answers that the form asks for; nothing where it says nothing."""
    said = _said(text[:LONGEST])
    address, postcode = _address(said.get("address", ""), said.get("postcode", ""))
    return Answers(
        name=_name(said),
        known_as=said.get("known_as", ""),
        nhs_number=_number(said.get("nhs_number", "")),
        born_on=_day(said.get("born_on", "")),
        phone=_phone(said.get("phone", "")),
        email=said.get("email", ""),
        address=address,
        postcode=postcode,
        language=said.get("language", ""),
        needs_interpreter=said.get("interpreter", "").lower().startswith(("y", "need", "req")),
        conditions=tuple(said.get("conditions", "").splitlines()),
        access_needs=said.get("access_needs", ""),
        carer=said.get("carer", ""),
        why_now=said.get("why_now", ""),
        what_matters=said.get("what_matters", ""),
        in_place=said.get("in_place", ""),
    )


def _said(text: str) -> dict[str, str]:
    """The first thing that is said under each label, several lines where the label allows it."""
    found: dict[str, list[str]] = {}
    for field, line in _lines(text):
        lines = found.setdefault(field, [])
        if field in _OF_SEVERAL or not lines:
            lines.append(line)
    return {field: "\n".join(lines) for field, lines in found.items()}


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the field that it belongs to; an empty line ends a field."""
    field = ""
    for line in _one_label_each(text):
        labelled = _LABELLED.match(line)
        label = labelled["label"].strip().lower() if labelled else ""
        rest = line
        if labelled and label in _FIELD_OF:
            field, rest = _FIELD_OF[label], labelled["rest"]
        elif line.strip().rstrip(":").lower() in _FIELD_OF:
            field, rest = _FIELD_OF[line.strip().rstrip(":").lower()], ""
        words = " ".join(_BULLET.sub("", rest).split())
        if words and field:
            yield field, words
        elif not line.strip():
            field = ""


def _one_label_each(text: str) -> Iterator[str]:
    """The lines, where one that holds several labels is several lines: "DOB: … NHS No: …"."""
    for line in text.splitlines():
        labels = list(_INSIDE.finditer(line))
        if not labels:
            subject = _SUBJECT.match(line)
            yield f"name: {subject['name']}" if subject else line
            continue
        head = line[: labels[0].start()].strip(" ,;|-\t")
        if head:
            named = _NAME_FIRST.match(head)
            yield f"name: {named['name']}" if named else head
        ends = [label.start() for label in labels[1:]] + [len(line)]
        for label, end in zip(labels, ends, strict=True):
            yield f"{label[label.lastgroup or 0]}: {line[label.end() : end].strip(' ,;|')}"


def _name(said: Mapping[str, str]) -> str:
    """A name in the order in which people say it: "THORNTON, Maya (Mrs)" is Maya Thornton."""
    whole = said.get("name", "") or " ".join(
        filter(None, (said.get("given", ""), said.get("family", "")))
    )
    family, comma, given = _TITLES.sub("", whole).partition(",")
    words = (f"{given} {family}" if comma else family).strip(" ,;|-")
    return " ".join(word.title() if word.isupper() else word for word in words.split())


def _phone(typed: str) -> str:
    """The first number of a line: "0191 498 0777 (home)" has one."""
    found = _PHONE.search(typed)
    return found.group().strip() if found else typed


def _number(typed: str) -> str:
    digits = re.sub(r"\D", "", typed)[: nhs_numbers.LENGTH]
    try:
        return nhs_numbers.read(digits)
    except RuleBroken:
        return ""


def _day(typed: str) -> date | None:
    found = _DAY.search(typed)
    words = re.sub(r"(?<=\d)(?:st|nd|rd|th)", "", found.group()) if found else ""
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _address(lines: str, postcode: str) -> tuple[str, str]:
    """The address on one line, and its postcode apart from it."""
    found = _POSTCODE.search(postcode) or _POSTCODE.search(lines)
    without = _POSTCODE.sub("", lines)
    parts = [part.strip(" ,") for part in without.replace("\n", ",").split(",")]
    tidy = ", ".join(part for part in parts if part)
    return tidy, f"{found[1]} {found[2]}".upper() if found else ""
