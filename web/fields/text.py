"""Fields to write in: lines, numbers, long texts and passwords. What is typed is tidied, never lost."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import wtforms
from wtforms.validators import Length

from kernel.errors import RuleBroken
from kernel.money import Money
from web.fields.drawn import Drawn, Params

WHOLE_NUMBER = re.compile(r"[-−]?[0-9]{1,9}")
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing."""

KEPT_CONTROLS = "\n\t"
LINE = frozenset({
    "type", "inputmode", "autocomplete", "autocapitalize", "spellcheck", "width", "prefix",
    "suffix", "classes",
})  # fmt: skip


class Worded(Drawn, wtforms.StringField):
    """What kinds that hold words share: `data` is a text, "" when nothing was written."""

    data: str

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        kept = self.kept(valuelist[0]) if valuelist else ""
        self.data = kept if any(map(_is_seen, kept)) else ""
        self.raw_data = [self.data]  # so that what nobody can see is no answer

    def kept(self, typed: str) -> str:
        """What is kept of what was typed."""
        return tidied(typed).strip()


class TextField(Worded):
    """One line of text."""

    macro = ("input", "input")
    takes = LINE

    def kept(self, typed: str) -> str:
        return " ".join(tidied(typed).split())


class EmailField(TextField):
    """An e-mail address. That it is one is for a validator to say."""

    usual: ClassVar[Mapping[str, Any]] = {
        "type": "email", "autocomplete": "email", "spellcheck": False, "autocapitalize": "none",
    }  # fmt: skip


class TelephoneField(TextField):
    """A telephone number."""

    usual: ClassVar[Mapping[str, Any]] = {"type": "tel", "autocomplete": "tel", "width": 20}


class PostcodeField(TextField):
    """A postcode, as typed."""

    usual: ClassVar[Mapping[str, Any]] = {
        "autocomplete": "postal-code", "autocapitalize": "characters", "spellcheck": False,
        "width": 10,
    }  # fmt: skip


class NumberField(Drawn, wtforms.IntegerField):
    """A whole number of up to nine digits; `data` is an int, or None when left empty."""

    macro = ("input", "input")
    takes = LINE
    usual: ClassVar[Mapping[str, Any]] = {"inputmode": "numeric", "spellcheck": False, "width": 5}

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = re.sub(r"[\s,]", "", tidied(valuelist[0])) if valuelist else ""
        if typed and not WHOLE_NUMBER.fullmatch(typed):
            self.data = None
            raise ValueError("Enter a whole number, like 12.")
        self.data = int(typed.replace("−", "-")) if typed else None

    def shown(self) -> str:
        return tidied(str(self.raw_data[0])) if self.raw_data else super().shown()


class MoneyField(Drawn, wtforms.Field):
    """An amount in pounds; `data` is Money, or None when left empty: £0 is an answer, a blank is none.

    `may_be_owed` lets it be less than nothing.
    """

    macro = ("input", "input")
    takes = LINE
    usual: ClassVar[Mapping[str, Any]] = {
        "prefix": "£", "inputmode": "decimal", "spellcheck": False, "width": 10,
    }  # fmt: skip
    data: Money | None

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        may_be_owed: bool = False,
        **more: Any,
    ) -> None:
        self.may_be_owed = may_be_owed
        super().__init__(label, validators, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = tidied(valuelist[0]).strip() if valuelist else ""
        self.raw_data = [typed if any(map(_is_seen, typed)) else ""]
        self.data = self._read(self.raw_data[0])

    def shown(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data).replace("£", "")

    def _read(self, typed: str) -> Money | None:
        if not typed:
            return None
        try:
            amount = Money.pounds(re.sub(r"\s", "", typed).replace("−", "-"))
        except RuleBroken as refusal:
            raise ValueError(refusal.message) from None
        if amount.pence < 0 and not self.may_be_owed:
            raise ValueError("Enter an amount of £0 or more.")
        return amount


class LongTextField(Worded):
    """Text of several lines. With `count`, people see how many characters are left to them."""

    takes = frozenset({"rows", "spellcheck", "autocomplete", "classes"})

    def __init__(
        self, label: str = "", validators: Sequence[Any] = (), *, count: int = 0, **more: Any
    ) -> None:
        self.count = count
        if count:
            too_long = Length(max=count, message=f"Use {count:,} characters or fewer.")
            validators = [*validators, too_long]
        super().__init__(label, validators, **more)

    @property
    def macro(self) -> tuple[str, str]:  # type: ignore[override]
        return ("character-count", "characterCount") if self.count else ("textarea", "textarea")

    def params(self) -> Params:
        return {**super().params(), **({"maxlength": self.count} if self.count else {})}


class PasswordField(Worded):
    """A password: never shown again, never tidied, with a button to see it."""

    macro = ("password-input", "passwordInput")
    takes = frozenset({"autocomplete", "width"})

    def kept(self, typed: str) -> str:
        return typed

    def shown(self) -> str:
        return ""


def tidied(typed: str) -> str:
    """Text as it is kept: composed (NFC), lines ended by \\n, nothing that is no character."""
    lines = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in lines if char in KEPT_CONTROLS or _is_character(char))


def _is_seen(char: str) -> bool:
    """Whether somebody who looks at it sees anything: a letter or a sign, and no code without a shape."""
    return char not in BLANKS and unicodedata.category(char) not in UNSEEN


def _is_character(char: str) -> bool:
    """Whether a page may hold it: no control, half of a pair, or code that Unicode never gives."""
    code = ord(char)
    is_never_given = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - Unicode 23.7
    return not is_never_given and unicodedata.category(char) not in {"Cc", "Cs"}
