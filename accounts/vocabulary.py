"""The closed lists of accounts."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """The kinds of party that sign in; the public is the fifth (A-ORG-01)."""

    COMMISSIONING_BODY = "commissioning-body"
    PRACTICE = "practice"
    LEAD_NTP = "lead-ntp"
    NTP = "ntp"

    @property
    def words(self) -> str:
        """What people read."""
        return {
            "commissioning-body": "Commissioning body",
            "practice": "GP practice",
            "lead-ntp": "Lead NTP",
            "ntp": "Group (NTP)",
        }[self.value]


class AgreementPurpose(StrEnum):
    """What an agreement is for."""

    DATA_SHARING = "data-sharing"
    SUB_CONTRACT = "sub-contract"

    @property
    def words(self) -> str:
        """What people read."""
        return {"data-sharing": "Sharing data", "sub-contract": "Sub-contract"}[self.value]


class AgreementState(StrEnum):
    """How an agreement stands on a day."""

    NOT_YET = "not-yet"
    IN_FORCE = "in-force"
    ENDS_SOON = "ends-soon"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """What people read."""
        return {
            "not-yet": "Not yet begun",
            "in-force": "In force",
            "ends-soon": "Ends soon",
            "ended": "Ended",
        }[self.value]

    @property
    def colour(self) -> str:
        """The state whose tag colour it takes (web/templating.py)."""
        return {"not-yet": "new", "in-force": "live", "ends-soon": "due", "ended": "over"}[
            self.value
        ]


class DataItem(StrEnum):
    """What two organisations may agree to share about a person: no more than each needs (A12)."""

    NAME_AND_CONTACT = "name-and-contact"
    DATE_OF_BIRTH = "date-of-birth"
    NHS_NUMBER = "nhs-number"
    REASON = "reason"
    ACCESS_NEEDS = "access-needs"
    ACTION_PLAN = "action-plan"
    ATTENDANCE = "attendance"
    STAR_SCORES = "star-scores"
    OUTCOME = "outcome"
    ROWS_WITHOUT_NAMES = "rows-without-names"

    @property
    def words(self) -> str:
        """What people read."""
        return {
            "name-and-contact": "Name and how to reach them",
            "date-of-birth": "Date of birth",
            "nhs-number": "NHS number",
            "reason": "Why they were referred",
            "access-needs": "What they need in order to take part",
            "action-plan": "Action plan",
            "attendance": "Whether they came",
            "star-scores": "Outcomes Star scores",
            "outcome": "What came of it",
            "rows-without-names": "Rows without names, for analysis",
        }[self.value]


class Step(StrEnum):
    """What somebody must still do after giving their password, before anything else."""

    NOTHING = "nothing"
    GIVE_CODE = "give-code"
    SET_UP_PHONE = "set-up-phone"
