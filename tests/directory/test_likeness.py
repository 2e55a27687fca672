"""Likely duplicates: what counts as alike, and that many rows are compared in step."""

from uuid import UUID, uuid4

import pytest

from directory.likeness import (
    BLOCK,
    Known,
    Reason,
    alike,
    duplicates_of,
    likely_duplicates,
    names_alike,
    plain_name,
    worth_comparing,
)


def a_group(name: str = "Anytown Knit and Natter", **facts: str) -> Known:
    return Known(id=uuid4(), name=name, **facts)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("The Anytown Cat & Dog Shelter Ltd.", "anytown cat dog shelter"),
        ("Anytown Dogs' Trust CIC", "anytown dogs"),
        ("Café  Société", "cafe societe"),
        ("KNIT+NATTER", "knit natter"),
        ("The Group", "the group"),
        ("", ""),
    ],
)
def test_a_plain_name_is_what_makes_it_that_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("a", "b", "are"),
    [
        ("Anytown Knit and Natter", "Knit & Natter, Anytown", True),
        ("Anytown Cat and Dog Shelter", "Anytwon Cat and Dog Shelter", True),
        ("Anytown Cat and Dog Shelter", "The Anytown Cat & Dog Shelter Group CIC", True),
        ("Memory Café", "Memory Cafe", True),
        ("Chair yoga", "Chair yoga for men", False),
        ("Tuesday lunch club", "Thursday lunch club", False),
        ("Anytown Men's Fishing", "Anytown Women's Choir", False),
        ("Salsa", "Samba", False),
        ("Anytown Cat and Dog Shelter", "Anytown Cat and Dog Rescue Shelter", True),
        ("", "Salsa", False),
    ],
)
def test_names_are_alike_when_people_would_mix_them_up(a: str, b: str, are: bool) -> None:
    assert names_alike(plain_name(a), plain_name(b)) == are


@pytest.mark.parametrize(
    ("a", "b", "reasons"),
    [
        (
            a_group("One", charity_number="0123456"),
            a_group("Other", charity_number=" 123 456 "),
            (Reason.CHARITY_NUMBER,),
        ),
        (
            a_group("One", phone="01632 960123"),
            a_group("Other", phone="+44 1632 960 123"),
            (Reason.PHONE,),
        ),
        (
            a_group(postcode="NE6 1AB"),
            a_group("Knit & Natter Anytown", postcode="ne61ab"),
            (Reason.NAME_AND_POSTCODE,),
        ),
        (a_group(), a_group(), (Reason.NAME,)),
        (a_group(postcode="NE6 1AB"), a_group(), ()),
        (a_group(postcode="NE6 1AB"), a_group(postcode="NE6 1AD"), ()),
        (a_group("One", phone="ask"), a_group("Other", phone="ask"), ()),
        (a_group("One", postcode="NE6 1AB"), a_group("Other", postcode="NE6 1AB"), ()),
        (
            a_group(postcode="NE6 1AB", phone="01632 960123", charity_number="1"),
            a_group(postcode="NE6 1AB", phone="01632 960123", charity_number="1"),
            (Reason.CHARITY_NUMBER, Reason.PHONE, Reason.NAME_AND_POSTCODE),
        ),
    ],
)
def test_two_groups_are_alike_for_a_reason(a: Known, b: Known, reasons: tuple[Reason, ...]) -> None:
    assert alike(a, b) == reasons
    assert alike(b, a) == reasons


def test_each_likely_pair_is_given_once() -> None:
    rows = [
        a_group(postcode="NE6 1AB", phone="01632 960123"),
        a_group("Salsa", postcode="NE6 1AB"),
        a_group("Knit and Natter of Anytown", postcode="NE6 1AB", phone="01632 960123"),
    ]
    (found,) = likely_duplicates(rows)
    assert (found.first, found.second) == (rows[0], rows[2])


def test_a_newcomer_is_not_a_duplicate_of_itself() -> None:
    group = a_group(postcode="NE6 1AB")
    assert duplicates_of(group, [group]) == ()
    assert [found.first for found in duplicates_of(a_group(postcode="NE6 1AB"), [group])] == [group]


def a_town(rows: int) -> list[Known]:
    """A directory, three groups to a postcode, in which every 50th is there twice: once with a slip."""
    kinds = ["Walking", "Choir", "Lunch", "Fishing", "Painting", "Chess", "Bowls", "Bingo", "Yoga"]
    groups = []
    for n in range(rows):
        twin = n - 1 if n % 50 == 1 else n
        name = f"{kinds[twin % 9]} with {chr(65 + twin % 26)}{twin * 7919 % 10007} friends"
        name = name.replace("friends", "freinds") if twin != n else name
        groups.append(Known(id=UUID(int=n), name=name, postcode=f"NE{twin // 3} 1AB"))
    return groups


def test_every_slip_is_found_in_a_large_directory() -> None:
    found = likely_duplicates(a_town(2000))
    twins = {(n, n + 1) for n in range(0, 2000, 50)}
    assert twins <= {(pair.first.id.int, pair.second.id.int) for pair in found}


def test_ten_times_the_rows_are_about_ten_times_the_work() -> None:
    small, large = (len([*worth_comparing(a_town(rows))]) for rows in (1000, 10_000))
    assert 5 * small <= large <= 12 * small


def test_ten_thousand_rows_of_one_group_are_no_trap() -> None:
    same = [Known(id=UUID(int=n), name="Spam", postcode="NE6 1AB") for n in range(10_000)]
    assert sum(1 for _ in worth_comparing(same)) <= 10_000 * BLOCK
