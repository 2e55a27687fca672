"""The states of a referral, a plan, a link, a report and a data request, and their moves (A10), as tables.

Attendance decides nothing here: a referral is completed when the work with the person is (A-CASE-02).
"""

from directory.vocabulary import Worded
from kernel.lifecycle import Lifecycle, move


class State(Worded):
    """Where a referral stands."""

    DRAFT = "draft", "Not sent yet"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    RETURNED = "returned", "Sent back to the practice"
    ALLOCATED = "allocated", "Accepted by a link worker"
    CONTACTING = "contacting", "Getting in touch"
    UNREACHABLE = "unreachable", "Could not be reached"
    BOOKED = "booked", "First meeting booked"
    MISSED = "missed", "First meeting to be arranged again"
    ASSESSED = "assessed", "First meeting held"
    REDIRECTED = "redirected", "Passed on to other help"
    DECLINED = "declined", "Not this time"
    IN_PROGRAMME = "in-programme", "Working on an action plan"
    COMPLETED = "completed", "Finished"
    MAINTAINING = "maintaining", "Keeping it up"
    SUSTAINED = "sustained", "Kept up for a year"
    LAPSED = "lapsed", "Needs help again"
    REOPENED = "reopened", "Opened again as a new referral"
    WITHDRAWN = "withdrawn", "Taken back"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self in (State.SENT, State.RECEIVED)

    @property
    def is_open(self) -> bool:
        """Whether somebody is to do something: it needs an owner and has clocks."""
        return self in OPEN

    @property
    def is_met(self) -> bool:
        """Whether it is open and the link worker has met the person: a practice cannot end it alone."""
        return self in (State.ASSESSED, State.IN_PROGRAMME)

    @property
    def is_followed(self) -> bool:
        """Whether the person's progress is still looked at, though the work is done."""
        return self in (State.COMPLETED, State.MAINTAINING)

    @property
    def asks_again(self) -> bool:
        """Whether the person would like help again: somebody opens the case again, or says why not."""
        return self is State.LAPSED

    @property
    def is_past_draft(self) -> bool:
        """Whether the lead NTP may know of it."""
        return self is not State.DRAFT


class Move(Worded):
    """What somebody does to a referral. The words are those of the button and of the history."""

    SEND = "send", "Send"
    RECEIVE = "receive", "Acknowledge"
    RETURN = "return", "Send back"
    ACCEPT = "accept", "Accept"
    CONTACT = "contact", "Start getting in touch"
    GIVE_UP = "give-up", "Say that they could not be reached"
    BOOK = "book", "Book a meeting"
    MISS = "miss", "Say that you did not meet"
    ASSESS = "assess", "Record the first meeting"
    REDIRECT = "redirect", "Pass on to other help"
    DECLINE = "decline", "Record “not this time”"
    BEGIN = "begin", "Agree the action plan"
    COMPLETE = "complete", "Finish the work"
    MAINTAIN = "maintain", "Start looking after the change"
    SUSTAIN = "sustain", "Record that it was kept up for a year"
    LAPSE = "lapse", "Record that they need help again"
    REOPEN = "reopen", "Open again"
    WITHDRAW = "withdraw", "Take back"


WITH_WORKER = (
    State.ALLOCATED,
    State.CONTACTING,
    State.BOOKED,
    State.MISSED,
    State.ASSESSED,
    State.IN_PROGRAMME,
)
"""A link worker has accepted, and works with the person."""

OPEN = (State.SENT, State.RECEIVED, *WITH_WORKER)
ENDED = (
    State.RETURNED,
    State.UNREACHABLE,
    State.REDIRECTED,
    State.DECLINED,
    State.COMPLETED,
    State.MAINTAINING,
    State.SUSTAINED,
    State.LAPSED,
)

