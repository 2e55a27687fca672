"""What an organisation offers: asked of the feature that knows, which stands above this one.

An agreement names services by id; `wsgi` says who can put words to them.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

ServicesOf = Callable[[Session, UUID], Mapping[str, str]]
_known: list[ServicesOf] = []


def open_catalogue(services_of: ServicesOf) -> None:
    """Say who knows the services of an organisation: words by id (as text)."""
    _known[:] = [services_of]


def services_of(session: Session, organisation_id: UUID) -> Mapping[str, str]:
    """The services of an organisation, words by id; none when nobody knows of services."""
    return _known[0](session, organisation_id) if _known else {}
