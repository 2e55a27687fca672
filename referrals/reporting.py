"""What a report to the practice says, as one value: composed, shown to the person, frozen, read.

The JSON has section names of the PRSB social prescribing standard (v1.1). It is a draft: the whole list
of elements was not seen, and no conformance is claimed.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from directory.vocabulary import Worded
from kernel.periods import Holidays, working_days_after
from referrals.lifecycle import State

STANDS, SUPPORT = "stands", "support"
"""Keys of sections that a practice would also see on the page on which it follows its referral."""


class Occasion(Worded):
    """Why a report is written."""

    ASSESSMENT = "assessment", "After the first meeting"
    REVIEW = "review", "After a review"
    CLOSING = "closing", "At the end"
    LAPSE = "lapse", "They need help again"
    UNREACHABLE = "unreachable", "Could not be reached"
    DECLINED = "declined", "Not this time"
    RETURNED = "returned", "Sent back to you"

    @property
    def is_short(self) -> bool:
        """Whether it says only where the referral stands."""
        return self in (Occasion.UNREACHABLE, Occasion.DECLINED, Occasion.RETURNED)


OCCASIONS: Mapping[State, Occasion] = {
    State.ASSESSED: Occasion.ASSESSMENT,
    State.COMPLETED: Occasion.CLOSING,
    State.REDIRECTED: Occasion.CLOSING,
    State.LAPSED: Occasion.LAPSE,
    State.UNREACHABLE: Occasion.UNREACHABLE,
    State.DECLINED: Occasion.DECLINED,
    State.RETURNED: Occasion.RETURNED,
}
"""The states after which the practice is owed a report."""

AT_ANY_TIME = (Occasion.ASSESSMENT, Occasion.REVIEW)
AFTER_THE_END = frozenset({State.MAINTAINING, State.SUSTAINED})


def fitting(state: State) -> tuple[Occasion, ...]:
    """Why one may write to the practice as the referral stands, in the order in which it is offered.

    A short report, which the person need not see first, only says what the state says already.
    """
    fits = {*AT_ANY_TIME, OCCASIONS.get(state)}
    if state in AFTER_THE_END:
        fits.add(Occasion.CLOSING)
    return tuple(one for one in Occasion if one in fits)


class Shown(Worded):
    """How the person saw a report before it went (B26)."""

    READ = "read", "Yes, they have read it"
    READ_OUT = "read-out", "Yes, I read it out to them"
    NOT_SHOWN = "not-shown", "No, we could not reach them"


PRSB = (
    "person demographics", "GP practice", "referral details", "personal and professional contacts",
    "individual requirements", "about me", "social context", "safeguarding and risks", "assessment",
    "plan and requested actions", "activities and services", "outcomes", "information given",
    "person completing record", "distribution list",
)  # fmt: skip
"""Section names of the standard, as far as they were seen."""


@dataclass(frozen=True)
class Words:
    """What the link worker writes: in a report these are three sections of their own."""

    agreed: str = ""
    next_steps: str = ""
    asks: str = ""


@dataclass(frozen=True)
class Line:
    """A fact with its name, or free words with none."""

    term: str
    words: str


@dataclass(frozen=True)
class Section:
    """A part of a report: its key, what stands above it, and where it goes in the standard's terms."""

    key: str
    title: str
    prsb: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CodeLine:
    """A code to copy into the record, and the day to copy it for."""

    code: str
    term: str
    on: str

    @property
    def day(self) -> date:
        """The day to copy it for."""
        return date.fromisoformat(self.on)


