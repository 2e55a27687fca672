"""Passwords: hashed, compared, and judged."""

import pytest

from accounts import passwords
from accounts.passwords import Cost
from tests import cast  # noqa: F401 - hashes cost next to nothing in tests


@pytest.fixture
def small_cost():
    yield Cost(passes=1, kibibytes=8, lanes=1)
    passwords.spend(Cost(passes=1, kibibytes=8, lanes=1))


class TestHashing:
    def test_the_right_password_is_right(self):
        assert passwords.is_right(passwords.hash_password("otter lamp window"), "otter lamp window")

    @pytest.mark.parametrize("guess", ["", "otter lamp windoW", "otter lamp window "])
    def test_any_other_is_wrong(self, guess):
        assert not passwords.is_right(passwords.hash_password("otter lamp window"), guess)

    @pytest.mark.parametrize("kept", ["", "left", "$argon2id$broken"])
    def test_without_a_hash_nothing_is_right(self, kept):
        assert not passwords.is_right(kept, "nobody has this password")

    def test_the_same_password_is_never_kept_the_same(self):
        assert passwords.hash_password("otter") != passwords.hash_password("otter")

    def test_what_a_guess_costs_can_change_without_losing_anybody(self, small_cost):
        kept = passwords.hash_password("otter lamp window")
        assert not passwords.needs_new_hash(kept)
        passwords.spend(Cost(passes=2, kibibytes=16, lanes=1))
        assert passwords.is_right(kept, "otter lamp window")
        assert passwords.needs_new_hash(kept)

    def test_by_default_a_guess_costs_what_the_standard_asks(self):
        """RFC 9106's second choice: 64 MiB, three passes, four lanes."""
        assert Cost() == Cost(passes=3, kibibytes=65536, lanes=4)


class TestStrength:
    @pytest.mark.parametrize("password", ["password123", "qwertyuiop", "petunias2026", "ashabegum"])
    def test_what_everybody_tries_first_is_weak(self, password):
        assert passwords.strength(password, "Asha", "Begum", "petunias") < 2

    def test_three_random_words_are_strong(self):
        assert passwords.strength("otter lamp window") >= 2

    def test_an_endless_one_is_judged_quickly(self):
        assert passwords.strength("ab" * 50_000) >= 0
