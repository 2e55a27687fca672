"""The pages of onward links, as a link worker and her manager use them."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest

from kernel.access import Role
from referrals.lifecycle import LinkState
from referrals.models import OnwardLink
from referrals.operations import answering, linking
from referrals.operations.linking import Answer
from referrals.vocabulary import GroupAnswer, LinkKind, RefusalReason
from tests.cast import NOON, a_lead_ntp, signed_in
from tests.cast_plans import (
    a_funded_kitchen,
    a_link,
    a_shelter,
    a_token,
    an_agreed_case,
    our_own_walk,
)
from tests.cast_referrals import a_person


@pytest.fixture
def asha(client):
    return signed_in(client, Role.LINK_WORKER, name="Asha Begum")


@pytest.fixture
def linked(database, asha):
    with database.writing() as session:
        return a_link(session, asha, a_shelter(session))


def at(link):
    return f"/cases/{link.referral_id}/links/{link.id}"


def stored(database, link_id):
    with database.reading() as session:
        row = session.get_one(OnwardLink, link_id)
        session.expunge(row)
        return row


def test_two_activities_are_found_near_the_person_offered_and_one_is_chosen(
    client, database, asha, letters
):
    with database.writing() as session:
        shelter = a_shelter(session, places_left=2)
        walk = our_own_walk(session, a_lead_ntp(session))
        row, goal_id = an_agreed_case(session, asha, person=a_person(session, postcode="NE6 1AB"))
    base = f"/cases/{row.id}"
    find = client.page(f"{base}/links/find")
    assert find.heading == "Find something for them"
    assert find.words.index("Dog walking") < find.words.index("Health walk")
    offer = f"{base}/links/offer?listing={shelter.id}&listing={walk.id}&listing=nonsense"
    client.submit(
        offer, {"chosen": str(shelter.id), "said": "yes", "goal": str(goal_id), "buddy": "Jo"}
    )
    page = client.page(f"{base}/plan")
    assert "They said yes" in page.words
    with database.reading() as session:
        link = session.query(OnwardLink).one()
        session.expunge(link)
    assert [one["name"] for one in link.choices] == ["Dog walking", "Health walk"]
    client.submit(
        f"{at(link)}/introduce", {"said_yes": "y", "how": "Told me", "how_asked": "letter"}
    )
    assert letters()[-1].to == "jo@shelter.example"
    assert stored(database, link.id).state is LinkState.INTRODUCED


def test_two_of_those_that_were_offered_are_chosen_one_after_the_other(client, database, asha):
    with database.writing() as session:
        shelter, walk = a_shelter(session), our_own_walk(session, a_lead_ntp(session))
        row, goal_id = an_agreed_case(session, asha)
    offer = f"/cases/{row.id}/links/offer?listing={shelter.id}&listing={walk.id}"
    choice = {"said": "yes", "goal": str(goal_id)}
    again = client.submit(offer, choice | {"chosen": str(shelter.id), "wants_another": "y"})
    assert again.location == offer
    page = client.page(offer)
    assert page.form("chosen").offered("chosen") == [str(walk.id), "own"]
    assert "They are linked to it already." in page.words
    client.submit(offer, choice | {"chosen": str(walk.id)})
    with database.reading() as session:
        assert {one.title for one in session.query(OnwardLink)} == {"Dog walking", "Health walk"}


def test_only_one_choice_is_no_choice(client, database, asha):
    with database.writing() as session:
        shelter = a_shelter(session)
        row, goal_id = an_agreed_case(session, asha)
    page = client.refused_page(
        f"/cases/{row.id}/links/offer?listing={shelter.id}",
        {"chosen": str(shelter.id), "said": "yes", "goal": str(goal_id)},
    )
    assert "at least two" in page.mistakes[0]


@pytest.mark.parametrize(
    ("activities", "says", "optional"),
    [
        (0, "No activity is offered here, so write down two ideas", []),
        (1, "One activity is offered here, so write down an idea", ["other_idea"]),
        (2, "You offer:", ["own_idea", "other_idea"]),
    ],
)
def test_how_many_ideas_are_needed_is_said_before_it_is_asked(
    client, database, asha, activities, says, optional
):
    with database.writing() as session:
        listed = [a_shelter(session), our_own_walk(session, a_lead_ntp(session))][:activities]
        row, _ = an_agreed_case(session, asha)
    query = "&".join(f"listing={one.id}" for one in listed)
    words = client.page(f"/cases/{row.id}/links/offer?{query}").words
    assert says in words
    labels = {
        "own_idea": "Did they have an idea of their own? (optional)",
        "other_idea": "Or another idea, without a group? (optional)",
    }
    assert [name for name, label in labels.items() if label in words] == optional


def test_where_the_directory_has_nothing_two_ideas_of_their_own_will_do(client, database, asha):
    with database.writing() as session:
        row, goal_id = an_agreed_case(session, asha)
    offer = client.page(f"/cases/{row.id}/plan").links["Only their own ideas"]
    ideas = {"own_idea": "A dog", "other_idea": "Walk with her sister"}
    client.submit(offer, {**ideas, "chosen": "own", "said": "yes", "goal": str(goal_id)})
    assert "A dog" in client.page(f"/cases/{row.id}/plan").links


def test_what_was_ticked_goes_along_to_the_next_search(client, database, asha):
    with database.writing() as session:
        shelter = a_shelter(session)
        row, _ = an_agreed_case(session, asha)
    find = f"/cases/{row.id}/links/find"
    asked = client.page(find).form("listing", "q").filled({"listing": str(shelter.id), "q": "knit"})
    page = client.page(f"{find}?{urlencode(asked)}")
    assert "Ticked so far Dog walking" in page.words
    assert ("listing", str(shelter.id)) in page.form("listing", "q").filled({})


def test_what_is_ticked_is_sent_to_the_offer_by_its_own_button(client, database, asha):
    with database.writing() as session:
        a_shelter(session)
        row, _ = an_agreed_case(session, asha)
    (offer,) = (
        button
        for words, button in client.page(f"/cases/{row.id}/links/find")
        .form("listing")
        .buttons.items()
        if words == "Offer these"
    )
    assert offer.get("formaction") == f"/cases/{row.id}/links/offer"


def test_nothing_goes_to_a_group_without_a_yes(client, database, asha, letters):
    with database.writing() as session:
        link = a_link(session, asha, a_shelter(session), is_asked=False)
    page = client.refused_page(f"{at(link)}/introduce", {"how": "Told me", "how_asked": "letter"})
    assert "Ask them first" in page.mistakes[0]
    assert letters() == []


def test_what_a_group_said_on_the_telephone_is_written_down(client, database, linked):
    client.submit(f"{at(linked)}/answer", {"answer": "refuse", "reason": "full"})
    row = stored(database, linked.id)
    assert (row.state, row.refusal) == (LinkState.REFUSED, RefusalReason.FULL)
    page = client.page(at(linked))
    assert "We are full" in page.words
    assert "Write down the group’s answer" in page.words
    client.submit(f"{at(linked)}/answer", {"answer": "accept"})
    assert stored(database, linked.id).state is LinkState.ACCEPTED
    assert "Why not" not in client.page(at(linked)).words


def test_a_paper_register_is_printed_and_typed_in(client, database, linked):
    sheet = client.page(f"{at(linked)}/register")
    assert "Maya would like to come." in sheet.words
    assert (sheet.heading, sheet.title) == ("Dog walking: who came", "Who came – Petunias")
    assert "Thornton" not in sheet.words
    assert linked.short_code in sheet.words
    scanned = client.get(f"/register-sheets/{linked.short_code.lower()}")
    assert scanned.location == f"{at(linked)}/attendance"
    day = {"on-day": "22", "on-month": "11", "on-year": "2026", "came": "yes"}
    client.submit(scanned.location, {**day, "is_from_paper": "y"})
    assert "22 November 2026: came (on the paper register)" in client.page(at(linked)).words
    later = client.refused_page(scanned.location, {**day, "on-year": "2027"})
    assert later.mistakes == ["That day is still to come."]


def test_the_code_of_a_register_leads_a_colleague_nowhere(client, database, linked):
    signed_in(client, Role.LINK_WORKER)
    strange = client.get(f"/register-sheets/{linked.short_code}")
    missing = client.get("/register-sheets/ABCDEFGH")
    assert strange.status_code == missing.status_code == 404
    assert strange.data == missing.data


def test_what_happened_is_said_by_the_link_worker(client, database, asha):
    with database.writing() as session:
        link = a_link(session, asha, None)
    client.submit(f"{at(link)}/tell", {"move": "attend", "words": "They walk each morning"})
    client.submit(f"{at(link)}/tell", {"move": "finish"})
    page = client.page(at(link))
    assert "They walk each morning" in page.words
    assert stored(database, link.id).kind is LinkKind.SELF_DIRECTED


def test_a_group_that_answers_puts_a_line_on_the_desk_until_it_was_seen(
    client, database, asha, linked
):
    with database.writing() as session:
        token = a_token(session, linked)
        answering.answer(session, token, Answer(GroupAnswer.REFUSE, RefusalReason.FULL), at=NOON)
    assert "1 group said no to somebody of yours." in client.page("/desk").words
    assert "The group said no." in client.page("/cases/to-look-at").words
    client.submit(at(linked), button="I have seen this")
    assert "said no to" not in client.page("/desk").words


def test_a_link_of_somebody_else_is_not_found_under_this_case(client, database, asha, linked):
    with database.writing() as session:
        other, _ = an_agreed_case(session, asha)
    for path in ("", "/introduce", "/tell", "/answer", "/attendance", "/register"):
        client.page(f"/cases/{other.id}/links/{linked.id}{path}", status=404)
        client.page(f"{at(linked).rpartition('/')[0]}/{uuid4()}{path}", status=404)


def test_the_manager_sees_the_share_of_our_own_services(client, database, asha):
    with database.writing() as session:
        lead = a_lead_ntp(session)
        a_link(session, asha, our_own_walk(session, lead))
        link = a_link(session, asha, a_funded_kitchen(session, lead))
    client.page("/onward-links", status=403)
    signed_in(client, Role.LEAD_MANAGER)
    case = client.page(f"/cases/{link.referral_id}")
    page = client.page(case.links["How many links go to our own services"])
    assert "50% of links to a group went to services of our own: 1 of 2." in page.words
    assert "The Community Kitchen" in page.words


def test_the_case_shows_its_links(client, linked):
    page = client.page(f"/cases/{linked.referral_id}")
    assert "Onward links" in page.words
    assert "Dog walking" in page.links


def test_late_outcomes_are_named_on_the_link(client, database, asha):
    with database.writing() as session:
        link = a_link(session, asha, a_funded_kitchen(session, a_lead_ntp(session)))
        linking.make(session, asha, link, linking.LinkMove.FINISH, at=NOON)
    page = client.page(at(link))
    assert "They cook once a week: not said yet" in page.words
    assert "6 December 2026" in page.words


def test_a_link_says_what_kind_it_is_and_a_day_that_is_needed_is_not_optional(client, linked):
    page = client.page(at(linked))
    assert "Kind of link" in page.words and "footing" not in page.words
    words = client.page(f"{at(linked)}/answer").words
    assert "Which day suits you?" in words and "Which day suits you? (optional)" not in words
    assert "Why not? (optional)" not in words