REFERRAL = Lifecycle(
    start=State.DRAFT,
    moves={
        Move.SEND: move(State.DRAFT, State.RETURNED, to=State.SENT),
        Move.RECEIVE: move(State.SENT, to=State.RECEIVED),
        Move.RETURN: move(State.SENT, State.RECEIVED, State.ALLOCATED, to=State.RETURNED),
        Move.ACCEPT: move(State.SENT, State.RECEIVED, to=State.ALLOCATED),
        Move.CONTACT: move(
            State.ALLOCATED, State.MISSED, State.UNREACHABLE, to=State.CONTACTING
        ),
        Move.BOOK: move(
            State.ALLOCATED, State.CONTACTING, State.MISSED, State.UNREACHABLE, to=State.BOOKED
        ),
        Move.MISS: move(State.BOOKED, to=State.MISSED),
        Move.GIVE_UP: move(State.CONTACTING, State.MISSED, to=State.UNREACHABLE),
        Move.ASSESS: move(
            State.ALLOCATED, State.CONTACTING, State.BOOKED, State.MISSED, to=State.ASSESSED
        ),
        Move.BEGIN: move(State.ASSESSED, to=State.IN_PROGRAMME),
        Move.COMPLETE: move(State.IN_PROGRAMME, to=State.COMPLETED),
        Move.MAINTAIN: move(State.COMPLETED, to=State.MAINTAINING),
        Move.SUSTAIN: move(State.MAINTAINING, to=State.SUSTAINED),
        Move.LAPSE: move(State.COMPLETED, State.MAINTAINING, State.SUSTAINED, to=State.LAPSED),
        Move.REDIRECT: move(*WITH_WORKER, to=State.REDIRECTED),
        Move.DECLINE: move(*OPEN, to=State.DECLINED),
        Move.REOPEN: move(*ENDED, to=State.REOPENED),
        Move.WITHDRAW: move(State.DRAFT, *OPEN, State.COMPLETED, State.MAINTAINING,
                            to=State.WITHDRAWN),
    },
)  # fmt: skip


class PlanState(Worded):
    """Where an action plan stands (A10.3)."""

    DRAFTING = "drafting", "Being written"
    AGREED = "agreed", "Agreed"
    ACTIVE = "active", "Under way"
    UNDER_REVIEW = "under-review", "Being looked over"
    ENDED = "ended", "Finished"
    MAINTAINING = "maintaining", "Keeping it up"
    CLOSED_SUSTAINED = "closed-sustained", "Kept up for a year"
    CLOSED_LAPSED = "closed-lapsed", "Needs help again"
    CLOSED_OTHER = "closed-other", "Stopped"

    @property
    def is_active(self) -> bool:
        """Whether the work goes on: a person has one such plan at most, whatever their conditions."""
        return self in ACTIVE_PLAN

    @property
    def is_followed(self) -> bool:
        """Whether the work is done and somebody still asks how it goes."""
        return self in (PlanState.ENDED, PlanState.MAINTAINING)


class PlanMove(Worded):
    """What is done to an action plan."""

    AGREE = "agree", "Agree the plan"
    START = "start", "Start"
    REVIEW = "review", "Look the plan over"
    REVISE = "revise", "Finish the review"
    END = "end", "Finish"
    MAINTAIN = "maintain", "Keep it up"
    SUSTAIN = "sustain", "Record that it was kept up for a year"
    LAPSE = "lapse", "Record that they need help again"
    CLOSE = "close", "Stop the plan"


ACTIVE_PLAN = (
    PlanState.DRAFTING, PlanState.AGREED, PlanState.ACTIVE, PlanState.UNDER_REVIEW,
)  # fmt: skip

PLAN = Lifecycle(
    start=PlanState.DRAFTING,
    moves={
        PlanMove.AGREE: move(PlanState.DRAFTING, to=PlanState.AGREED),
        PlanMove.START: move(PlanState.AGREED, to=PlanState.ACTIVE),
        PlanMove.REVIEW: move(PlanState.AGREED, PlanState.ACTIVE, to=PlanState.UNDER_REVIEW),
        PlanMove.REVISE: move(PlanState.UNDER_REVIEW, to=PlanState.ACTIVE),
        PlanMove.END: move(
            PlanState.AGREED, PlanState.ACTIVE, PlanState.UNDER_REVIEW, to=PlanState.ENDED
        ),
        PlanMove.MAINTAIN: move(PlanState.ENDED, to=PlanState.MAINTAINING),
        PlanMove.SUSTAIN: move(PlanState.MAINTAINING, to=PlanState.CLOSED_SUSTAINED),
        PlanMove.LAPSE: move(
            PlanState.ENDED, PlanState.MAINTAINING, PlanState.CLOSED_SUSTAINED,
            to=PlanState.CLOSED_LAPSED,
        ),
        PlanMove.CLOSE: move(
            *ACTIVE_PLAN, PlanState.ENDED, PlanState.MAINTAINING, to=PlanState.CLOSED_OTHER
        ),
    },
)  # fmt: skip


