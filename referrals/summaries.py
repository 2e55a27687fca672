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

ONE_OF_THEM = "one of their telephones"
"""Our own label for a number amid something else, as in an address: that goes on after it."""

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
    "carer": ("carer", "has a carer", "carer details"),
    "line": (ONE_OF_THEM,),
    "kin": ("next of kin", "nok", "emergency contact", "next of kin details"),
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
"""What each answer is called in summaries. "" are labels of what nobody here needs to know.

"kin" is neither: a next of kin is no carer, and how they are reached is not how the person is.
"""

HEADINGS: Mapping[str, str] = {
    "active": "conditions", "significant active": "conditions", "active significant": "conditions",
    "significant past": "conditions", "significant": "conditions",
    "past": "", "minor past": "", "minor active": "conditions", "inactive": "", "minor": "",
}  # fmt: skip
"""Headings that are such only where they stand alone: "Active" is a word of sentences too."""

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
    r"|(?P<line>home|work|landline|daytime|evening|[hmw])\s*[:.-]?\s*(?=(?:\+44|\(?0)[\d ()-]{8,})"
    r"|(?P<sex>gender|sex)\s+(?=(?:male|female|[mf])\b))",
    re.I,
)
"""A label anywhere in a line. Before a number it needs no colon: "Born 03-Feb-1948".

`line` says which telephone it is, and is a label before the number of one only: "Home: 0114 …".
"""
_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof)\b\.?"
_ALONE = re.compile(
    r"^\s*(?:mr|mrs|ms|miss|mx|master)\b\.?(?:\s+[^\W\d_][\w'’.-]*){1,4}\s*(?:\([^()]*\)\s*)?$",
    re.I,
)
"""A line that is somebody's name with a title, and nothing else. A doctor may be anybody's."""
_SUBJECT = re.compile(rf"^\s*re\s*:\s*(?P<name>{_TITLE}\s+\D+)$", re.I)
"""The subject line of a letter, where it is somebody with a title."""
_NAME_FIRST = re.compile(
    rf"^(?:re\s*:\s*)?(?P<name>{_TITLE}\s+\D+|(?-i:[A-Z][A-Z'’ -]+),\s*\D+)$", re.I
)
"""What stands before the first label of a line, where it is a name: with a title, or "LAMB, Ivy"."""
_SIGNED = re.compile(
    r"^\s*(?:yours|kind|best|warm|many|regards|thank|signed|sincerely|from)\b", re.I
)
"""After this stands who wrote it."""
_TITLES = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|master|dr|prof|professor|rev|sir|dame)\b\.?|\([^()]*\)", re.I
)
_MAC = re.compile(r"^(?:Mc|MC)(?P<rest>[A-Z'’-]+)$")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.I)
_DAY_FORMS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d",
              "%d-%B-%Y", "%d %m %Y", "%Y/%m/%d")  # fmt: skip
