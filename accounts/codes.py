"""One-time codes from an authenticator app (TOTP, RFC 6238), and the QR code that sets one up."""

import re

import pyotp
import segno

SECRET = re.compile(r"[A-Z2-7]{32}")
STEP_SECONDS = 30


def new_secret() -> str:
    """A secret for an authenticator app: 160 random bits in base 32."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether a text could be such a secret."""
    return SECRET.fullmatch(text) is not None


def in_fours(secret: str) -> str:
    """The secret as people type it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def secret_address(secret: str, *, email: str, service: str) -> str:
    """What the QR code says to the authenticator app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=service)


def step_of(secret: str, code: str, *, at_seconds: int) -> int | None:
    """Which 30-second step a code is of, now or one either side; None when it is of none."""
    totp = pyotp.TOTP(secret)
    digits = "".join(code.split())
    now = at_seconds // STEP_SECONDS
    for step in (now, now - 1, now + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), digits):
            return step
    return None


def drawing(text: str) -> tuple[int, str]:
    """A QR code of a text as (width in squares, SVG path), with the quiet border it needs."""
    rows = list(segno.make(text, micro=False, error="m").matrix_iter(border=4))
    squares = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    ]
    return len(rows), "".join(squares)
