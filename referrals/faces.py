"""The face of a link worker for practices: a photograph, or their initials (B01, A-HLW-01).

A photograph comes from a phone, with the place where it was taken, or from anybody who means harm. None is kept as
it came: a small square is drawn anew from its points, and nothing else of the file is in it.
"""

from io import BytesIO
from typing import NewType

from PIL import Image, ImageFile

from kernel.errors import RuleBroken

SIDE = 240
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 5 * 1024 * 1024
MOST_POINTS = 40_000_000
MOST_SIDE = 12_000
MOST_KEPT_WHOLE = 16_000_000
"""Points of a picture that can only be read whole: a JPEG is read at no more than it takes."""

MOST_PASSES = 30
MOST_DRAWN = 600_000_000
"""Passes, and points drawn in all of them. A photograph is drawn in ten, one that means harm over and over."""

QUALITY = 85
THINNED = 4 * SIDE
PASS_BEGINS = b"\xff\xda"
DRAWN_IN_PASSES = ("JPEG", "MPO")
ORIENTATION = 0x0112
UPRIGHT = 1
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, by how EXIF says that the camera was held."""

EMPTY = "There is nothing in this file. Choose another one."
TOO_LARGE = "This file is larger than 5 MB. Choose a smaller photograph."
TOO_MANY_POINTS = "This picture has too many points. Choose a smaller photograph."
UNREADABLE = "We cannot read a photograph in this file. Choose a JPEG or PNG file."

_MOST = 2

Portrait = NewType("Portrait", bytes)
"""A photograph that was drawn anew, and may be kept."""


def initials_of(name: str) -> str:
    """The first letters of the first and the last word: "Asha Begum" is AB."""
    words = [word for word in name.split() if word[:1].isalpha()]
    ends = words if len(words) < _MOST else [words[0], words[-1]]
    return "".join(word[0].upper() for word in ends)


def portrait(data: bytes) -> Portrait:
    """A photograph as it is kept: its middle square, upright, 240 × 240 points, JPEG, and nothing besides.

    It may take a second: do it before the database is held.
    """
    if not data:
        raise _refusal(EMPTY)
    if len(data) > MOST_BYTES:
        raise _refusal(TOO_LARGE)
    try:
        return Portrait(_drawn_anew(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refusal(TOO_MANY_POINTS) from None
    except RuleBroken:
        raise
    except Exception:  # a decoder may say anything at all of what is wrong with a file
        raise _refusal(UNREADABLE) from None


def _refusal(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="photo")


def _drawn_anew(data: bytes) -> bytes:
    # WeasyPrint, once it is loaded, has Pillow take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(BytesIO(data), formats=FORMATS) as picture:
        _check_size(picture, passes=data.count(PASS_BEGINS))
        picture.draft(None, (2 * SIDE, 2 * SIDE))  # a JPEG is read at no more than it takes
        picture.load()
        face = _square(picture).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        turn = TURNS.get(_held(picture))
    return _as_jpeg(face if turn is None else face.transpose(turn))


def _check_size(picture: Image.Image, *, passes: int) -> None:
    """Refuse what would take long or much memory, before anything of it is drawn (X2)."""
    points = picture.width * picture.height
    is_in_passes = picture.format in DRAWN_IN_PASSES
    most = MOST_POINTS if is_in_passes else MOST_KEPT_WHOLE
    if points > most or max(picture.size) > MOST_SIDE:
        raise _refusal(TOO_MANY_POINTS)
    if is_in_passes and (passes > MOST_PASSES or passes * points > MOST_DRAWN):
        raise _refusal(UNREADABLE)


def _square(picture: Image.Image) -> Image.Image:
    """The middle of a picture on white, without what came along: most of a large one is not looked at."""
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    small = min(side, THINNED)
    middle = picture.resize(
        (small, small), Image.Resampling.NEAREST, box=(left, top, left + side, top + side)
    )
    if middle.mode == "I;16":  # Pillow would cut its greys off, not scale them down
        middle = middle.point(lambda level: level * (1 / 256))
    seen = middle.convert("RGBA")
    square = Image.new("RGB", seen.size, "white")
    square.paste(seen, mask=seen.getchannel("A"))
    return square


def _held(picture: Image.Image) -> int:
    """How the camera was held. A picture whose EXIF nobody can read is shown as it is."""
    try:
        return int(picture.getexif().get(ORIENTATION, UPRIGHT))
    except Exception:  # like the rest of the file, it may be anything at all
        return UPRIGHT


def _as_jpeg(face: Image.Image) -> bytes:
    made = BytesIO()
    face.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
