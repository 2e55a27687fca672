"""A draft as a listing: what nobody said is suggested or asked, what may not be kept is left out."""

from datetime import date

from directory.imports import Draft
from directory.imports.contents import HIDDEN, NO_PLACE, brought
from directory.vocabulary import Cost, Domain, Joining, Place


def a_draft(**facts) -> Draft:
    said = {"row": 2, "key": "id:1", "group": "Walkers", "name": "Walks", "postcode": "NE6 1AB"}
    return Draft(**{"place": Place.SOMEWHERE, **said, **facts})


def test_what_is_said_is_kept_and_what_is_not_is_asked():
    content = brought(a_draft(phone="01632 960123")).content
    assert content.phone == "01632 960123" and content.postcode == "NE6 1AB"
    assert content.joining is Joining.ASK_FIRST and content.cost is Cost.ASK


def test_kinds_are_suggested_only_where_the_row_names_none():
    words = {"description": "Knit and crochet together."}
    assert Domain.ARTS_FOR_HEALTH in brought(a_draft(**words)).content.domains
    said = brought(a_draft(domains=(Domain.VOLUNTEERING,), **words)).content.domains
    assert said == (Domain.VOLUNTEERING,)


def test_of_a_row_without_a_place_the_place_is_not_known():
    became = brought(a_draft(place=None, postcode=""))
    assert became.content.place is Place.SOMEWHERE
    assert not became.content.is_place_known
    assert [note.says for note in became.notes] == [NO_PLACE]


def test_the_address_of_a_hidden_place_is_taken_out_of_what_is_said():
    became = brought(a_draft(place=Place.HIDDEN, address="4 Secret Lane", town="Anytown"))
    assert became.hidden_address == "4 Secret Lane, Anytown, NE6 1AB"
    assert (became.content.address, became.content.town, became.content.postcode) == ("", "", "")
    assert [note.says for note in became.notes] == [HIDDEN]


def test_a_dear_number_and_a_local_address_are_left_out_and_noted():
    became = brought(a_draft(phone="0909 879 0000", website="http://localhost/x"))
    assert (became.content.phone, became.content.website) == ("", "")
    assert len(became.notes) == 2 and all(note.row == 2 for note in became.notes)


def test_what_fits_no_answer_is_kept_for_editors():
    became = brought(a_draft(also_said=("Ring Jo.",), reviewed_on=date(2018, 9, 17)))
    assert became.content.notes == (
        "Ring Jo.\nThe list says that it was last checked on 2018-09-17."
    )
