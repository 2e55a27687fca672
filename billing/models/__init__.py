"""The tables of billing, by journey."""

from billing.models.bands import BandChoice
from billing.models.bank_details import (
    BouncedPayment,
    GroupBankDetails,
    PaymentFile,
    PaymentFileLine,
)
from billing.models.budgets import BudgetDivision
from billing.models.charges import Charge, ChargedPerson
from billing.models.contracts import (
    Contract,
    ContractDeed,
    ContractParty,
    ContractPrice,
    ContractVersion,
    Deed,
)
from billing.models.contributions import (
    Contribution,
    ContributionSchedule,
    ContributionTerms,
    Receipt,
)
from billing.models.group_lines import GroupLine
from billing.models.income import IncomeStream
from billing.models.invoices import CreditNote, Invoice, InvoiceAct, InvoicedCharge
from billing.models.numbering import NumberSeries
from billing.models.passed_on import PeoplePaidFor
from billing.models.points import InvoicedAward, PointAward
from billing.models.remittances import Remittance, RemittanceLine
from billing.models.sub_contracts import SubContractCheck, SubContractVersion
from billing.models.vouchers import SessionPlaces, SessionSpent, SessionTakenBack, Voucher

__all__ = [
    "BandChoice",
    "BouncedPayment",
    "BudgetDivision",
    "Charge",
    "ChargedPerson",
    "Contract",
    "ContractDeed",
    "ContractParty",
    "ContractPrice",
    "ContractVersion",
    "Contribution",
    "ContributionSchedule",
    "ContributionTerms",
    "CreditNote",
    "Deed",
    "GroupBankDetails",
    "GroupLine",
    "IncomeStream",
    "Invoice",
    "InvoiceAct",
    "InvoicedAward",
    "InvoicedCharge",
    "NumberSeries",
    "PaymentFile",
    "PaymentFileLine",
    "PeoplePaidFor",
    "PointAward",
    "Receipt",
    "Remittance",
    "RemittanceLine",
    "SessionPlaces",
    "SessionSpent",
    "SessionTakenBack",
    "SubContractCheck",
    "SubContractVersion",
    "Voucher",
]
