"""The words a listing is described with: closed lists, each with what people read.

The six domains are the guide's (A1.3), joining is barrier B46, cost starts as "ask" (A-DIR-05).
Values go into addresses, the database and the open feed, and do not change.
"""

from enum import StrEnum


class Worded(StrEnum):
    """A value and the words people read for it."""

    words: str

    def __new__(cls, value: str, words: str = "") -> "Worded":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member


class Domain(Worded):
    """The six activity domains, in plain words (A1.3, A-DIR-02)."""

    PHYSICAL_ACTIVITY = "physical-activity", "Getting active"
    HEALTHY_EATING = "healthy-eating", "Food and cooking"
    ARTS_FOR_HEALTH = "arts-for-health", "Arts and crafts"
    BEFRIENDING = "befriending", "Company and somebody to talk to"
    WELFARE_RIGHTS = "welfare-rights", "Money, benefits and rights"
    VOLUNTEERING = "volunteering", "Helping out"


class Joining(Worded):
    """How somebody joins (B46)."""

    TURN_UP = "turn-up", "Just turn up"
    ASK_FIRST = "ask-first", "Ask first"
    REFERRAL = "referral", "A professional refers you"


class Place(Worded):
    """Where it happens. A hidden place has an address that is never shown (D7)."""

    SOMEWHERE = "somewhere", "At a place"
    ONLINE = "online", "On-line"
    WHOLE_AREA = "whole-area", "Anywhere in the area"
    HIDDEN = "hidden", "We tell you where when you get in touch"


class Cost(Worded):
    """What it costs; "ask" until the group says."""

    ASK = "ask", "Ask the group"
    FREE = "free", "Free"
    DONATION = "donation", "Give what you like"
    AMOUNT = "amount", "There is a charge"


class Need(Worded):
    """Needs that an activity meets across domains (A-DOM-01). Never a disease (A-DOM-03)."""

    COMPANY = "company", "Meeting people"
    MOVING = "moving", "Moving more"
    MOOD = "mood", "Feeling better"
    EATING = "eating", "Eating well"
    MONEY = "money", "Sorting out money"
    LEARNING = "learning", "Learning something new"
    PURPOSE = "purpose", "Being useful"
    CARING = "caring", "A break from caring"


class Audience(Worded):
    """Who it is for, when it is not for everybody."""

    EVERYBODY = "everybody", "Everybody"
    MEN = "men", "Men"
    WOMEN = "women", "Women"
    OLDER_PEOPLE = "older-people", "Older people"
    YOUNG_PEOPLE = "young-people", "Young people"
    FAMILIES = "families", "Parents and families"
    CARERS = "carers", "Carers"
    DISABLED_PEOPLE = "disabled-people", "Disabled people"
    CULTURE = "culture", "People of one culture or faith"
    NEWCOMERS = "newcomers", "People new to the country"
    LGBT = "lgbt", "LGBT+ people"


class Checked(Worded):
    """How far a listing was checked: apart from being listed (A-DIR-11)."""

    NEW = "new", "New: not yet checked"
    UNCHECKED = "unchecked", "Not checked"
    CHECKED = "checked", "Checked"
    NOT_CONFIRMED = "not-confirmed", "Not confirmed lately"


class PartOfDay(Worded):
    """Morning until 12, afternoon until 5pm, evening after."""

    MORNING = "morning", "Morning"
    AFTERNOON = "afternoon", "Afternoon"
    EVENING = "evening", "Evening"


class LegalType(Worded):
    """What kind of organisation a group is (A-ORG-08). Asked afterwards, never required."""

    VOLUNTARY = "voluntary-organisation", "Voluntary organisation"
    CHARITY = "registered-charity", "Registered charity"
    ASSOCIATION = "association", "Club or association"
    SELF_HELP = "self-help-group", "Self-help group"
    COMMUNITY = "community-group", "Community group"
    SOCIAL_ENTERPRISE = "social-enterprise", "Social enterprise"
    MUTUAL = "mutual", "Mutual"
    COOPERATIVE = "co-operative", "Co-operative"
    PRIVATE = "private-business", "Private business"
    PUBLIC = "public-body", "Council, NHS or other public body"


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
