"""The closed lists of referrals, each with what people read.

Values are kept in the database and sent to others, and do not change.
"""

from directory.vocabulary import Worded


class SupportLevel(Worded):
    """How much support somebody needs (A-PW-03). Never the same thing as a tariff band (T7)."""

    SELF_CARE = "self-care", "Self care"
    MINIMAL = "minimal", "Minimal support"
    MODERATE = "moderate", "Moderate support"
    HIGH = "high", "High support"


class Stage(Worded):
    """Where somebody stands on the one pathway, whatever their conditions (A-PW-01, A-PW-02)."""

    STABILISING = "stabilising", "First assessment and settling"
    CARE_PLANNING = "care-planning", "Yearly care planning at the practice"
    LEAD_NTP = "lead-ntp", "Support from a health link worker"
    ACTIVITIES = "activities", "Activities of their own choice"


class Urgency(Worded):
    """How soon somebody should be reached."""

    ROUTINE = "routine", "In the usual time"
    SOON = "soon", "Sooner than usual"
    URGENT = "urgent", "As soon as can be"

    @property
    def in_short(self) -> str:
        """How the day by which somebody is to be reached is introduced; nothing where none is named."""
        return {Urgency.URGENT: "It is urgent", Urgency.SOON: "Sooner than usual"}.get(self, "")


class Source(Worded):
    """How a referral came in."""

    PRACTICE = "practice", "From the practice, on this site"
    PHONE = "phone", "The practice rang"
    SELF = "self", "The person asked for it"
    MESSAGE = "message", "From the practice's own system"
    REOPENED = "reopened", "Opened again after an earlier one"


class ReturnReason(Worded):
    """Why a referral goes back to the practice; counted in what the practice sees of its own."""

    INAPPROPRIATE = "inappropriate", "Our help does not fit"
    TOO_LITTLE = "too-little-information", "We need to know more"
    DUPLICATE = "duplicate", "We have this referral already"


class Recipient(Worded):
    """To whom something about a person may go, once they have said yes."""

    LEAD_NTP = "lead-ntp", "The lead organisation and its link workers"
    PRACTICE = "practice", "The GP practice"
    GROUP = "group", "A group that the person was linked to"


class Purpose(Worded):
    """What it may be used for there. Consent holds for one recipient and one purpose."""

    SUPPORT = "support", "To help the person"
    REPORT = "report", "To say what came of it"
    INTRODUCE = "introduce", "To introduce the person to the group"


class Channel(Worded):
    """The ways in which somebody can be reached, and in which a contact happens."""

    FACE_TO_FACE = "face-to-face", "Face to face"
    PHONE = "phone", "Phone"
    VIDEO = "video", "Video"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter by post"


class ReviewKind(Worded):
    """At which review a plan is looked over (B3-22)."""

    SIX_WEEKS = "six-weeks", "Six weeks"
    SIX_MONTHS = "six-months", "Six months"
    TWELVE_MONTHS = "twelve-months", "Twelve months"
    YEARLY = "yearly", "Once a year"


class HowItGoes(Worded):
    """What somebody says some months after the work is done. Slipping is no failure (A-CASE-07)."""

    KEEPING = "keeping", "Keeping it up"
    LAPSED = "lapsed", "Things have slipped, and they would like help again"


class LinkKind(Worded):
    """What an onward link rests on (A10.2)."""

    FORMAL = "formal", "Under our sub-contract"
    INFORMAL = "informal", "A suggestion: nothing is owed"
    OWN = "own", "A service of our own"
    SELF_DIRECTED = "self-directed", "Something of their own"


class RefusalReason(Worded):
    """Why a group says no. A refusal is a fact about what the area lacks, not about the person."""

    FULL = "full", "We are full"
    NOT_RIGHT = "not-right", "We are not right for this"
    CLOSED = "closed", "We have stopped"
    TOO_FAR = "too-far", "It is too far for them"
    OTHER = "other", "Something else"


class News(Worded):
    """What a link worker has not seen yet about an onward link."""

    ACCEPTED = "accepted", "The group said yes."
    REFUSED = "refused", "The group said no."
    PROPOSED = "proposed", "The group proposes another day."
    TOLD = "told", "The group said how it goes."
    RING = "ring", "The group has not answered, and no letter reaches it. Ring them."
    UNANSWERED = "unanswered", "The group did not answer, and we closed the link."
    OVERDUE = "overdue", "The group’s outcomes are late."
    GONE = "gone", "The activity has left the directory."


class ToldBy(Worded):
    """How something about a link came to us."""

    PAGE = "page", "By the group, on its page"
    WORKER = "worker", "Told to the link worker"
    PAPER = "paper", "On the paper register"


class Said(Worded):
    """What somebody said about an activity that was suggested."""

    YES = "yes", "Yes, they want to go"
    THINKING = "thinking", "They want to think about it"
    NO = "no", "No, it is not for them"


class GroupAnswer(Worded):
    """What a group answers when it is asked."""

    ACCEPT = "accept", "Yes, they can come"
    PROPOSE = "propose", "Yes, but on another day"
    REFUSE = "refuse", "No, not this time"


class Saying(Worded):
    """What a group, or the link worker for the person, says of an onward link, as the history has it."""

    ACCEPT = "accept", "The group said yes"
    PROPOSE = "propose", "The group proposed another day"
    REFUSE = "refuse", "The group said no"
    WENT = "went", "The group said how it goes"
    AGREE_DAY = "agree-day", "A day was agreed"
    NOT_THAT_DAY = "not-that-day", "That day does not suit them"


class StillComing(Worded):
    """How it stands with somebody at a group."""

    COMING = "coming", "They still come"
    FINISHED = "finished", "It is finished"
    STOPPED = "stopped", "They stopped coming, or never came"


class Met(Worded):
    """How far an outcome that was owed was reached."""

    MET = "met", "Yes"
    PARTLY = "partly", "Partly"
    NOT_MET = "not-met", "No"


class RequestKind(Worded):
    """What somebody may ask of the record that is kept about them."""

    ACCESS = "access", "A copy of everything"
    RECTIFICATION = "rectification", "Put something right"
    ERASURE = "erasure", "Erase it"


class ErasureCause(Worded):
    """Why a record was erased."""

    REQUEST = "request", "The person asked for it"
    RETENTION = "retention", "Its time was over"
