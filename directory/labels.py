"""What a listing says, field by field in words: for editors, who compare versions and proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from directory.content import Content
from directory.vocabulary import Worded
from kernel.money import Money

LABELS: Mapping[str, str] = {
    "name": "Name of the activity",
    "description": "What people can do",
    "place": "Where it happens",
    "postcode": "Postcode",
    "address": "Address",
    "town": "Town",
    "when": "When",
    "joining": "How to join",
    "phone": "Phone",
    "email": "E-mail",
    "website": "Web page",
    "domains": "Kinds of activity",
    "proposed_domain": "A kind that we do not have",
    "needs": "What it is good for",
    "cost": "Cost",
    "cost_pence": "Price",
    "cost_words": "Cost in words",
    "audiences": "Who it is for",
    "audience_words": "Who it is for, in words",
    "minimum_age": "Youngest age",
    "maximum_age": "Oldest age",
    "languages": "Languages",
    "is_step_free": "No steps",
    "access_words": "Getting in",
    "first_visit": "What a first visit is like",
    "transport": "Getting there",
    "has_buddy": "Somebody to come with",
    "places_left": "Places left",
    "waiting_weeks": "Weeks to wait",
    "referral_criteria": "Who may be referred",
    "is_targeted": "For some people rather than all",
    "distance_from_traditional": "How far from what health services do",
    "has_volunteers": "Run with volunteers",
    "adviser_name": "Adviser",
    "adviser_role": "Adviser's work",
    "notes": "Notes for professionals",
}


@dataclass(frozen=True)
class Answer:
    """One thing that a listing says."""

    field: str
    label: str
    words: str


@dataclass(frozen=True)
class Difference:
    """One thing that is different: as it was, and as it would be. "" is nothing said."""

    field: str
    label: str
    before: str
    after: str


def answers(content: Content) -> tuple[Answer, ...]:
    """All that a listing says; what was not said is left out."""
    every = (Answer(name, LABELS[name], words(name, value)) for name, value in _values(content))
    return tuple(answer for answer in every if answer.words)


def differences(before: Content, after: Content) -> tuple[Difference, ...]:
    """What differs between two versions, in the order of the fields."""
    then = dict(_values(before))
    return tuple(
        Difference(name, LABELS[name], words(name, then[name]), words(name, value))
        for name, value in _values(after)
        if value != then[name]
    )


def in_one_text(content: Content) -> str:
    """All that a listing says as one text, for two editors to compare."""
    return "\n".join(f"{answer.label}: {answer.words}" for answer in answers(content))


def words(name: str, value: Any) -> str:
    """One answer in words; "" for what was not said."""
    if name == "cost_pence" and value is not None:
        return str(Money(value))
    return _words(value)


def _words(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "Yes" if value else "No"
        case Worded():
            return value.words
        case Enum():
            return str(value.value)
        case tuple():
            return ", ".join(_words(one) for one in value)
        case _:
            return str(value)


def _values(content: Content) -> list[tuple[str, Any]]:
    return [(field.name, getattr(content, field.name)) for field in fields(content)]
