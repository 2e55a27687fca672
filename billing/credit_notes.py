"""What a credit note says, as one value: which line of which invoice it takes back, how much of it, and why (S8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from billing.invoices import digest_of, tax_on
from billing.remittances import CHECK_LETTERS
from billing.vocabulary import LineKind, Vat
from kernel.money import Money


@dataclass(frozen=True)
class Credited:
    """All that a credit note says. `net` is what it takes back before tax, `before` what others took back earlier.

    Its tax is what is missing to that of all of them together: an invoice that is credited whole is owed no penny.
    """

    number: int
    lead: str
    funders: tuple[str, ...]
    invoice: int
    issued_on: date
    kind: LineKind
    what: str
    because: str
    before: Money
    net: Money
    vat: Vat | None

    @property
    def tax(self) -> Money:
        """The tax that is taken back with it."""
        return tax_on(self.before + self.net, self.vat) - tax_on(self.before, self.vat)

    @property
    def total(self) -> Money:
        """What no longer has to be paid."""
        return self.net + self.tax

    @property
    def digest(self) -> str:
        """By which it shows that nothing of it was changed."""
        return digest_of(self.to_json())

    @property
    def check(self) -> str:
        """The beginning of the check sum, as it stands on paper."""
        return self.digest[:CHECK_LETTERS]

    def to_json(self) -> dict[str, Any]:
        """The value as plain JSON."""
        kept: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Credited":
        """The value again."""
        return _adapter().validate_python(kept)


@cache
def _adapter() -> TypeAdapter[Credited]:
    """Made once: it reads the shape of the value."""
    return TypeAdapter(Credited)
