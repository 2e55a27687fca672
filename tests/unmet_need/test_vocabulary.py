"""The closed lists of unmet need."""

from unmet_need.vocabulary import Source


def test_what_is_said_in_care_is_identified_and_what_is_found_otherwise_is_not():
    """B15: a consultation is one thing, a focus group another."""
    assert {one for one in Source if one.is_identified} == {
        Source.CONSULTATION, Source.LINK_WORK, Source.GROUP,
    }  # fmt: skip
