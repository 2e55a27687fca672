"""The closed lists of a link worker's day, each with what people read.

Values are kept in the database and sent to others, and do not change.
"""

from directory.vocabulary import Worded


class ContactKind(Worded):
    """What a contact was for. Only the first meeting's minutes speak for a tariff band (A-TAR-04)."""

    ATTEMPT = "attempt", "Getting in touch"
    FIRST_MEETING = "first-meeting", "First meeting"
    MEETING = "meeting", "Meeting or talk"
    REVIEW = "review", "Review"


class Result(Worded):
    """What became of a contact. Nobody is blamed for any of it."""

    REACHED = "reached", "We met or spoke"
    NO_ANSWER = "no-answer", "No answer"
    DID_NOT_COME = "did-not-come", "They did not come"
    CANCELLED_BY_PERSON = "cancelled-by-person", "They cancelled"
    CANCELLED_BY_US = "cancelled-by-us", "We cancelled"

    @property
    def was_reached(self) -> bool:
        """Whether there was a talk or a meeting."""
        return self is Result.REACHED


CANCELLED = (Result.CANCELLED_BY_PERSON, Result.CANCELLED_BY_US)
NOT_HELD = (Result.DID_NOT_COME, *CANCELLED)
"""The results of a meeting that was to be and was not held."""


class AppointmentState(Worded):
    """What became of a meeting that was booked."""

    BOOKED = "booked", "Booked"
    HELD = "held", "Held"
    MISSED = "missed", "They could not come"
    CANCELLED = "cancelled", "Called off"


class Reminder(Worded):
    """Whether somebody was reminded of a meeting."""

    WAITING = "waiting", "A reminder goes out the day before."
    SENT = "sent", "A reminder went out."
    NOT_POSSIBLE = (
        "not-possible",
        "No reminder goes out: we have no mobile number or e-mail address that they allow. "
        "Remind them when you talk.",
    )
    SAFE_TIMES = (
        "safe-times",
        "No reminder goes out by itself: they named safe times. Remind them at such a time.",
    )
    TOO_LATE = "too-late", "No reminder: the meeting is too near for one to go out by day."


class Inequality(Worded):
    """Why somebody is put first: groups that help reaches last (A-HLW-08)."""

    HOMELESS = "homeless", "No home, or about to lose it"
    MIGRANT = "migrant", "New to this country, or seeking safety here"
    TRAVELLER = "traveller", "Gypsy, Roma or Traveller"
    ETHNIC_MINORITY = "ethnic-minority", "Treated worse because of ethnic group"
    LEARNING_DISABILITY = "learning-disability", "Learning disability"
    MENTAL_ILLNESS = "mental-illness", "Severe mental illness"
    CARER = "carer", "Cares for somebody day and night"
    PRISON = "prison", "In touch with the justice system"
    ISOLATED = "isolated", "Sees nobody, or cannot get out"
    POVERTY = "poverty", "Too little money for food or heating"
    OTHER = "other", "Another reason"


class NotThisTime(Worded):
    """What somebody said when asked whether they want this. Neither counts against them."""

    NOT_NOW = "not-now", "Not now"
    NO = "no", "No"


class WorkKind(Worded):
    """Work that is for no one person: it is counted, and it finds people (A-HLW-06, -07, -09)."""

    OUTREACH = "outreach", "Outreach session"
    PARTNERSHIP = "partnership", "Talk with a partner organisation"
    GROUP_SUPPORT = "group-support", "Help for a group"
    NEW_GROUP = "new-group", "Help for a new group"


class Danger(Worded):
    """How soon a safeguarding concern needs an answer."""

    NOW = "now", "Somebody is in danger now"
    SOON = "soon", "It needs an answer today"
    WATCH = "watch", "It needs somebody to look at it"