@dataclass(frozen=True)
class Content:
    """All that a report says. Days are ISO texts, so that it is kept as it is read.

    No address: the practice has one, and where somebody is safe they may have told only us.
    """

    name: str
    born_on: str
    nhs_number: str
    practice: str
    lead: str
    link_worker: str
    occasion: Occasion
    codes: tuple[CodeLine, ...]
    sections: tuple[Section, ...]

    def without(self, keys: Collection[str]) -> Self:
        """The same with some sections left out."""
        return replace(self, sections=tuple(one for one in self.sections if one.key not in keys))

    def only_codes(self) -> Self:
        """The same with nothing but who it is about and the codes."""
        return replace(self, sections=())

    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {**asdict(self), "occasion": self.occasion.value}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """As it was stored."""
        sections = (
            Section(**{**one, "lines": tuple(Line(**line) for line in one["lines"])})
            for one in kept["sections"]
        )
        codes = (CodeLine(**one) for one in kept["codes"])
        occasion = Occasion(kept["occasion"])
        return cls(
            **{**kept, "occasion": occasion, "codes": tuple(codes), "sections": tuple(sections)}
        )

    @property
    def in_words(self) -> str:
        """All of it as sentences: for whoever reads it without its form."""
        lines = [
            f"{one.title}. " + " ".join(
                f"{line.term}: {line.words}." if line.term else line.words for line in one.lines
            )
            for one in self.sections
        ]  # fmt: skip
        codes = [f"{one.term} ({one.code}), for {one.on}." for one in self.codes]
        return " ".join([f"{self.occasion.words}.", *lines, *codes])

    @property
    def digest(self) -> str:
        """By which it shows that nothing of it was changed."""
        words = json.dumps(self.kept(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """A part of a draft that reads otherwise today: the lines that are no longer so, and the new ones."""

    title: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(then: Content, now: Content) -> tuple[Change, ...]:
    """What a draft says that is no longer so, part by part, and what it would say now."""
    before, after = _parts(then), _parts(now)
    titles = dict.fromkeys([*before, *after])
    return tuple(
        Change(
            title,
            tuple(one for one in before.get(title, ()) if one not in after.get(title, ())),
            tuple(one for one in after.get(title, ()) if one not in before.get(title, ())),
        )
        for title in titles
        if before.get(title, ()) != after.get(title, ())
    )


def _parts(content: Content) -> dict[str, tuple[str, ...]]:
    """All that a report says, line by line under what stands above it."""
    about = (content.name, content.born_on, content.nhs_number, content.link_worker)
    return {
        "Who it is about, and from": tuple(one for one in about if one),
        **{
            one.title: tuple(
                f"{line.term}: {line.words}" if line.term else line.words for line in one.lines
            )
            for one in content.sections
        },
        "Codes for the record": tuple(f"{one.code} {one.term}" for one in content.codes),
    }


def is_late(sent_on: date, *, today: date, within: int, holidays: Holidays) -> bool:
    """Whether a report should have been acknowledged: more than so many working days have passed."""
    return today > working_days_after(sent_on, within, holidays=holidays)


def as_prsb(content: Content, *, number: int, sent_on: str, shown: str) -> dict[str, Any]:
    """A sent report as JSON under the section names of the standard."""
    by_name: dict[str, Any] = {
        "person demographics": _demographics(content),
        "GP practice": {"name": content.practice},
        **_sections(content.sections),
        "person completing record": {"name": content.link_worker, "organisation": content.lead},
        "information given": {"shown to the person": shown},
        "distribution list": [content.practice],
    }
    return {
        "status": "draft",
        "conformance": "No conformance is claimed: only section names follow the standard.",
        "standard": "PRSB Social Prescribing Information Standard v1.1",
        "report": {"number": number, "occasion": content.occasion.words, "sent on": sent_on},
        "codes": [{"system": "http://snomed.info/sct", **asdict(code)} for code in content.codes],
        "sections": {name: by_name[name] for name in PRSB if name in by_name},
    }


def _demographics(content: Content) -> dict[str, str]:
    facts = {
        "name": content.name, "date of birth": content.born_on, "NHS number": content.nhs_number,
    }  # fmt: skip
    return {name: words for name, words in facts.items() if words}


def _sections(sections: Sequence[Section]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for section in sections:
        found.setdefault(section.prsb, []).extend(
            {"name": line.term or section.title, "words": line.words} for line in section.lines
        )
    return found
