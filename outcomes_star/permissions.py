"""What may be done with instruments and readings, and by whom (A-OUT-02, A-OUT-03)."""

from kernel.access import Role, permission

SEE_INSTRUMENTS = permission(
    "outcomes_star:see_instruments",
    "Read what people can be asked about how things are, before you agree to it",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
    Role.COMMISSIONER,
    Role.STEERING_MEMBER,
)

CHOOSE = permission(
    "outcomes_star:choose",
    "Choose what people of your lead NTP are asked, load instruments, enter licences and who agreed",
    Role.LEAD_MANAGER,
)
SCORE = permission(
    "outcomes_star:score",
    "Write down with a person of your caseload how things are for them",
    Role.LINK_WORKER,
)
SEND = permission(
    "outcomes_star:send",
    "Send a person of your caseload their star by e-mail, when they ask for it there",
    Role.LINK_WORKER,
)
SEE_READINGS = permission(
    "outcomes_star:see_readings",
    "See how things changed for a person: of your own cases, or as manager of any of your lead NTP",
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
SCORE_AT_REVIEW = permission(
    "outcomes_star:score_at_review",
    "At the yearly review, write down how things are for a patient of your practice who agreed to it",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
)
TAKE_ROWS = permission(
    "outcomes_star:take_rows",
    "Take a file of rows without names from a lead NTP, by an agreement in date that shares them",
    Role.ANALYST,
)
SEE_COHORTS = permission(
    "outcomes_star:see_cohorts",
    "See how all people of your lead NTP moved: true numbers, which stay within it",
    Role.LEAD_MANAGER,
)
SEE_PUBLISHED = permission(
    "outcomes_star:see_published",
    "See what is published of how people of the lead NTPs of your area moved: rounded, nobody alone",
    Role.COMMISSIONER,
    Role.STEERING_MEMBER,
    Role.BOARD_READER,
    Role.LEAD_MANAGER,
)
