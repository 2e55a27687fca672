"""What a practice saved and did not send: answers that cannot be read yet, and those of one that came back.

Half a phone number is kept as it was typed, apart from the answers, and goes back to its field. A referral
that came back says to its link worker what was sent last: what was saved since is read by its practice alone.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from directory.wording import one_line
from referrals.asked import Answers
from referrals.contact_rules import ContactRules
from referrals.vocabulary import Urgency

FIELDS: Mapping[str, str] = {
    "phone": "phone number", "email": "e-mail address", "postcode": "postcode",
    "nhs_number": "NHS number", "born_on": "date of birth",
}  # fmt: skip
"""The answers that may be mistyped, each with what a sentence calls it."""

OWN_WORDS = ("why_now", "what_matters", "in_place")
"""What is asked for, and nothing about the person."""

BEFORE_SENDING = "This is kept as you typed it. Finish it before you send it, or empty it."


def half_typed(typed: Mapping[str, str]) -> dict[str, str]:
    """By its field what cannot be read, in one line each; nothing for what shows nothing."""
    tidy = {name: one_line(words) for name, words in typed.items()}
    return {name: words for name, words in tidy.items() if words}


def of_draft(answers: Answers) -> dict[str, Any]:
    """What is kept beside the answers of a draft: only what cannot be read of them."""
    return {"unfinished": dict(answers.unfinished)} if answers.unfinished else {}


def of_returned(answers: Answers, *, person_version: int) -> dict[str, Any]:
    """What is kept of a referral that came back, until it is sent again: all its answers.

    `person_version` is what was known of its person then.
    """
    day = answers.born_on.isoformat() if answers.born_on else None
    return {"answers": asdict(answers) | {"born_on": day}, "person_version": person_version}


def is_behind(saved: Mapping[str, Any], *, person_version: int) -> bool:
    """Whether something was changed of the person since their practice saved."""
    return "answers" in saved and saved.get("person_version") != person_version


def saved_over(answers: Answers, saved: Mapping[str, Any], *, person_version: int) -> Answers:
    """The answers as they were saved: over those that were sent, where there are any.

    What was put right of the person since is not wiped: then only the referral's own words are as saved.
    """
    kept = saved.get("answers")
    if kept is None:
        return replace(answers, unfinished=dict(saved.get("unfinished", {})))
    if is_behind(saved, person_version=person_version):
        words = {name: kept[name] for name in OWN_WORDS}
        return replace(answers, **words, urgency=Urgency(kept["urgency"]))
    known = {one.name for one in fields(Answers)} & set(kept)
    facts = {name: kept[name] for name in known}
    return Answers(
        **facts
        | {
            "born_on": date.fromisoformat(kept["born_on"]) if kept["born_on"] else None,
            "conditions": tuple(kept["conditions"]),
            "rules": ContactRules(**kept["rules"]),
            "urgency": Urgency(kept["urgency"]),
        }
    )


def named(typed: Mapping[str, str]) -> str:
    """Which answers are not finished, as a sentence says it: “phone number and postcode”."""
    *most, last = [FIELDS[name] for name in typed] or [""]
    return f"{', '.join(most)} and {last}" if most else last
