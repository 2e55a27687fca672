"""The tables of referrals, by journey."""

from referrals.models.arrangements import (
    CaseOpening,
    LeadSettings,
    PracticeArrangement,
    WorkerOfPractice,
)
from referrals.models.assessment import Assessment
from referrals.models.caseload import (
    Allocation,
    ClockStop,
    DangerWord,
    PriorityFlag,
    SilenceAlarm,
)
from referrals.models.codes import SnomedCode
from referrals.models.contacts import Appointment, CalendarFeed, Contact
from referrals.models.links import Attendance, LinkStep, LinkWord, OnwardLink
from referrals.models.messages import HeardMessage, PracticeKey, ReceivedMessage
from referrals.models.people import Consent, Person, StageChange, SupportLevelChange
from referrals.models.plans import ActionPlan, ActionPlanMove, PlanReview, PlanVersion
from referrals.models.practice import Signpost, TrainedInCarePlanning
from referrals.models.referral import Referral, ReferralMove
from referrals.models.reports import Report
from referrals.models.rights import (
    CountedCase,
    CountedVisit,
    DataRequest,
    Erasure,
    Hold,
    Rectification,
    ReleasedPart,
    RetentionRun,
)
from referrals.models.safeguarding import Concern, ConcernNote
from referrals.models.work import EqualityAnswers, Issue, WorkEntry, WorkerProfile

__all__ = [
    "ActionPlan",
    "ActionPlanMove",
    "Allocation",
    "Appointment",
    "Assessment",
    "Attendance",
    "CalendarFeed",
    "CaseOpening",
    "ClockStop",
    "Concern",
    "ConcernNote",
    "Consent",
    "Contact",
    "CountedCase",
    "CountedVisit",
    "DangerWord",
    "DataRequest",
    "EqualityAnswers",
    "Erasure",
    "HeardMessage",
    "Hold",
    "Issue",
    "LeadSettings",
    "LinkStep",
    "LinkWord",
    "OnwardLink",
    "Person",
    "PlanReview",
    "PlanVersion",
    "PracticeArrangement",
    "PracticeKey",
    "PriorityFlag",
    "ReceivedMessage",
    "Rectification",
    "Referral",
    "ReferralMove",
    "ReleasedPart",
    "Report",
    "RetentionRun",
    "Signpost",
    "SilenceAlarm",
    "SnomedCode",
    "StageChange",
    "SupportLevelChange",
    "TrainedInCarePlanning",
    "WorkEntry",
    "WorkerOfPractice",
    "WorkerProfile",
]
