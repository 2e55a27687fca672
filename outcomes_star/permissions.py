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
