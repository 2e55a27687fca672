"""An invoice or a credit note in the shape of UBL 2.1 (ISO/IEC 19845), for a program that books it.

It says no more than the paper. No BIS conformance is claimed: party and tax identifiers are not kept here.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from billing.credit_notes import Credited
from billing.invoices import STANDARD_RATE, Invoiced, InvoiceLine
from billing.remittances import pounds
from billing.vocabulary import Vat
from kernel.money import Money

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
CURRENCY = "GBP"
COMMERCIAL_INVOICE = "380"
TAX_CATEGORIES = {Vat.EXEMPT: "E", Vat.OUTSIDE: "O", Vat.STANDARD: "S"}
"""UNCL5305, as UBL uses it. What a contract does not say is outside the scope here."""
ONE = "C62"
"""UN/ECE Recommendation 20: one piece."""


def invoice_xml(said: Invoiced) -> bytes:
    """An invoice, in UTF-8."""
    root = _root("Invoice")
    _basic(root, "UBLVersionID", "2.1")
    _basic(root, "ID", str(said.number))
    _basic(root, "IssueDate", said.issued_on.isoformat())
    _basic(root, "DueDate", said.due_on.isoformat())
    _basic(root, "InvoiceTypeCode", COMMERCIAL_INVOICE)
    _basic(root, "Note", f"Check sum {said.digest}")
    _basic(root, "DocumentCurrencyCode", CURRENCY)
    period = _part(root, "InvoicePeriod")
    _basic(period, "StartDate", said.since.isoformat())
    _basic(period, "EndDate", said.period.last_day.isoformat())
    _basic(_part(root, "ContractDocumentReference"), "ID", said.contract)
    _party(root, "AccountingSupplierParty", said.lead, said.lead_at, said.lead_phone)
    funders = ", ".join(one.name for one in said.funders)
    at = said.funders_at[0] if len(said.funders_at) == 1 else ""
    _party(root, "AccountingCustomerParty", funders, at)
    _tax(root, said.net, said.tax, said.vat, said.vat_because)
    _totals(root, said.net, said.total)
    for place, line in enumerate(said.lines, 1):
        _line(root, "InvoiceLine", "InvoicedQuantity", place, line, said.vat)
    return _bytes(root)


def credit_note_xml(said: Credited) -> bytes:
    """A credit note, in UTF-8."""
    root = _root("CreditNote")
    _basic(root, "UBLVersionID", "2.1")
    _basic(root, "ID", str(said.number))
    _basic(root, "IssueDate", said.issued_on.isoformat())
    for note in (said.because, f"Check sum {said.digest}"):
        _basic(root, "Note", note)
    _basic(root, "DocumentCurrencyCode", CURRENCY)
    invoice = _part(_part(root, "BillingReference"), "InvoiceDocumentReference")
    _basic(invoice, "ID", str(said.invoice))
    _party(root, "AccountingSupplierParty", said.lead)
    _party(root, "AccountingCustomerParty", ", ".join(said.funders))
    _tax(root, said.net, said.tax, said.vat, "")
    _totals(root, said.net, said.total)
    line = InvoiceLine(said.kind, said.what, 1, said.net, said.net)
    _line(root, "CreditNoteLine", "CreditedQuantity", 1, line, said.vat)
    return _bytes(root)


def _root(name: str) -> Element:
    return Element(
        name, {"xmlns": ROOT.format(name), "xmlns:cac": CAC, "xmlns:cbc": CBC}
    )  # fmt: skip


def _part(above: Element, name: str) -> Element:
    return SubElement(above, f"cac:{name}")


def _basic(above: Element, name: str, text: str, **said: str) -> None:
    SubElement(above, f"cbc:{name}", said).text = "".join(_readable(text))


def _readable(text: str) -> Iterator[str]:
    """XML 1.0 has no way to write control characters."""
    return (one for one in text if one >= " " or one in "\n\t")


def _amount(above: Element, name: str, amount: Money) -> None:
    _basic(above, name, str(pounds(amount)), currencyID=CURRENCY)


def _party(root: Element, role: str, name: str, at: str = "", phone: str = "") -> None:
    party = _part(_part(root, role), "Party")
    _basic(_part(party, "PartyName"), "Name", name)
    if at:
        address = _part(party, "PostalAddress")
        for line in at.splitlines():
            _basic(_part(address, "AddressLine"), "Line", line)
    if phone:
        _basic(_part(party, "Contact"), "Telephone", phone)


def _tax(root: Element, net: Money, tax: Money, vat: Vat | None, because: str) -> None:
    whole = _part(root, "TaxTotal")
    _amount(whole, "TaxAmount", tax)
    part = _part(whole, "TaxSubtotal")
    _amount(part, "TaxableAmount", net)
    _amount(part, "TaxAmount", tax)
    _category(part, "TaxCategory", vat, because)


def _category(above: Element, name: str, vat: Vat | None, because: str = "") -> None:
    vat = vat or Vat.OUTSIDE
    category = _part(above, name)
    _basic(category, "ID", TAX_CATEGORIES[vat])
    _basic(category, "Percent", str(STANDARD_RATE if vat is Vat.STANDARD else 0))
    if because and vat is not Vat.STANDARD:
        _basic(category, "TaxExemptionReason", because)
    _basic(_part(category, "TaxScheme"), "ID", "VAT")


def _totals(root: Element, net: Money, whole: Money) -> None:
    totals = _part(root, "LegalMonetaryTotal")
    _amount(totals, "LineExtensionAmount", net)
    _amount(totals, "TaxExclusiveAmount", net)
    _amount(totals, "TaxInclusiveAmount", whole)
    _amount(totals, "PayableAmount", whole)


def _line(
    root: Element, name: str, quantity: str, place: int, line: InvoiceLine, vat: Vat | None
) -> None:
    """Where each costs another sum, the line is one piece at what they come to."""
    part = _part(root, name)
    number, each = (line.number, line.each) if line.each is not None else (1, line.amount)
    _basic(part, "ID", str(place))
    _basic(part, quantity, str(number), unitCode=ONE)
    _amount(part, "LineExtensionAmount", line.amount)
    item = _part(part, "Item")
    _basic(item, "Name", line.said)
    _category(item, "ClassifiedTaxCategory", vat)
    _amount(_part(part, "Price"), "PriceAmount", each)


def _bytes(root: Element) -> bytes:
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True))
