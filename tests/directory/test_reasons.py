"""Why an editor says no."""

from directory.reasons import EVERY_LISTING, TO_BE_SAFE, RejectReason, held_because
from directory.screening import FlagKind


def test_spammers_are_told_nothing_and_everybody_else_is():
    assert [reason for reason in RejectReason if not reason.is_told] == [RejectReason.SPAM]


def test_each_reason_is_a_whole_sentence():
    assert all(reason.words.endswith(".") for reason in RejectReason)


def test_why_somebody_looks_first_is_said_once_and_names_none_of_the_words():
    assert held_because([], is_every_listing_held=False) == ()
    assert held_because(["money", "machine", "letters"], is_every_listing_held=True) == (
        TO_BE_SAFE,
        EVERY_LISTING,
    )
    said = {held_because([kind.value], is_every_listing_held=False) for kind in FlagKind}
    assert all("money" not in one.lower() and one.endswith(".") for (one,) in said)
