from directory.feed.taxonomies import attributes_of, term_of, terms_of
from directory.vocabulary import Audience, Domain, Joining, Need
from tests.support.published import a_published


def test_a_listing_carries_every_word_it_is_described_with():
    listing = a_published(
        domains=(Domain.VOLUNTEERING,), needs=(Need.PURPOSE,), audiences=(Audience.CARERS,)
    )
    assert [term.code for term in terms_of(listing)] == [
        "volunteering",
        "turn-up",
        "purpose",
        "carers",
    ]
    links = attributes_of(listing)
    assert {link["taxonomy_term_id"] for link in links} == {
        str(term.id) for term in terms_of(listing)
    }


def test_the_id_of_a_term_never_changes():
    assert str(term_of(Domain.VOLUNTEERING).id) == "9d6b6cc2-b4bb-53d9-9834-9b44e4dc35e1"
    assert str(term_of(Joining.TURN_UP).taxonomy_id) == "d80b278b-e6a9-5432-b2aa-35bc7f8e4b5c"
