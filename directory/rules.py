"""Small decisions of the directory: what a listing is called, what a contact is, what changes wait."""

import re
from dataclasses import dataclass, fields
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from directory import phones
from directory.content import Content
from directory.wording import one_line, plain, shortened
from kernel.errors import RuleBroken

LONGEST_TITLE = 60
LINK_LIFETIME = timedelta(hours=24)
ALWAYS_ASKED_ABOUT = ("phone", "email", "website")
"""Changes by which a listing could be stolen: an editor looks at them first (reliability.md D5)."""

OF_SEVERAL_LINES = frozenset({"description", "first_visit", "notes"})

_END_OF_FIRST_THOUGHT = re.compile(r"[.!?\n;:]| - | – ")


@dataclass(frozen=True)
class Contact:
    """One way to get in touch: a phone number as people write it, or an e-mail address."""

    phone: str = ""
    email: str = ""


def title_of(what: str) -> str:
    """The name of a listing, from what people can do: the first thought, 60 letters at most."""
    first = _END_OF_FIRST_THOUGHT.split(what.strip(), maxsplit=1)[0].strip(" ,")
    title = shortened(first or what.strip(), LONGEST_TITLE).rstrip(" ,") or what.strip()
    return title[:1].upper() + title[1:]


def contact_of(typed: str, *, field: str = "contact") -> Contact:
    """The contact that somebody typed. Raises RuleBroken with what to type instead."""
    typed = typed.strip()
    if "@" in typed:
        return Contact(email=tidy_email(typed, field=field))
    verdict = phones.verdict(typed)
    if verdict.is_refused:
        raise RuleBroken(_asking_for_either(verdict), field=field)
    found = phones.phone(typed)
    return Contact(phone=found.shown if found else typed)


def _asking_for_either(verdict: phones.Verdict) -> str:
    if verdict is phones.Verdict.NOT_A_NUMBER:
        return "Enter a phone number like 01632 960 123, or an e-mail address."
    return verdict.says


def tidy_email(typed: str, *, field: str = "email") -> str:
    """An e-mail address as we keep it. Raises RuleBroken when it cannot be one."""
    try:
        found = validate_email(
            typed.strip(), check_deliverability=False, test_environment=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        if _is_of_the_demo(typed):
            return typed.strip().lower()
        raise RuleBroken("Enter an e-mail address like name@example.org.", field=field) from None
    return found.normalized.lower()


def _is_of_the_demo(typed: str) -> bool:
    """Addresses that can never exist (RFC 2606) are what demos and tests write to."""
    return (
        re.fullmatch(
            r"[a-z0-9._+-]{1,64}@([a-z0-9-]+\.){0,3}(example|example\.(org|com|net))",
            typed.strip().lower(),
        )
        is not None
    )


def tidied(content: Content) -> Content:
    """What somebody typed, as it is kept: one form of each letter, nothing invisible.

    Raises RuleBroken when nothing of the name is left.
    """
    typed = {field.name: getattr(content, field.name) for field in fields(content)}
    texts = {name: text for name, text in typed.items() if type(text) is str}
    kept = {
        name: plain(text) if name in OF_SEVERAL_LINES else one_line(text)
        for name, text in texts.items()
    }
    if not kept["name"]:
        raise RuleBroken("Enter what the activity is called.", field="name")
    return content.with_answers(**kept)


def waiting_changes(before: Content, after: Content) -> dict[str, str]:
    """The changes that wait for an editor, when somebody without an account makes them."""
    return {
        name: getattr(after, name)
        for name in ALWAYS_ASKED_ABOUT
        if getattr(after, name) != getattr(before, name) and getattr(before, name)
    }
