"""Who may look after people, organisations and agreements."""

from kernel.access import Role, permission

MANAGE_PEOPLE = permission(
    "accounts:manage_people",
    "Invite people to your organisation, change their roles, let them leave",
    Role.ADMINISTRATOR,
    Role.LEAD_MANAGER,
    Role.PRACTICE_MANAGER,
)
MANAGE_ORGANISATIONS = permission(
    "accounts:manage_organisations", "Add areas, localities and organisations", Role.ADMINISTRATOR
)
MANAGE_AGREEMENTS = permission(
    "accounts:manage_agreements",
    "Record agreements between your organisation and others",
    Role.ADMINISTRATOR,
    Role.LEAD_MANAGER,
    Role.PRACTICE_MANAGER,
    Role.COMMISSIONER,
)
SEE_AGREEMENTS = permission(
    "accounts:see_agreements",
    "Read the agreements of your own organisation",
    Role.ADMINISTRATOR,
    Role.LEAD_MANAGER,
    Role.PRACTICE_MANAGER,
    Role.COMMISSIONER,
    Role.LINK_WORKER,
    Role.LEAD_FINANCE,
    Role.GROUP_EDITOR,
)
