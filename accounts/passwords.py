"""Passwords: argon2id and zxcvbn, wrapped."""

from dataclasses import dataclass

import argon2
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

_LONGEST_SCORED = 72


@dataclass(frozen=True)
class Cost:
    """What one guess costs: passes over so many kibibytes of memory, in so many lanes."""

    passes: int = argon2.DEFAULT_TIME_COST
    kibibytes: int = argon2.DEFAULT_MEMORY_COST
    lanes: int = argon2.DEFAULT_PARALLELISM


@dataclass
class _Kept:
    """The hasher in use, and a hash that nobody has the password of."""

    hasher: argon2.PasswordHasher
    decoy: str


def _with(cost: Cost) -> _Kept:
    hasher = argon2.PasswordHasher(cost.passes, cost.kibibytes, cost.lanes)
    return _Kept(hasher, "")


_kept = _with(Cost())


def spend(cost: Cost) -> None:
    """Say what a guess costs from now on. Hashes made before stay good. Tests spend next to nothing."""
    fresh = _with(cost)
    _kept.hasher, _kept.decoy = fresh.hasher, fresh.decoy


def hash_password(password: str) -> str:
    """The argon2id hash that is kept."""
    return _kept.hasher.hash(password)


def is_right(hashed: str, password: str) -> bool:
    """Whether the password belongs to the hash. Without a hash it takes as long, and is wrong."""
    try:
        return _kept.hasher.verify(hashed or _decoy(), password) and bool(hashed)
    except (VerificationError, InvalidHashError):
        return False


def _decoy() -> str:
    if not _kept.decoy:
        _kept.decoy = _kept.hasher.hash("nobody has this password")
    return _kept.decoy


def needs_new_hash(hashed: str) -> bool:
    """Whether a hash was made when guesses cost something else."""
    return _kept.hasher.check_needs_rehash(hashed)


def strength(password: str, *about: str) -> int:
    """How hard it is to guess, 0 to 4; `about` are words about the person that do not count."""
    return int(zxcvbn(password[:_LONGEST_SCORED], user_inputs=list(about))["score"])
