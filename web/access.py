"""Who may use a route: `anyone`, `known`, `signed_in`, or `can(permission)`. Each route must say."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from kernel.access import Actor, Permission
from kernel.errors import NotAllowed, NotFound
from web.request import actor

SIGNED_OUT = (
    "You are not signed in any more, so we did not do this. Nothing you wrote is lost: sign in in "
    "another window, then come back to this page and send it again."
)


class SignedOut(NotAllowed):
    """Somebody pressed a button after their session had ended."""


@dataclass(frozen=True)
class Access:
    """A rule about who may use a route. `says` is for the table in docs/permissions.md."""

    says: str
    allows: Callable[[Actor], bool]
    permission: Permission | None = None


anyone = Access("anyone", lambda actor: True)
known = Access("anyone who signed in or came by a group's own link", lambda actor: actor.is_known)
signed_in = Access("anyone who is signed in", lambda actor: actor.is_signed_in)


def can(permission: Permission) -> Access:
    """Only those who hold a role that the permission is granted to."""
    return Access(permission.name, lambda actor: actor.may(permission), permission)


def turned_away(access: Access) -> Response | None:
    """None when the actor may pass; the way to sign in for strangers; a refusal for the rest.

    Where the address names a record the refusal is that of a record that does not exist.
    """
    if access.allows(actor()):
        return None
    if not actor().is_signed_in and request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if not actor().is_known:
        raise SignedOut(SIGNED_OUT)
    if request.view_args:
        raise NotFound
    raise NotAllowed(access.permission.needs) if access.permission else NotAllowed
