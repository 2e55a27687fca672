"""What link workers hear without asking, and what goes out once a day."""

from directory.models import Listing
from directory.operations import keeping
from kernel import outbox
from kernel.access import SYSTEM, Role
from referrals.events import ConsentWithdrawn
from referrals.introductions import ANSWER_WITHIN, CLOSE_AFTER
from referrals.jobs import links as jobs
from referrals.lifecycle import LinkState
from referrals.models import OnwardLink
from referrals.queries.links import standing_consent
from referrals.vocabulary import News
from tests.cast import NOON, a_lead_ntp, signed_in
from tests.cast_plans import a_funded_kitchen, a_link, a_shelter


def test_a_listing_that_is_withdrawn_puts_a_line_on_the_desk(client, database, work):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session))
    with database.writing() as session:
        listing = session.get_one(Listing, link.listing_id)
        keeping.make(session, SYSTEM, listing, keeping.Move.WITHDRAW, at=NOON)
    work()
    with database.reading() as session:
        assert session.get_one(OnwardLink, link.id).news is News.GONE


def test_a_yes_that_was_taken_back_ends_the_link(client, database, work):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session))
        standing_consent(session, link).withdrawn_at = NOON
        outbox.announce(session, ConsentWithdrawn(link.person_id), at=NOON)
    work()
    with database.reading() as session:
        assert session.get_one(OnwardLink, link.id).state is LinkState.TAKEN_BACK


def test_the_letters_say_what_to_do_and_nothing_of_the_person(client, database, letters, clock):
    asha = signed_in(client, Role.LINK_WORKER)
    with database.writing() as session:
        link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)))
    with database.writing() as session:
        jobs.chase_groups(session, at=clock.passes(days=ANSWER_WITHIN.days))
    with database.writing() as session:
        jobs.chase_groups(session, at=clock.passes(days=CLOSE_AFTER.days))
    posted = letters()
    assert [one.subject for one in posted][:2] == [
        "Somebody would like to come to Cooking together",
        "Can somebody come to Cooking together?",
    ]
    with database.reading() as session:
        person = session.get_one(OnwardLink, link.id).person
        secrets = [*person.name.split(), "weight", "stairs", person.phone]
    to_group = [one for one in posted if one.to == "kim@kitchen.example"]
    assert len(to_group) == 3
    assert not [word for one in to_group for word in secrets if word in f"{one.subject}{one.text}"]
