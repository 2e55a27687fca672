"""Lists of words kept as data, and finding their phrases in a text."""

import pytest

from directory.word_lists import FOLDER, Phrases, word_list

LISTED = Phrases.of(["salsa", "knit*", "dog walk*", "walk", "food bank"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("salsa", ["salsa"]),
        ("salsas", []),
        ("we knit and do knitting", ["knit", "knitting"]),
        ("a dog walk", ["dog walk", "walk"]),
        ("dog walkers wanted", ["dog walkers"]),
        ("the food bank", ["food bank"]),
        ("food for the bank", []),
        ("", []),
    ],
)
def test_phrases_are_found_with_their_endings(text: str, found: list[str]) -> None:
    words = text.split()
    assert [" ".join(words[start:end]) for start, end in LISTED.found_in(words)] == found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_list_can_be_read(path) -> None:
    assert word_list(path.stem)
