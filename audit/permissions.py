"""Who may read the audit."""

from kernel.access import Role, permission

READ = permission(
    "audit:read",
    "Read who did and saw what in your own organisation",
    Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR,
)
READ_ALL = permission(
    "audit:read_all", "Read the audit of the whole installation", Role.ADMINISTRATOR
)
