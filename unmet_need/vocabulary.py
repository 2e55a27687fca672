"""The closed lists of unmet need: where it was heard, why it was not met, and how somebody wished for it."""

from directory.vocabulary import Worded


class Source(Worded):
    """Where need was heard (B15)."""

    CONSULTATION = "consultation", "Said in a consultation"
    LINK_WORK = "link-work", "Said to a link worker"
    GROUP = "group", "A group said no"
    TOLD = "told", "Somebody told the area"
    FOCUS_GROUP = "focus-group", "A focus group"
    SOCIAL_MARKETING = "social-marketing", "Social marketing"

    @property
    def is_identified(self) -> bool:
        """Whether it is identified need: somebody in care said it of themselves. The other kind is never added to it (B15)."""
        return self in {Source.CONSULTATION, Source.LINK_WORK, Source.GROUP}


class Reason(Worded):
    """Why need was not met."""

    NOT_SAID = "not-said", "Nobody said why"
    NOTHING = "nothing", "There is nothing like it"
    FULL = "full", "It is full"
    TOO_FAR = "too-far", "It is too far"
    WRONG_DAY = "wrong-day", "It is on the wrong day, or at the wrong time"
    COST = "cost", "It costs too much"
    LANGUAGE = "language", "It is not in their language"
    ACCESS = "access", "They cannot get in, or get there"
    TURNED_DOWN = "turned-down", "The group said no"


class Wish(Worded):
    """How somebody would like it to be."""

    GROUP = "group", "In a group"
    ONE_TO_ONE = "one-to-one", "With one other person"
    AT_HOME = "at-home", "At home"
    ONLINE = "online", "On-line"


class Match(Worded):
    """What was found when somebody looked into the directory (A10.5): a gap in what is known, or in what there is."""

    THERE = "there", "It is there: they did not know of it"
    LACKING = "lacking", "It is not there"
