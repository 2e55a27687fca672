"""A face: a photograph drawn anew from whatever was brought, or initials."""

import struct
import warnings
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageFile

from kernel.errors import RuleBroken
from referrals.faces import (
    EMPTY,
    MOST_BYTES,
    MOST_PASSES,
    TOO_LARGE,
    TOO_MANY_POINTS,
    TURNS,
    UNREADABLE,
    initials_of,
    portrait,
)
from tests.support.pictures import a_picture, as_file, corners_of

UPRIGHT = ["red", "green", "blue", "white"]
BACK = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
"""How a picture must be turned first, so that each way to hold a camera sets it upright."""

ZIP = b"PK\x03\x04 a file in a file \xff\xd9<script>alert(1)</script>"
SECRET = "Weaver Street 7, on the third floor"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Asha Begum", "AB"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", ""), ("(x) 7", ""),
        ("élodie oʼneill", "ÉO"),
    ],
)  # fmt: skip
def test_the_first_letters_of_the_first_and_the_last_word(name, initials):
    assert initials_of(name) == initials


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def refused(data: bytes) -> str:
    """What is said of a file that is not taken, at its field."""
    with pytest.raises(RuleBroken) as refusal:
        portrait(data)
    assert refusal.value.field == "photo"
    return refusal.value.message


class TestWhatIsTaken:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("size", [(400, 300), (300, 400), (30, 30), (1000, 1201), (1, 1)])
    def test_each_becomes_a_small_square(self, kind, size):
        made = opened(portrait(a_picture(*size, kind=kind)))
        assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (240, 240))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("size", [(400, 300), (300, 400), (1000, 1200)])
    def test_its_middle_and_nothing_beside_it(self, kind, size):
        assert corners_of(portrait(a_picture(*size, kind=kind))) == UPRIGHT

    def test_one_pressed_flat_is_not_drawn_out(self):
        assert opened(portrait(a_picture(8000, 2))).size == (240, 240)

    @pytest.mark.parametrize(
        ("kind", "mode"),
        [
            ("JPEG", "CMYK"), ("JPEG", "L"), ("JPEG", "YCbCr"), ("PNG", "RGBA"), ("PNG", "P"),
            ("PNG", "LA"), ("PNG", "1"), ("PNG", "I;16"), ("WEBP", "RGBA"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("width", [400, 1300])
    def test_of_every_kind_of_colour(self, kind, mode, width):
        made = opened(portrait(a_picture(width, 1200, kind=kind, mode=mode)))
        assert (made.mode, made.size) == ("RGB", (240, 240))

    def test_colours_of_a_printer_and_of_a_palette_are_seen_as_they_are(self):
        for picture in (a_picture(mode="CMYK"), a_picture(kind="PNG", mode="P")):
            assert corners_of(portrait(picture)) == UPRIGHT

    def test_grey_in_sixteen_bits_is_not_all_white(self):
        grey = Image.new("I;16", (300, 300), 128 * 256)
        assert opened(portrait(as_file(grey, "PNG"))).getpixel((9, 9)) == (128, 128, 128)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_what_can_be_seen_through_is_white(self, kind):
        clear = as_file(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), kind)
        assert set(corners_of(portrait(clear))) == {"white"}

    def test_so_it_is_in_a_palette(self):
        picture = Image.new("P", (300, 300), 0)
        picture.putpalette([0, 0, 0, 200, 0, 0])
        clear = as_file(picture, "PNG", transparency=bytes([0, 255]))
        assert set(corners_of(portrait(clear))) == {"white"}

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "MPO"])
    def test_of_one_that_moves_the_first(self, kind):
        first = Image.new("RGB", (300, 300), (220, 20, 20))
        other = Image.new("RGB", (300, 300), (20, 20, 220))
        moving = as_file(first, kind, save_all=True, append_images=[other])
        assert set(corners_of(portrait(moving))) == {"red"}


class TestWhatIsForgotten:
    @pytest.fixture
    def from_a_phone(self) -> bytes:
        """With the place where it was taken, a comment and a profile of its colours."""
        exif = Image.Exif()
        exif[ExifTags.Base.ImageDescription] = SECRET
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (54.0, 58.0, 40.0)
        colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        return a_picture(exif=exif, icc_profile=colours, comment=SECRET.encode(), dpi=(72, 72))

    def test_where_it_was_taken_and_all_else_that_is_said_in_it(self, from_a_phone):
        before = opened(from_a_phone)
        assert before.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert {"exif", "icc_profile", "comment"} <= set(before.info)
        after = opened(portrait(from_a_phone))
        assert not dict(after.getexif())
        assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert SECRET.encode() not in portrait(from_a_phone)

    def test_in_every_kind_of_file(self):
        exif = Image.Exif()
        exif[ExifTags.Base.ImageDescription] = SECRET
        for kind in ("JPEG", "PNG", "WEBP"):
            brought = a_picture(kind=kind, exif=exif, xmp=f"<x>{SECRET}</x>".encode())
            assert SECRET.encode() in brought
            assert SECRET.encode() not in portrait(brought)
            assert not {"exif", "xmp"} & set(opened(portrait(brought)).info)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_another_file_behind_it_or_in_it(self, kind):
        whole = a_picture(kind=kind)
        assert ZIP not in portrait(whole + ZIP)
        assert portrait(whole + ZIP) == portrait(whole)

    def test_a_script_in_its_comment(self):
        assert b"<script>" not in portrait(a_picture(comment=ZIP))


