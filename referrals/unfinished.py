"""What was typed in a draft and cannot be read yet, as half a phone number: kept as it was typed.

Each stands in a line of its own under “Why now?” while it is a draft, and goes back to its field when the
draft is opened. So nothing is lost, and nothing is sent before it can be read.
"""

from collections.abc import Mapping

from directory.wording import one_line

FIELDS: Mapping[str, str] = {
    "phone": "phone number", "email": "e-mail address", "postcode": "postcode",
    "nhs_number": "NHS number", "born_on": "date of birth",
}  # fmt: skip
"""The answers that may be mistyped, each with what a line calls it."""

BEGINS = "Not finished, "
BEFORE_SENDING = "This is kept as you typed it. Finish it before you send it, or empty it."


def put_aside(why_now: str, typed: Mapping[str, str]) -> str:
    """Some words with a line for each answer that cannot be read."""
    tidy = {name: one_line(words) for name, words in typed.items()}
    lines = [f"{BEGINS}{FIELDS[name]}: {words}" for name, words in tidy.items() if words]
    return "\n".join([*([why_now] if why_now else []), *lines])


def taken_out(why_now: str) -> tuple[str, dict[str, str]]:
    """The words alone, and by its field what was typed and could not be read."""
    names = {f"{BEGINS}{called}": name for name, called in FIELDS.items()}
    typed: dict[str, str] = {}
    words: list[str] = []
    for line in reversed(why_now.split("\n")):  # what was put aside stands last
        called, _, rest = line.partition(": ")
        name = names.get(called)
        if name is None or name in typed:
            words.append(line)
        else:
            typed[name] = rest
    return "\n".join(reversed(words)), typed


def named(typed: Mapping[str, str]) -> str:
    """Which answers are not finished, as a sentence says it: “phone number and postcode”."""
    *most, last = [FIELDS[name] for name in typed] or [""]
    return f"{', '.join(most)} and {last}" if most else last
