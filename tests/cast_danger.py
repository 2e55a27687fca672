"""What danger is written about: words of it, and a case that is given on as one writes."""

from datetime import timedelta

from referrals.operations.allocating import give
from tests.cast import (
    NOON,
    a_lead_manager,
    a_lead_ntp,
    a_link_worker,
    a_practice,
)
from tests.cast_referrals import id_of, named_worker, sharing

BANNER, LATER = "Somebody may be in danger", NOON + timedelta(hours=1)
DIES = "She says that she wants to kill herself tonight"


def filled(client, address, answers):
    """What a form sends that was opened and filled in, with its hidden fields."""
    return dict(client.page(address).form(next(iter(answers))).filled(answers))


def given_on(database, row):
    """A manager gives a case to Daniel Crowe."""
    with database.writing() as session:
        a_lead_ntp(session)
        daniel = a_link_worker(session, name="Daniel Crowe")
        give(
            session,
            a_lead_manager(session),
            row.id,
            to=id_of(daniel),
            had=row.link_worker_id,
            because="Away",
            at=NOON,
        )


def agreed_practice(session, asha):
    """The practice may refer to a link worker."""
    sharing(session, a_practice(session), a_lead_ntp(session))
    named_worker(session, a_practice(session), asha)