class TestHowItWasHeld:
    @pytest.mark.parametrize("held", range(1, 9))
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("size", [(400, 300), (1001, 1200)])
    def test_it_is_upright(self, held, kind, size):
        turned = opened(a_picture(*size, kind="PNG"))
        if held in TURNS:
            turned = turned.transpose(TURNS[BACK[held]])
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = held
        assert corners_of(portrait(as_file(turned, kind, exif=exif))) == UPRIGHT

    @pytest.mark.parametrize("held", [0, 9, 65535])
    def test_a_way_that_is_none_turns_nothing(self, held):
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = held
        assert corners_of(portrait(a_picture(exif=exif))) == UPRIGHT

    def test_where_nobody_can_read_how_it_is_shown_as_it_is(self):
        broken = a_picture(exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\xee" * 40)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as it is where Petunias is served
            assert corners_of(portrait(broken)) == UPRIGHT


def a_png(width: int, height: int) -> bytes:
    """A small file that claims to be of any size."""

    def chunk(kind: bytes, said: bytes) -> bytes:
        return (
            struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "data",
        [
            b" ", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\x00\x00\x00WEBP", b"PK\x03\x04",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<!doctype html><title>x</title><script>alert(1)</script>",
            b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0", b"\x00" * 4096, b"GIF89a" + b"\x00" * 99,
        ],
    )  # fmt: skip
    def test_what_is_no_photograph(self, data):
        assert refused(data) == UNREADABLE

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "EPS", "PDF"])
    def test_pictures_of_other_kinds(self, kind):
        assert refused(a_picture(kind=kind)) == UNREADABLE

    def test_an_empty_file(self):
        assert refused(b"") == EMPTY

    def test_a_file_larger_than_5_mb(self):
        whole = a_picture()
        assert portrait(whole + b"\0" * (MOST_BYTES - len(whole)))
        assert refused(whole + b"\0" * (MOST_BYTES - len(whole) + 1)) == TOO_LARGE

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
    def test_half_of_a_file(self, kind, share):
        noisy = Image.effect_noise((300, 300), 90).convert("RGB")
        whole = as_file(noisy, kind)
        assert refused(whole[: int(len(whole) * share)]) == UNREADABLE

    def test_half_of_a_file_also_where_a_pdf_was_made_before(self, monkeypatch):
        """WeasyPrint has Pillow take half a picture for whole, in the same process."""
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
        whole = as_file(Image.effect_noise((300, 300), 90), "JPEG")
        assert refused(whole[: len(whole) // 2]) == UNREADABLE

    @pytest.mark.parametrize(
        ("width", "height"),
        [
            (4001, 4000),
            (12_001, 10),
            (6325, 6325),
            (10_000, 10_000),
            (20_000, 20_000),
            (2**31 - 1, 2**31 - 1),
        ],
    )
    def test_a_bomb_before_it_is_unpacked(self, width, height):
        bomb = a_png(width, height)
        assert len(bomb) < 200
        assert refused(bomb) == TOO_MANY_POINTS

    def test_a_bomb_also_where_warnings_are_no_errors(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert refused(a_png(10_000, 10_000)) == TOO_MANY_POINTS

    def test_what_is_just_small_enough_is_looked_at(self):
        assert refused(a_png(4000, 4000)) == UNREADABLE  # it is not 16 million points after all

    def test_a_picture_that_is_drawn_over_and_over(self):
        whole = a_picture(progressive=True)
        begins = whole.rfind(b"\xff\xda")
        one_pass = whole[begins:-2]
        assert portrait(whole[:-2] + one_pass * 5 + whole[-2:])
        assert refused(whole[:-2] + one_pass * MOST_PASSES + whole[-2:]) == UNREADABLE

    def test_words_that_grow_too_large(self):
        text = zlib.compress(b"a" * 80_000_000, 9)
        said = b"Comment\0\0" + text
        chunk = struct.pack(">I", len(said)) + b"zTXt" + said
        chunk += struct.pack(">I", zlib.crc32(b"zTXt" + said))
        whole = a_picture(kind="PNG")
        assert refused(whole[:33] + chunk + whole[33:]) == UNREADABLE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@given(chance=st.randoms(use_true_random=False))
def test_whatever_comes_is_refused_with_a_sentence_or_becomes_a_face(kind, chance):
    data = bytearray(a_picture(60, 40, kind=kind))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    del data[chance.randrange(len(data) // 2, 2 * len(data)) :]
    try:
        made = opened(portrait(bytes(data)))
    except RuleBroken as refusal:
        assert refusal.message in {UNREADABLE, TOO_MANY_POINTS}
    else:
        assert (made.format, made.size) == ("JPEG", (240, 240))
