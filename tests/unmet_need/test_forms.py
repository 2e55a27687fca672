"""What is asked when need is written down."""

from directory.vocabulary import Domain
from unmet_need.forms import SheetForm, shown_of
from unmet_need.needs import Told
from unmet_need.vocabulary import Match, Reason, Wish


def test_a_sheet_asks_for_every_kind_there_is(app):
    with app.test_request_context("/"):
        form = SheetForm.submitted()
        assert [one.label.text for one in form.counts] == [one.words for one in Domain]
        assert set(form.asked_as) == {one.value for one in Domain}


def test_what_was_said_is_shown_again():
    told = Told((Domain.BEFRIENDING,), "Company", Reason.COST, Wish.GROUP, None, Match.LACKING)
    assert shown_of(told, 3) == {
        "words": "Company", "domains": ["befriending"], "reason": "cost", "match": "lacking",
        "wish": "group", "wanted_by": None, "version": "3",
    }  # fmt: skip
