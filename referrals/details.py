"""The details of a person that can be put right, what each is called, and what their practice sees of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from referrals.asked import Answers
from referrals.contact_rules import ContactRules

WORDS: Mapping[str, str] = {
    "name": "name",
    "known_as": "what they like to be called",
    "born_on": "date of birth",
    "nhs_number": "NHS number",
    "phone": "phone number",
    "email": "e-mail address",
    "address": "address",
    "postcode": "postcode",
    "no_phone": "do not ring",
    "no_voicemail": "leave no message",
    "no_text": "send no texts",
    "no_email": "send no e-mail",
    "no_post": "send nothing by post",
    "safe_times": "safe times",
    "language": "language",
    "needs_interpreter": "interpreter",
    "access_needs": "what they need in order to take part",
    "carer": "carer",
}
"""Each detail, in the order of the page, as the history calls it."""

RULES = tuple(field.name for field in fields(ContactRules))
FORBID = tuple(name for name in RULES if name != "safe_times")
WAYS = ("phone", "email", "address", "postcode", "language", "access_needs", "carer", "safe_times")
"""Words that a person told their link worker: the practice reads them if it may hear of the case."""
WAYS_AND_RULES = (*WAYS, "needs_interpreter", *FORBID)
YES = "yes"


@dataclass(frozen=True)
class Change:
    """A detail that was put right. `is_on_case`: by those who work the case, and not by an officer."""

    field: str
    before: str
    after: str
    is_on_case: bool


def said(value: str | bool | date | None) -> str:
    """A detail as the history keeps it."""
    if isinstance(value, bool):
        return YES if value else ""
    return value.isoformat() if isinstance(value, date) else value or ""


def details_of(answers: Answers) -> dict[str, Any]:
    """The details among what was answered, by name."""
    return {name: _value(answers, name) for name in WORDS}


def _value(answers: Answers, name: str) -> Any:
    return getattr(answers.rules if name in RULES else answers, name)


def as_told_by_practice(answers: Answers, changes: Iterable[Change]) -> Answers:
    """What somebody's practice knows of them, with what was put right on the case taken away again.

    `changes` are newest first. What an officer put right, or the practice wrote since, it knows. A way
    that is ruled out stays ruled out for everybody, before and after: it says nothing but that.
    """
    known = {name: said(_value(answers, name)) for name in WAYS_AND_RULES}
    is_settled: set[str] = set()
    for one in changes:
        if one.field not in known or one.field in is_settled:
            continue
        if one.is_on_case and one.after == known[one.field]:
            known[one.field] = one.before
        else:
            is_settled.add(one.field)
    return _with(answers, known)


def _with(answers: Answers, known: Mapping[str, str]) -> Answers:
    words: dict[str, Any] = {name: known[name] for name in WAYS if name != "safe_times"}
    forbidden = {name: known[name] == YES or bool(getattr(answers.rules, name)) for name in FORBID}
    return replace(
        answers, **words, needs_interpreter=known["needs_interpreter"] == YES,
        rules=ContactRules(**forbidden, safe_times=known["safe_times"]),
    )  # fmt: skip


def said_anew(written: Answers, *, shown: Answers, now: Answers) -> tuple[str, ...]:
    """What a practice writes that is so already, though it was shown something else."""
    return tuple(
        name
        for name in (*WAYS, "needs_interpreter")
        if _value(written, name) == _value(now, name) != _value(shown, name)
    )


def not_taken_back(written: Answers, *, shown: Answers, now: Answers) -> Answers:
    """What a practice writes, where it left what it was shown as it is: then what was put right stays."""
    kept = {
        name: _value(now if _value(written, name) == _value(shown, name) else written, name)
        for name in WAYS_AND_RULES
    }
    rules = ContactRules(**{name: kept.pop(name) for name in RULES})
    return replace(written, **kept, rules=rules)
