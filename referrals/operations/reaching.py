"""How somebody is reached has changed: what waits for them, and the link that they have, follow at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from kernel import links
from referrals import details
from referrals.models import Person
from referrals.operations.meeting import promise_again
from referrals.operations.writing import send_waiting_anew
from referrals.queries.details import promised
from referrals.queries.person_page import PURPOSE

HOW_TO_REACH = ("phone", "email", *details.RULES)
OPENS_THEIR_PAGE = "born_on"


@contextmanager
def followed(session: Session, person: Person, *, at: datetime) -> Iterator[None]:
    """Write about somebody within this: whoever writes it, nothing goes where it may no longer go.

    A link to their own page that went out before may lie in the wrong hands, so it ends. One that is
    still on its way goes to the new place.
    """
    before = _now(person)
    yield
    if person not in session:
        return
    after = _now(person)
    changed = {name for name in after if after[name] != before[name]}
    if changed & {*HOW_TO_REACH}:
        promise_again(promised(session, person.id), person, at=at)
        send_waiting_anew(session, person)
    if changed:
        links.revoke(session, purpose=PURPOSE, subject_id=person.id, at=at)


def _now(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in (*HOW_TO_REACH, OPENS_THEIR_PAGE)}