class GoalState(Worded):
    """How it goes with one goal. Whether somebody came to a group decides nothing here (A-CASE-02)."""

    SET = "set", "Set"
    WORKING = "working", "Working on it"
    ACHIEVED = "achieved", "Reached"
    PART_ACHIEVED = "part-achieved", "Partly reached"
    CHANGED = "changed", "Changed for another goal"
    DROPPED = "dropped", "Let go"

    @property
    def is_open(self) -> bool:
        """Whether it is still being worked towards."""
        return self in (GoalState.SET, GoalState.WORKING)


class GoalMove(Worded):
    """What is said of a goal."""

    WORK = "work", "Working on it"
    ACHIEVE = "achieve", "Reached"
    PART_ACHIEVE = "part-achieve", "Partly reached"
    CHANGE = "change", "Changed for another goal"
    DROP = "drop", "Let go"
    TAKE_UP = "take-up", "Taken up again"


GOAL = Lifecycle(
    start=GoalState.SET,
    moves={
        GoalMove.WORK: move(GoalState.SET, to=GoalState.WORKING),
        GoalMove.ACHIEVE: move(
            GoalState.SET, GoalState.WORKING, GoalState.PART_ACHIEVED, to=GoalState.ACHIEVED
        ),
        GoalMove.PART_ACHIEVE: move(GoalState.SET, GoalState.WORKING, to=GoalState.PART_ACHIEVED),
        GoalMove.CHANGE: move(GoalState.SET, GoalState.WORKING, to=GoalState.CHANGED),
        GoalMove.DROP: move(GoalState.SET, GoalState.WORKING, to=GoalState.DROPPED),
        GoalMove.TAKE_UP: move(
            GoalState.ACHIEVED, GoalState.PART_ACHIEVED, GoalState.DROPPED, to=GoalState.WORKING
        ),
    },
)


class LinkState(Worded):
    """Where an onward link stands, from an action plan to a group or to nothing but a dog (A10.2)."""

    SUGGESTED = "suggested", "Suggested"
    DECLINED = "declined", "Not what they want"
    AGREED = "agreed", "They said yes"
    INTRODUCED = "introduced", "The group was asked"
    ACCEPTED = "accepted", "The group said yes"
    REFUSED = "refused", "The group said no"
    UNANSWERED = "unanswered", "The group did not answer"
    ATTENDING = "attending", "Taking part"
    DID_NOT_START = "did-not-start", "Did not start"
    STOPPED = "stopped", "Stopped"
    FINISHED = "finished", "Finished"
    OUTCOME_DUE = "outcome-due", "The group owes its outcomes"
    OUTCOME_OVERDUE = "outcome-overdue", "The group’s outcomes are late"
    OUTCOME_RECEIVED = "outcome-received", "Finished, with outcomes"
    TAKEN_BACK = "taken-back", "Taken back"

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self in OPEN_LINK

    @property
    def is_with_group(self) -> bool:
        """Whether the group knows of it, so that its page has something to say and to ask."""
        return self in WITH_GROUP

    @property
    def hears_group(self) -> bool:
        """Whether the group may still answer: after a no it may add words, or think again."""
        return self.is_with_group or self is LinkState.REFUSED


class LinkMove(Worded):
    """What happens to an onward link. The words are those of the choice and of the history."""

    AGREE = "agree", "They said yes"
    DECLINE = "decline", "They said no"
    INTRODUCE = "introduce", "The group was asked"
    ACCEPT = "accept", "The group said yes"
    REFUSE = "refuse", "The group said no"
    RETHINK = "rethink", "The group thinks again"
    GIVE_UP = "give-up", "The group did not answer"
    ATTEND = "attend", "They have begun"
    NOT_START = "not-start", "They did not start"
    STOP = "stop", "They stopped"
    FINISH = "finish", "It is finished"
    OWE = "owe", "The outcomes are due"
    RECEIVE = "receive", "The outcomes came in"
    RUN_LATE = "run-late", "The outcomes are late"
    TAKE_BACK = "take-back", "Take it back"