_DAY = re.compile(
    r"\d{4}[-/]\d{2}[-/]\d{2}|\d{1,2}(?:st|nd|rd|th)?[ ./-](?:\d{1,2}|[A-Za-z]{3,9})[ ./-]\d{4}"
)
_PHONE = re.compile(r"\+?\(?\d[\d ()-]{7,}\d")
_OWN_PHONE = re.compile(r"(?:\+44|\(?\b0)[\d ()-]{8,}\d")
"""A number in an address that is nothing but a telephone's."""
_COUNT = re.compile(
    r"[(\[]?\s*(?:count|total|number|no\.?)?\s*[:=-]?\s*\d{1,4}"
    r"(?:\s*(?:items?|records?|entries|problems?|conditions?|found|total))*\s*[)\]]?",
    re.I,
)
_COUNTED = re.compile(
    r"\s*(?:[(\[]\s*(?:count|total)?\s*[:=]?\s*\d{1,4}\s*[)\]]|[-,:]?\s*(?:count|total)\s*[:=]?\s*\d{1,4})"
    r"\s*:?$",
    re.I,
)
_CODE = re.compile(
    r"[(\[]?\s*\b(?:(?:snomed(?:[ -]?ct)?|sct|ctv3|icd-?10)(?:[ -](?:code|id))?|(?:read|concept)[ -](?:code|id))"
    r"\s*[:#]?\s*[\w.]{0,18}\d[\w.]{0,18}\s*[)\]]?"
    r"|[(\[]\s*(?:code\s*[:#]?\s*)?(?:\d{6,18}|(?=[\w.]{0,9}\d)(?-i:[A-Z0-9][A-Za-z0-9]{0,4}\.[A-Za-z0-9.]{0,4}"
    r"|X\w{4}))\s*[)\]]"
    r"|(?<!\S)\d{6,18}(?!\S)|\|",
    re.I,
)
"""Codes beside a condition: SNOMED CT, Read, ICD-10."""
_BESIDE = frozenset(
    [
        "and",
        "with",
        "need",
        "needs",
        "require",
        "requires",
        "requiring",
        "want",
        "wants",
        "has",
        "uses",
        "no",
        "not",
        "an",
        "a",
    ]
)
"""What stands between a language and the interpreter that is needed for it, or not."""
_NO = re.compile(r"\b(?:no|not|none|n/?a|never|declin\w*|without|refus\w*|false)\b|n['’]t\b", re.I)
_YES = re.compile(r"\b(?:y|yes|need\w*|requir\w*|true|want\w*|please)\b", re.I)
_BLANKS = re.compile(r"\s{2,}")
_BULLET = re.compile(r"^\s*(?:[•*-]\s*|\d+[.)]\s+)")
_OF_SEVERAL = frozenset({"conditions", "address", "why_now", "what_matters", "in_place",
                         "access_needs"})  # fmt: skip
_OF_SOMEBODY = frozenset({"name", "given", "family", "known_as", "phone", "email", "address",
                          "postcode", "alone"})  # fmt: skip
"""What is said of a next of kin or a carer too."""


