"""What may be done with contracts, tariffs and money, and by whom (A5, A8.8)."""

from kernel.access import Role, permission

CHOOSE_BAND = permission(
    "billing:choose_band",
    "Choose the tariff band of a person of your caseload",
    Role.LINK_WORKER,
)
SEE_BAND = permission(
    "billing:see_band",
    "See the tariff band of a person: of a case that you may read, or as manager of any of your lead NTP",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
SEE_CONTRACTS = permission(
    "billing:see_contracts",
    "See the contracts that your organisation stands in, and all their versions",
    Role.COMMISSIONER,
    Role.COMMISSIONER_FINANCE,
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
WRITE_CONTRACTS = permission(
    "billing:write_contracts",
    "Begin, write, sign, vary and end a contract of your own organisation; write down points where it pays",
    Role.COMMISSIONER,
    Role.LEAD_MANAGER,
)
SEE_SUB_CONTRACTS = permission(
    "billing:see_sub_contracts",
    "See what your lead NTP and a group agreed, and how good it was found to be, on either side",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
    Role.GROUP_EDITOR,
)
WRITE_SUB_CONTRACTS = permission(
    "billing:write_sub_contracts",
    "Write down what your lead NTP agreed with a group, and how good you found it",
    Role.LEAD_MANAGER,
)
SEE_REMITTANCES = permission(
    "billing:see_remittances",
    "See what groups under a sub-contract are paid: by your lead NTP, or as the group itself",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
    Role.GROUP_EDITOR,
)
MAKE_REMITTANCES = permission(
    "billing:make_remittances",
    "Make the remittances by which your lead NTP pays groups",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
KEEP_BANK_DETAILS = permission(
    "billing:keep_bank_details",
    "Propose where your lead NTP pays a group to, and confirm what a colleague proposed",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
PAY_GROUPS = permission(
    "billing:pay_groups",
    "Make and open the files by which the bank pays groups: they hold whole account numbers",
    Role.LEAD_FINANCE,
)
SEE_INCOME = permission(
    "billing:see_income",
    "See where the money of your lead NTP comes from, and what groups were paid from it",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
KEEP_INCOME = permission(
    "billing:keep_income",
    "Keep the list of where the money of your lead NTP comes from, and say from which of it groups are paid",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
SEE_CHARGES = permission(
    "billing:see_charges",
    "See what your lead NTP charges, without names",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
SEE_YEAR = permission(
    "billing:see_year",
    "See how a year of your own lead NTP's contract goes against its plan, in exact counts",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
SEE_MIX = permission(
    "billing:see_mix",
    "See how many people of your lead NTP are in each band, by how deprived the place is",
    Role.LEAD_MANAGER,
)
REVERSE_CHARGE = permission(
    "billing:reverse_charge",
    "See whose year is not charged, and reverse a charge",
    Role.LEAD_MANAGER,
)
SEE_SESSIONS = permission(
    "billing:see_sessions",
    "See how many free sessions of your lead NTP were spent and where, and say where they can be",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
TAKE_BACK_SESSIONS = permission(
    "billing:take_back_sessions",
    "Take back a free session of your lead NTP that was spent by mistake, within a day",
    Role.LEAD_MANAGER,
)
KEEP_CONTRIBUTIONS = permission(
    "billing:keep_contributions",
    "Write by which steps people pay towards what they come to",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
TAKE_CONTRIBUTION = permission(
    "billing:take_contribution",
    "Write down what a person of your caseload pays, and whether they can",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
SEE_INVOICES = permission(
    "billing:see_invoices",
    "See the invoices of a contract: as the lead NTP that writes them, or as who pays",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
    Role.COMMISSIONER_FINANCE,
)
ISSUE_INVOICES = permission(
    "billing:issue_invoices",
    "Issue the invoices of your lead NTP, answer questions about them, credit, and write down what came in",
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
)
SETTLE_INVOICES = permission(
    "billing:settle_invoices",
    "Question a line of an invoice that you are asked to pay, and agree to it",
    Role.COMMISSIONER_FINANCE,
)
SEE_PASSED_ON = permission(
    "billing:see_passed_on",
    "See how much of a contract's money reached groups, as its payer, its lead NTP, or a group that is paid",
    Role.COMMISSIONER,
    Role.COMMISSIONER_FINANCE,
    Role.LEAD_MANAGER,
    Role.LEAD_FINANCE,
    Role.GROUP_EDITOR,
)
