"""An invoice as a program reads it: the elements of UBL 2.1 in their order, and sums that tie to the paper."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

from billing.invoices import FunderPart, Invoiced, InvoiceLine
from billing.ubl import CAC, CBC, ROOT, credit_note_xml, invoice_xml
from billing.vocabulary import LineKind, Vat
from kernel.money import Money
from tests.billing.test_credit_notes import NOTE

LINES = (
    InvoiceLine(LineKind.BLOCK, "Fixed sum, April 2026", 1, Money(100_00), Money(100_00)),
    InvoiceLine(LineKind.TARIFF, "Another band <& more>", 3, None, Money(50_01)),
    InvoiceLine(LineKind.TARIFF, "A year of help, low", 2, Money(70_00), Money(140_00)),
)  # fmt: skip
SAID = Invoiced(
    number=7, lead="Anytown\x00 Community Links", funders=(FunderPart("Anytown Health", None),),
    contract="Riverside", since=date(2026, 4, 1), month=date(2026, 4, 1), issued_on=date(2026, 5, 4), lines=LINES,
    shadow=LINES[:1], vat=Vat.STANDARD, vat_because="",
)  # fmt: skip
ORDER = [
    "UBLVersionID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "Note", "DocumentCurrencyCode",
    "InvoicePeriod", "ContractDocumentReference", "AccountingSupplierParty",
    "AccountingCustomerParty", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine", "InvoiceLine",
    "InvoiceLine",
]  # fmt: skip
"""As the schema of UBL 2.1 asks for them (docs.oasis-open.org/ubl/os-UBL-2.1)."""


def read(made: bytes):
    return ElementTree.fromstring(made)  # noqa: S314 - our own file


def text(part, *names):
    found = part.find(
        "/".join(f"{{{CAC if n < len(names) - 1 else CBC}}}{name}" for n, name in enumerate(names))
    )
    return found.text


def test_it_has_the_elements_of_an_invoice_in_their_order():
    root = read(invoice_xml(SAID))
    assert root.tag == f"{{{ROOT.format('Invoice')}}}Invoice"
    assert [one.tag.partition("}")[2] for one in root] == ORDER
    assert (text(root, "ID"), text(root, "DueDate")) == ("7", "2026-06-03")
    assert SAID.digest in text(root, "Note")


def test_sums_tie():
    root = read(invoice_xml(SAID))
    lines = root.findall(f"{{{CAC}}}InvoiceLine")
    net = sum(Decimal(text(one, "LineExtensionAmount")) for one in lines)
    assert (
        net == Decimal(text(root, "LegalMonetaryTotal", "LineExtensionAmount")) == Decimal("290.01")
    )
    tax = Decimal(text(root, "TaxTotal", "TaxAmount"))
    assert (
        net + tax == Decimal(text(root, "LegalMonetaryTotal", "PayableAmount")) == Decimal("348.01")
    )
    for one in lines:
        each = Decimal(text(one, "Price", "PriceAmount"))
        assert each * int(text(one, "InvoicedQuantity")) == Decimal(
            text(one, "LineExtensionAmount")
        )


def test_points_that_were_taken_back_are_fewer_than_none_at_their_price():
    line = InvoiceLine(
        LineKind.OUTCOME, "Points of year 1: Falls", -3, Money(96_00), Money(-288_00)
    )
    root = read(invoice_xml(replace(SAID, lines=(*LINES, line))))
    part = root.findall(f"{{{CAC}}}InvoiceLine")[-1]
    assert (text(part, "InvoicedQuantity"), text(part, "Price", "PriceAmount")) == ("-3", "96.00")
    assert text(part, "LineExtensionAmount") == "-288.00"
    assert text(root, "LegalMonetaryTotal", "LineExtensionAmount") == "2.01"


def test_what_people_typed_stays_text():
    root = read(invoice_xml(SAID))
    assert text(root.findall(f"{{{CAC}}}InvoiceLine")[1], "Item", "Name") == "Another band <& more>"
    assert (
        text(root, "AccountingSupplierParty", "Party", "PartyName", "Name")
        == "Anytown Community Links"
    )


def test_why_there_is_no_tax_is_said():
    root = read(invoice_xml(replace(SAID, vat=Vat.EXEMPT, vat_because="Welfare")))
    category = "TaxTotal", "TaxSubtotal", "TaxCategory"
    assert text(root, *category, "ID") == "E"
    assert text(root, *category, "TaxExemptionReason") == "Welfare"


def test_a_credit_note_says_of_which_invoice():
    root = read(credit_note_xml(NOTE))
    assert root.tag == f"{{{ROOT.format('CreditNote')}}}CreditNote"
    assert text(root, "BillingReference", "InvoiceDocumentReference", "ID") == "3"
    assert text(root, "LegalMonetaryTotal", "PayableAmount") == "60.00"
    assert "Charged twice" in text(root, "Note")
