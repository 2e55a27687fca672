"""What a credit note says, as one value: which line of which invoice it takes back, how much of it, and why (S8)."""

from dataclasses import dataclass
from datetime import date

from billing.frozen import Document
from billing.invoices import tax_on
from billing.vocabulary import LineKind, Vat
from kernel.money import Money


@dataclass(frozen=True)
class Credited(Document):
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
