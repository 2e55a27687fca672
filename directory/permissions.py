"""What may be done in the directory, and by whom (A12, A-ORG-05).

One lead NTP hosts the directory for the whole area: only its people change it. Link workers and
managers of the area's other lead NTPs propose corrections.
"""

from uuid import UUID

from kernel.access import Actor, Role, permission

LIST_FOR_GROUP = permission(
    "directory:list_for_group",
    "List an activity for a group that told you about it",
    Role.LINK_WORKER,
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
KEEP_OWN = permission(
    "directory:keep_own",
    "Change, confirm and withdraw the listings of your own group",
    Role.GROUP_EDITOR,
)
PROPOSE_CORRECTION = permission(
    "directory:propose_correction",
    "Propose a correction to any listing of the area",
    Role.LINK_WORKER,
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
EDIT = permission(
    "directory:edit",
    "Change any listing that your organisation hosts",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
REVIEW = permission(
    "directory:review",
    "See and settle what waits for an editor: new listings, corrections, likely duplicates",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
PUBLISH = permission(
    "directory:publish",
    "Put a listing, or a checked batch, into the directory",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
IMPORT = permission(
    "directory:import",
    "Bring in listings from a spreadsheet or a feed",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
CHECK = permission(
    "directory:check",
    "Record what was checked about a group, by whom, and until when it holds",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
FRESHNESS = permission(
    "directory:freshness",
    "See which listings are due, overdue, bounced or abandoned",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
DRAW = permission(
    "directory:draw",
    "Make the monthly draw among the groups that kept their listings true",
    Role.LEAD_MANAGER,
)
PROMOTE = permission(
    "directory:promote",
    "Keep the promotion log, launch messages, service levels, owners and test panel",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
READ_FEEDBACK = permission(
    "directory:read_feedback",
    "Read what people said about the directory, and answer it",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
SUSPEND = permission(
    "directory:suspend",
    "Take a listing down while its safety is looked into, and put it back",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
    Role.SAFEGUARDING_LEAD,
)
UNDO = permission(
    "directory:undo",
    "Put a listing back to an earlier version",
    Role.DIRECTORY_EDITOR,
    Role.LEAD_MANAGER,
)
SETTINGS = permission(
    "directory:settings",
    "Set the clocks of the directory and whether every new listing waits",
    Role.LEAD_MANAGER,
)
# A group sees its own notes by KEEP_OWN: anybody can claim an entry, so a group editor's account
# alone must not open the notes about every other group (A12).
SEE_PROFESSIONAL_LAYER = permission(
    "directory:see_professional_layer",
    "See referral criteria, how far a listing was checked and when it was last confirmed",
    *(role for role in Role if role is not Role.GROUP_EDITOR),
)
SEE_HIDDEN_PLACE = permission(
    "directory:see_hidden_place",
    "See the address of a hidden place, such as a refuge",
    Role.DIRECTORY_EDITOR,
    Role.LINK_WORKER,
)


def may_edit(actor: Actor, *, host_id: UUID) -> bool:
    """Whether the actor changes listings directly: only the host's own people do (A-ORG-05)."""
    return actor.is_system or (actor.may(EDIT) and actor.organisation_id == host_id)


def may_keep(actor: Actor, *, group_id: UUID) -> bool:
    """Whether the actor keeps this group's listings: by its own link, or an account for it."""
    if actor.holds is not None:
        return actor.holds == group_id
    return actor.may(KEEP_OWN) and actor.organisation_id == group_id


def may_see_hidden_place(actor: Actor, *, host_id: UUID, area_id: UUID) -> bool:
    """Whether the actor may be told where: the host's editors, and link workers of the area (D7).

    The program itself may not: nothing that runs by itself has a use for the address.
    """
    if Role.DIRECTORY_EDITOR in actor.roles and actor.organisation_id == host_id:
        return True
    return Role.LINK_WORKER in actor.roles and actor.area_id == area_id