WITH_GROUP = (
    LinkState.INTRODUCED, LinkState.ACCEPTED, LinkState.ATTENDING, LinkState.FINISHED,
    LinkState.OUTCOME_DUE, LinkState.OUTCOME_OVERDUE,
)  # fmt: skip
OPEN_LINK = (
    LinkState.SUGGESTED, LinkState.AGREED, LinkState.INTRODUCED, LinkState.ACCEPTED,
    LinkState.ATTENDING, LinkState.OUTCOME_DUE, LinkState.OUTCOME_OVERDUE,
)  # fmt: skip
_BEFORE_ATTENDING = (LinkState.AGREED, LinkState.INTRODUCED, LinkState.ACCEPTED)

ONWARD_LINK = Lifecycle(
    start=LinkState.SUGGESTED,
    moves={
        LinkMove.AGREE: move(LinkState.SUGGESTED, to=LinkState.AGREED),
        LinkMove.DECLINE: move(LinkState.SUGGESTED, LinkState.AGREED, to=LinkState.DECLINED),
        LinkMove.INTRODUCE: move(LinkState.AGREED, to=LinkState.INTRODUCED),
        LinkMove.ACCEPT: move(LinkState.INTRODUCED, LinkState.REFUSED, to=LinkState.ACCEPTED),
        LinkMove.REFUSE: move(LinkState.INTRODUCED, LinkState.ACCEPTED, to=LinkState.REFUSED),
        LinkMove.RETHINK: move(LinkState.REFUSED, to=LinkState.INTRODUCED),
        LinkMove.GIVE_UP: move(LinkState.INTRODUCED, to=LinkState.UNANSWERED),
        LinkMove.ATTEND: move(*_BEFORE_ATTENDING, to=LinkState.ATTENDING),
        LinkMove.NOT_START: move(*_BEFORE_ATTENDING, to=LinkState.DID_NOT_START),
        LinkMove.STOP: move(LinkState.ATTENDING, to=LinkState.STOPPED),
        LinkMove.FINISH: move(*_BEFORE_ATTENDING, LinkState.ATTENDING, to=LinkState.FINISHED),
        LinkMove.OWE: move(LinkState.FINISHED, to=LinkState.OUTCOME_DUE),
        LinkMove.RECEIVE: move(
            LinkState.ATTENDING, LinkState.OUTCOME_DUE, LinkState.OUTCOME_OVERDUE,
            to=LinkState.OUTCOME_RECEIVED,
        ),
        LinkMove.RUN_LATE: move(LinkState.OUTCOME_DUE, to=LinkState.OUTCOME_OVERDUE),
        LinkMove.TAKE_BACK: move(*OPEN_LINK, to=LinkState.TAKEN_BACK),
    },
)  # fmt: skip


class ReportState(Worded):
    """Where a report to the practice stands."""

    DRAFT = "draft", "Not sent yet"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"


class ReportMove(Worded):
    """What becomes of a report."""

    SEND = "send", "Send"
    ACKNOWLEDGE = "acknowledge", "Acknowledge"


REPORT = Lifecycle(
    start=ReportState.DRAFT,
    moves={
        ReportMove.SEND: move(ReportState.DRAFT, to=ReportState.SENT),
        ReportMove.ACKNOWLEDGE: move(ReportState.SENT, to=ReportState.ACKNOWLEDGED),
    },
)


class RequestState(Worded):
    """Where somebody's request about their own record stands."""

    OPEN = "open", "To be answered"
    CLARIFYING = "clarifying", "We asked what they mean: the clock stands still"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused, with a reason"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to answer it."""
        return self in (RequestState.OPEN, RequestState.CLARIFYING)


class RequestMove(Worded):
    """What is done with a request."""

    ASK = "ask", "Ask what they mean"
    CLARIFY = "clarify", "Record what they said"
    ANSWER = "answer", "Record that it was answered"
    REFUSE = "refuse", "Refuse"


DATA_REQUEST = Lifecycle(
    start=RequestState.OPEN,
    moves={
        RequestMove.ASK: move(RequestState.OPEN, to=RequestState.CLARIFYING),
        RequestMove.CLARIFY: move(RequestState.CLARIFYING, to=RequestState.OPEN),
        RequestMove.ANSWER: move(
            RequestState.OPEN, RequestState.CLARIFYING, to=RequestState.ANSWERED
        ),
        RequestMove.REFUSE: move(
            RequestState.OPEN, RequestState.CLARIFYING, to=RequestState.REFUSED
        ),
    },
)
