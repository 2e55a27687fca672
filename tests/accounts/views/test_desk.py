"""What of accounts waits on whose desk."""

from datetime import timedelta

import pytest

from accounts import operations
from accounts.agreements import Terms
from accounts.vocabulary import AgreementPurpose
from kernel.access import SYSTEM, Role
from tests.cast import NOON, a_lead_ntp, an_ntp, signed_in

FOUR_DAYS_AGO = NOON - timedelta(days=4)
ENDS_SOON = NOON.date() + timedelta(days=7)
LINES = {
    "an invitation": "not answered your invitation yet",
    "an agreement": "ends on 29 November 2026",
    "an area": "Anytown is not complete",
}


@pytest.mark.parametrize(
    ("role", "heard"),
    [
        (Role.ADMINISTRATOR, {"an invitation", "an agreement", "an area"}),
        (Role.LEAD_MANAGER, {"an invitation", "an agreement"}),
        (Role.LINK_WORKER, set()),
    ],
)
def test_each_hears_of_what_is_theirs_to_look_after(client, database, role, heard):
    with database.writing() as session:
        lead = a_lead_ntp(session)
        operations.invite(
            session, SYSTEM, organisation_id=lead.id, name="Kofi Mensah",
            email="kofi@anytown.example", roles=[Role.LINK_WORKER], at=FOUR_DAYS_AGO,
        )  # fmt: skip
        terms = Terms(
            AgreementPurpose.SUB_CONTRACT, lead.id, an_ntp(session).id, NOON.date(), ENDS_SOON
        )
        operations.agree(session, SYSTEM, terms, outcomes=["20 people come"], at=NOON)
    signed_in(client, role)
    words = client.page("/desk").words
    assert {name for name, line in LINES.items() if line in words} == heard
