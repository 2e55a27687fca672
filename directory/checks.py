"""Which checks are worth making about a group: in proportion to what it does (A-DIR-11, B19).

Being listed needs none. Nothing is asked of a group that takes no money and no referrals.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from directory.content import Content
from directory.vocabulary import Audience, Joining, Worded

ENDS_SOON = timedelta(days=30)


class CheckKind(Worded):
    """What is checked."""

    INSURANCE = "insurance", "Public liability insurance"
    SAFEGUARDING = "safeguarding", "Safeguarding policy"
    DBS = "dbs", "DBS checks of those who work with people at risk"
    ACCOUNTS = "accounts", "Accounts or a treasurer's report"
    REFERENCE = "reference", "Somebody we know vouches for it"
    VISIT = "visit", "We visited"
    OTHER = "other", "Something else"


class CheckResult(Worded):
    """How a check went."""

    PASSED = "passed", "Passed"
    NOT_PASSED = "not-passed", "Not passed"


class CheckStanding(StrEnum):
    """How a recorded check stands on a day."""

    HOLDS = "holds"
    ENDS_SOON = "ends-soon"
    RAN_OUT = "ran-out"
    NOT_PASSED = "not-passed"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """What people read."""
        return {
            "holds": "Holds",
            "ends-soon": "Runs out soon",
            "ran-out": "Ran out",
            "not-passed": "Not passed",
            "ended": "Ended",
        }[self.value]

    @property
    def colour(self) -> str:
        """The state whose tag colour it takes (web/templating.py)."""
        return {
            "holds": "checked",
            "ends-soon": "due",
            "ran-out": "overdue",
            "not-passed": "failed",
            "ended": "over",
        }[self.value]


@dataclass(frozen=True)
class Advice:
    """A check that is worth making, and why it is."""

    what: CheckKind
    because: str


def worth_making(content: Content, *, is_funded: bool) -> tuple[Advice, ...]:
    """The checks worth making; none for a group that takes no money and no referrals."""
    takes_referrals = content.joining is Joining.REFERRAL or bool(content.referral_criteria)
    advised: list[Advice] = []
    if not takes_referrals and not is_funded:
        return ()
    if takes_referrals:
        reason = "Professionals send people to it."
        advised += [Advice(CheckKind.INSURANCE, reason), Advice(CheckKind.SAFEGUARDING, reason)]
        if Audience.YOUNG_PEOPLE in content.audiences or content.is_targeted:
            advised.append(Advice(CheckKind.DBS, "It works with people who may be at risk."))
    if is_funded:
        advised.append(Advice(CheckKind.ACCOUNTS, "It is paid by an agreement."))
    return tuple(advised)


def standing_of(
    *, is_passed: bool, runs_out_on: date | None, is_ended: bool, today: date
) -> CheckStanding:
    """How a check stands on a day."""
    if is_ended:
        return CheckStanding.ENDED
    if not is_passed:
        return CheckStanding.NOT_PASSED
    if runs_out_on is None or runs_out_on > today + ENDS_SOON:
        return CheckStanding.HOLDS
    return CheckStanding.ENDS_SOON if runs_out_on >= today else CheckStanding.RAN_OUT
