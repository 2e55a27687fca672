"""By what people are told apart when they are counted (B4-18, A-HLW-10)."""

from collections.abc import Mapping

from directory.vocabulary import Worded
from referrals.equality import QUESTIONS


class Cut(Worded):
    """How a group of people is cut into parts. The value of an equality question is its own name."""

    ALL = "all", "Everybody"
    PRACTICE = "practice", "Each practice"
    LOCALITY = "locality", "Each locality"
    FIFTH = "fifth", "Deprivation of the place where they live"
    LIVE = "live", "Where our help has started, and where it has not"
    SERVICE = "service", "Each activity that they went to"
    DOMAIN = "domain", "Each kind of activity that they went to"
    ETHNIC_GROUP = "ethnic_group", "Ethnic group"
    SEX = "sex", "Sex"
    IS_SAME_GENDER = "is_same_gender", "Gender the same as at birth"
    ORIENTATION = "orientation", "Sexual orientation"
    RELIGION = "religion", "Religion"
    DISABILITY = "disability", "Something lasting that makes days harder"

    @property
    def is_of_equality(self) -> bool:
        """Whether it goes by what somebody chose to say about themselves, for counting and nothing else."""
        return self.value in QUESTIONS

    @property
    def is_of_localities(self) -> bool:
        """Whether it puts localities together, and is counted by them."""
        return self is Cut.LIVE

    @property
    def may_overlap(self) -> bool:
        """Whether somebody may be in two of its parts."""
        return self in (Cut.SERVICE, Cut.DOMAIN)


FIFTHS: Mapping[str, str] = {
    "1": "The most deprived fifth of England",
    "2": "The second most deprived fifth",
    "3": "The middle fifth",
    "4": "The second least deprived fifth",
    "5": "The least deprived fifth of England",
}
"""By deprivation: the first fifth is where people have least."""

LIVE: Mapping[str, str] = {
    "live": "Where our help has started",
    "not-yet": "Where our help has not started, to compare with",
}
"""By whether the help of the lead NTP has started in a locality (B4-06)."""

NOT_KNOWN = ""
"""The part of those of whom it is not known, or who did not say."""
