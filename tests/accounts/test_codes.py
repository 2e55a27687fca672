"""Codes from an authenticator app, against the examples of RFC 6238."""

import base64

import pyotp
import pytest

from accounts import codes

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
SPOKEN = 1111111109


class TestCodes:
    @pytest.mark.parametrize(("at_seconds", "code"), [
        (59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130"),
    ])  # fmt: skip
    def test_the_examples_of_the_standard(self, at_seconds, code):
        assert codes.step_of(RFC_SECRET, code, at_seconds=at_seconds) == at_seconds // 30

    @pytest.mark.parametrize("late", [-30, 30])
    def test_half_a_minute_either_side_is_well(self, late):
        assert codes.step_of(RFC_SECRET, "081804", at_seconds=SPOKEN + late) == SPOKEN // 30

    @pytest.mark.parametrize("late", [-60, 60])
    def test_a_minute_is_too_much(self, late):
        assert codes.step_of(RFC_SECRET, "081804", at_seconds=SPOKEN + late) is None

    def test_blanks_between_digits_do_no_harm(self):
        assert codes.step_of(RFC_SECRET, " 287 082 ", at_seconds=59) == 1

    @pytest.mark.parametrize("code", ["", "287083", "28708", "x" * 1000])
    def test_anything_else_is_no_code(self, code):
        assert codes.step_of(RFC_SECRET, code, at_seconds=59) is None


class TestSecrets:
    def test_a_new_one_is_one(self):
        assert codes.is_secret(codes.new_secret())
        assert codes.new_secret() != codes.new_secret()

    @pytest.mark.parametrize("text", ["", "abc", "a" * 32, "A" * 31, "A" * 33, "A" * 31 + "1"])
    def test_what_is_not_one(self, text):
        assert not codes.is_secret(text)

    def test_people_type_it_in_fours(self):
        assert codes.in_fours("ABCDEFGH23") == "ABCD EFGH 23"

    def test_an_app_reads_it(self):
        secret = codes.new_secret()
        address = codes.secret_address(secret, email="a@b.example", service="Petunias & Co")
        assert pyotp.parse_uri(address).secret == secret


class TestThePicture:
    def test_it_is_a_square_with_a_quiet_border(self):
        width, path = codes.drawing("otpauth://totp/x?secret=ABC")
        squares = [part.split("h")[0].split() for part in path.split("M")[1:]]
        places = [(int(x), int(y)) for x, y in squares]
        assert min(x for x, _ in places) == min(y for _, y in places) == 4
        assert max(x for x, _ in places) == width - 5

    def test_it_draws_every_dark_square_and_no_other(self):
        import segno

        width, path = codes.drawing("hello")
        drawn = {tuple(map(int, part.split("h")[0].split())) for part in path.split("M")[1:]}
        matrix = segno.make("hello", micro=False, error="m").matrix
        assert drawn == {
            (x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
        }
        assert width == len(matrix) + 8
