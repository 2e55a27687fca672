"""The closed lists of billing: how a lead NTP is paid, how it was chosen, what is paid beside the tariff."""

from directory.vocabulary import Worded


class Mechanism(Worded):
    """How the money of a contract flows (A-COST-01, A-CB-03)."""

    BLOCK = "block", "Block: a fixed sum a year"
    TARIFF = "tariff", "Tariff: a price for each person's year of help"
    HYBRID = "hybrid", "Hybrid: a fixed sum, and a tariff beside it"
    GRANT = "grant", "Grant: money towards what the lead NTP does"

    @property
    def has_tariff(self) -> bool:
        """Whether people's years of help are paid for one by one."""
        return self in {Mechanism.TARIFF, Mechanism.HYBRID}

    @property
    def short(self) -> str:
        """ "Block"."""
        return self.words.partition(":")[0]


class Series(Worded):
    """What is numbered 1, 2, 3 without a gap, by each organisation for itself."""

    INVOICE = "invoice", "Invoice"
    CREDIT_NOTE = "credit-note", "Credit note"
    REMITTANCE = "remittance", "Remittance"
    RECEIPT = "receipt", "Receipt"


class Route(Worded):
    """How the lead NTP was chosen (A-CS-15).

    The first five are the ways of the Health Care Services (Provider Selection Regime) Regulations 2023.
    """

    DIRECT_A = "direct-a", "Direct award A: nobody else could do it"
    DIRECT_B = "direct-b", "Direct award B: people choose among all who qualify"
    DIRECT_C = "direct-c", "Direct award C: the same provider goes on, and little changes"
    MOST_SUITABLE = (
        "most-suitable",
        "Most suitable provider: the best was found without a competition",
    )
    COMPETITIVE = "competitive", "Competition: several made an offer"
    PILOT = "pilot", "A pilot, paid by a grant, with a provider we know"
    OTHER = "other", "Another way, outside these regulations"

    @property
    def is_regulated(self) -> bool:
        """Whether the regulations ask for reasons under their five headings."""
        return self not in {Route.PILOT, Route.OTHER}


class Criterion(Worded):
    """The five headings under which those regulations want reasons."""

    QUALITY = "quality", "Quality and innovation"
    VALUE = "value", "Value"
    INTEGRATION = "integration", "Integration, collaboration and service sustainability"
    ACCESS = "access", "Improving access, reducing health inequalities and facilitating choice"
    SOCIAL_VALUE = "social-value", "Social value"


class FixedKind(Worded):
    """What is paid beside the tariff, which is for services only (A-COST-03, A-TAR-06, B3-13, B3-27)."""

    GOVERNANCE = "governance", "Governance"
    DIRECTORY = "directory", "Keeping the directory"
    MANAGEMENT = "management", "Management"
    DATA_WORK = "data-work", "Collecting and reporting data"
    SUB_CONTRACTS = "sub-contracts", "Looking after sub-contracts, and their risk"
    SET_UP = "set-up", "Setting up, once"

    @property
    def is_once(self) -> bool:
        """Whether it is paid in the first year alone."""
        return self is FixedKind.SET_UP


class OverActivity(Worded):
    """What happens when more people come than was planned (A-CS-13, B0-02)."""

    TALK = "talk", "Both sides look at it, and write down what they decide"
    PAY = "pay", "The tariff goes on: each person's year is paid"
    BAND = "band", "The fixed sum changes once activity leaves a band around the plan"
    CAP = "cap", "Nothing is paid beyond the plan"


class Every(Worded):
    """How often a report is due."""

    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every three months"
    YEAR = "year", "Every year"

    @property
    def months(self) -> int:
        """How many months lie between two of them."""
        return {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self]


class IncentiveFrom(Worded):
    """From when the year is counted after which change that was kept up is paid for (OD6)."""

    END = "end", "A year after the work ended"
    START = "start", "A year after the first meeting"


class LineKind(Worded):
    """What a line of an invoice is for."""

    BLOCK = "block", "Fixed sum"
    FIXED = "fixed", "Beside the tariff"
    OUTCOME = "outcome", "Outcomes"
    TARIFF = "tariff", "Years of help"
    INCENTIVE = "incentive", "Change that was kept up"

    @property
    def is_for_people(self) -> bool:
        """Whether it adds up what was charged person by person."""
        return self in {LineKind.TARIFF, LineKind.INCENTIVE}


class Vat(Worded):
    """How value added tax is treated: for an accountant to say, never for the program (B4-15)."""

    EXEMPT = "exempt", "Exempt"
    OUTSIDE = "outside", "Outside the scope"
    STANDARD = "standard", "At the standard rate"


class Confidence(Worded):
    """How well it is known what the service costs (B3-14)."""

    MEASURED = "measured", "Measured"
    ESTIMATED = "estimated", "Estimated"
    UNKNOWN = "unknown", "Not known"


class Side(Worded):
    """On which side of a contract an organisation stands."""

    FUNDER = "funder", "Pays"
    PROVIDER = "provider", "Provides"


class ContractState(Worded):
    """How a contract stands on a day."""

    WRITING = "writing", "Being written"
    WAITING = "waiting", "Waits for signatures"
    NOT_YET = "not-yet", "Signed, not yet begun"
    IN_FORCE = "in-force", "In force"
    ENDS_SOON = "ends-soon", "Ends soon"
    ENDED = "ended", "Ended"
    DROPPED = "dropped", "Dropped before it was signed"

    @property
    def colour(self) -> str:
        """The state whose tag colour it takes (web/templating.py)."""
        return {
            "writing": "draft", "waiting": "waiting", "not-yet": "new", "in-force": "live",
            "ends-soon": "due", "ended": "over", "dropped": "over",
        }[self.value]  # fmt: skip


class Section(Worded):
    """A part of what a contract says: a page on which it is written."""

    BASICS = "basics", "Who, where, when and how much"
    ROUTE = "route", "How the lead NTP was chosen"
    SERVICES = "services", "What is done for people"
    FIXED = "fixed", "Paid beside the tariff"
    PRICES = "prices", "Prices"
    ACTIVITY = "activity", "How many people are expected"
    SHARES = "shares", "Small groups and outcomes"
    REPORTS = "reports", "Reports"
    ASSURANCES = "assurances", "Governance"
