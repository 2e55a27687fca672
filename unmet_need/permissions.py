"""What may be done with unmet need, and by whom (A3.2)."""

from kernel.access import Role, permission

RECORD = permission(
    "unmet_need:record",
    "Write down need that nobody met, read what your organisation wrote, and put it right",
    Role.REFERRER,
    Role.PRACTICE_MANAGER,
    Role.LINK_WORKER,
    Role.LEAD_MANAGER,
)
