"""What was looked through, and what holds of a table that nobody has."""

from referrals.held import held, reviewed


def test_of_a_new_table_no_words_are_given():
    table = held("brand_new")
    assert table.says == "Brand new"
    assert not table.is_given("note", has_words=True)
    assert table.is_given("made_at", has_words=False)


def test_of_safeguarding_nothing_is_given():
    from referrals.held import Held

    assert not Held("x", "X", given=frozenset({"a"}), is_safeguarding=True).is_given(
        "a", has_words=False
    )


def test_every_table_has_a_heading_for_people():
    assert all(one.says[:1].isupper() for one in reviewed().values())
