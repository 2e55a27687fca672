"""What a referrer answers, as it is kept: tidy, in one form. Nothing here asks whether it is enough."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from directory import phones
from directory.rules import tidy_email
from directory.wording import one_line, plain
from kernel.errors import RuleBroken
from kernel.geography import Postcode
from referrals import nhs_numbers
from referrals.contact_rules import ContactRules
from referrals.vocabulary import Urgency

NEEDED_TO_SEND: Mapping[str, str] = {
    "name": "Enter the person's name.",
    "phone": "Enter a phone number. If there is none, open “Other ways to reach them”.",
    "why_now": "Say why you refer them now. One sentence is enough.",
}
"""What must be there before a referral is sent, beside consent; and what to say when it is not."""

OLDEST = 120
"""Years. Hardly anybody has lived longer."""

ABOUT_PERSON = (
    "name", "known_as", "nhs_number", "born_on", "phone", "email", "address", "postcode",
    "language", "needs_interpreter", "access_needs", "carer", "conditions",
)  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """What was answered on the one screen. All of it may be empty in a draft."""

    name: str = ""
    known_as: str = ""
    nhs_number: str = ""
    born_on: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    language: str = ""
    needs_interpreter: bool = False
    access_needs: str = ""
    carer: str = ""
    conditions: tuple[str, ...] = ()
    rules: ContactRules = field(default_factory=ContactRules)
    why_now: str = ""
    what_matters: str = ""
    in_place: str = ""
    urgency: Urgency = Urgency.ROUTINE
    unfinished: Mapping[str, str] = field(default_factory=dict)
    """By its field what was typed and cannot be read yet."""

    @property
    def free_words(self) -> tuple[str, ...]:
        """Everything in somebody's own words: where danger may be spoken of."""
        return (
            self.why_now, self.what_matters, self.in_place, self.access_needs, self.carer,
            self.rules.safe_times, *self.conditions,
        )  # fmt: skip

    @property
    def about_person(self) -> dict[str, Any]:
        """What is kept with the person; contact rules too."""
        facts = {name: getattr(self, name) for name in ABOUT_PERSON}
        return {**facts, "conditions": list(self.conditions), "contact_rules": self.rules}


def tidied(answers: Answers, *, on: date) -> Answers:
    """The answers as they are kept. Raises RuleBroken at the field that cannot be read."""
    wrong = next(mistakes(answers, on=on), None)
    if wrong is not None:
        raise wrong
    read: dict[str, Any] = {
        name: reader(getattr(answers, name)) for name, reader in READERS.items()
    }
    return replace(
        answers,
        **read,
        name=one_line(answers.name),
        known_as=one_line(answers.known_as),
        address=one_line(answers.address),
        why_now=plain(answers.why_now),
        what_matters=plain(answers.what_matters),
        in_place=plain(answers.in_place),
        conditions=tuple(one_line(one) for one in answers.conditions if one.strip()),
    )


def mistakes(answers: Answers, *, on: date) -> Iterator[RuleBroken]:
    """Everything that cannot be read or cannot be, each with its field, so that all is said at once."""
    for name, reader in READERS.items():
        try:
            reader(getattr(answers, name))
        except RuleBroken as wrong:
            yield wrong
    try:
        check_birthday(answers.born_on, on=on)
    except RuleBroken as wrong:
        yield wrong


def check_birthday(born_on: date | None, *, on: date) -> None:
    """Raises RuleBroken for a day on which nobody was born who is alive on the day `on`."""
    if born_on is None:
        return
    if born_on > on:
        raise RuleBroken("That day is still to come. Check the year.", field="born_on")
    if born_on.year < on.year - OLDEST:
        raise RuleBroken(f"That is more than {OLDEST} years ago. Check the year.", field="born_on")


def _phone(typed: str) -> str:
    found = phones.phone(typed) if typed else None
    if typed and found is None:
        raise RuleBroken("Enter a phone number, like 01632 960 123.", field="phone")
    return found.shown if found else ""


def _email(typed: str) -> str:
    return tidy_email(typed) if typed else ""


def _postcode(typed: str) -> str:
    return str(Postcode.parse(typed, field="postcode")) if typed else ""


READERS: Mapping[str, Callable[[str], str]] = {
    "phone": _phone, "email": _email, "postcode": _postcode, "nhs_number": nhs_numbers.read,
}  # fmt: skip
"""How an answer is read that may be mistyped. Each raises RuleBroken with its field."""


def are_the_same(
    *, name: str, born_on: date | None, other_name: str, other_born_on: date | None
) -> bool:
    """Whether two rows with one NHS number are of one human being.

    The name is the same, in any order, and the birthday not another one; or the birthday is the same, and
    so is the first name: surnames change. Twins have one surname and one birthday.
    """
    is_known = born_on is not None and other_born_on is not None
    if is_known and born_on != other_born_on:
        return False
    is_same_name = _in_any_order(name) == _in_any_order(other_name)
    return is_same_name or (is_known and _first(name) == _first(other_name))


def _first(name: str) -> str:
    """The first name of "Maya Thornton", and of "THORNTON, Maya"."""
    surname, comma, rest = name.partition(",")
    words = (rest if comma else surname).split()
    return words[0].casefold() if words else ""


def joined(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of somebody, with what is said now: an empty answer takes nothing away.

    A contact rule that was made stays, since whoever types a new referral may not know of it.
    """
    facts = {name: value or before[name] for name, value in now.items() if name != "contact_rules"}
    was: ContactRules = before["contact_rules"]
    says: ContactRules = now["contact_rules"]
    rules = ContactRules(
        was.no_phone or says.no_phone, was.no_voicemail or says.no_voicemail,
        was.no_text or says.no_text, was.no_email or says.no_email, was.no_post or says.no_post,
        says.safe_times or was.safe_times,
    )  # fmt: skip
    return {**facts, "contact_rules": rules}


def _in_any_order(name: str) -> list[str]:
    return sorted(name.casefold().replace(",", " ").split())