def read(text: str) -> Answers:
    """What a pasted text says of the answers that the form asks for; nothing where it says nothing."""
    said = _said(text[:LONGEST])
    address, postcode = _address(said.get("address", ""), said.get("postcode", ""))
    language, needs_interpreter = _language(said.get("language", ""), said.get("interpreter", ""))
    return Answers(
        name=_name(said),
        known_as=_without_numbers(said.get("known_as", "")),
        nhs_number=_number(said.get("nhs_number", "")),
        born_on=_day(said.get("born_on", "")),
        phone=_phone(said.get("phone", "") or _first_phone(said.get("address", ""))),
        email=said.get("email", ""),
        address=address,
        postcode=postcode,
        language=language,
        needs_interpreter=needs_interpreter,
        conditions=_conditions(said.get("conditions", "")),
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
    field: str | None = None
    is_of_kin = is_over = False
    for line in _one_label_each(text):
        found, rest = _label_of(line)
        if found is not None and found != "line":
            field = found
            is_of_kin = field == "kin" or (is_of_kin and field in _OF_SOMEBODY)
        words = " ".join(_BULLET.sub("", rest).split())
        is_over = is_over or bool(_SIGNED.match(line))
        if not line.strip():
            field, is_of_kin = None, False
        elif is_of_kin:
            continue
        elif found == "line":
            yield "phone", words
        elif words and field:
            yield field, words
        elif field is None and not is_over and _ALONE.match(line):
            yield "alone", words


def _label_of(line: str) -> tuple[str | None, str]:
    """The field that a line begins, if it begins one, and what else it says."""
    labelled = _LABELLED.match(line)
    label = labelled["label"].strip().lower() if labelled else ""
    if labelled and label in _FIELD_OF:
        return _FIELD_OF[label], labelled["rest"]
    whole = " ".join(_BULLET.sub("", line).split())
    heading = _COUNTED.sub("", whole).strip().rstrip(":").strip().lower()
    field = _FIELD_OF.get(heading, HEADINGS.get(heading))
    return field, line if field is None else ""


def single_blanks(line: str) -> str:
    """A line with one blank for each run of them, a tab where the run has one.

    The patterns look for blanks side by side: in how many ways a run can be shared out between them
    grows with its third power.
    """
    return _BLANKS.sub(lambda run: "\t" if "\t" in run[0] else " ", line)


def _one_label_each(text: str) -> Iterator[str]:
    """The lines, where one that holds several labels is several lines: "DOB: … NHS No: …"."""
    for line in map(single_blanks, text.splitlines()):
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
        is_of_carer = False
        for label, end in zip(labels, ends, strict=True):
            called = ONE_OF_THEM if label.lastgroup == "line" else label[label.lastgroup or 0]
            field = _FIELD_OF.get(called.lower(), "")
            is_of_carer = field == "carer" or (is_of_carer and field in _OF_SOMEBODY)
            if not is_of_carer or field == "carer":
                yield f"{called}: {line[label.end() : end].strip(' ,;|')}"


def _name(said: Mapping[str, str]) -> str:
    """A name in the order in which people say it: "THORNTON, Maya (Mrs)" is Maya Thornton."""
    both = " ".join(filter(None, (said.get("given", ""), said.get("family", ""))))
    whole = said.get("name", "") or both or said.get("alone", "")
    family, comma, given = _without_numbers(_TITLES.sub("", whole)).partition(",")
    words = (f"{given} {family}" if comma else family).strip(" ,;|-")
    return " ".join(_as_written(word) for word in words.split())


def _as_written(word: str) -> str:
    """A word of a name as people write it: "O'NEILL" is O'Neill, "McDONALD" is McDonald."""
    mac = _MAC.match(word)
    if mac:
        return "Mc" + mac["rest"].title()
    return word.title() if word.isupper() else word


def _without_numbers(words: str) -> str:
    """What stands before the first digit: nobody's name has one, and a telephone number is none."""
    return re.split(r"\d", words, maxsplit=1)[0].strip(" ,;|-:+(")


def _language(words: str, interpreter: str) -> tuple[str, bool]:
    """The language, and whether an interpreter is needed: "Urdu, interpreter needed" says both."""
    start = words.lower().find("interpreter")
    if start < 0:
        return words.rstrip(" .,;"), bool(_YES.search(interpreter)) and not _NO.search(interpreter)
    before = words[:start].rstrip(" ,;(./–-").split()
    while before and before[-1].lower() in _BESIDE:
        before.pop()
    language = " ".join(before).rstrip(" ,;(./–-")
    return language, not _NO.search(words[len(language) :])


def _conditions(lines: str) -> tuple[str, ...]:
    """Each condition by its name: how many there are, and their codes, are none."""
    found: dict[str, None] = {}
    for line in lines.splitlines():
        if _COUNT.fullmatch(line):
            continue
        without_codes = single_blanks(_CODE.sub(" ", line))
        words = " ".join(_COUNTED.sub("", without_codes).split()).strip(" ,;:-")
        if any(sign.isalpha() for sign in words):
            found[words] = None
    return tuple(found)


def _phone(typed: str) -> str:
    """The first number of a line: "0191 498 0777 (home)" has one."""
    found = _PHONE.search(typed)
    return found.group().strip() if found else typed


def _first_phone(address: str) -> str:
    found = _OWN_PHONE.search(address)
    return found.group() if found else ""


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
    without = _POSTCODE.sub("", _OWN_PHONE.sub("", lines))
    parts = [part.strip(" ,") for part in without.replace("\n", ",").split(",")]
    tidy = ", ".join(part for part in parts if part)
    return tidy, f"{found[1]} {found[2]}".upper() if found else ""
