"""People's way in to contracts, tariffs and money, by journey."""

from billing.views import (
    bands,
    budgets,
    charges,
    contract_parts,
    contract_year,
    contracts,
    contributions,
    delivered,
    income,
    invoices,
    mix,
    money,
    passed_on,
    payments,
    points,
    remittances,
    settling,
    sub_contracts,
    vouchers,
)
from billing.views.feature import feature
from billing.views.wiring import wire

__all__ = [
    "bands",
    "budgets",
    "charges",
    "contract_parts",
    "contract_year",
    "contracts",
    "contributions",
    "delivered",
    "feature",
    "income",
    "invoices",
    "mix",
    "money",
    "passed_on",
    "payments",
    "points",
    "remittances",
    "settling",
    "sub_contracts",
    "vouchers",
    "wire",
]
