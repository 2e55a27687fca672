"""Pictures for tests, made as they are asked for."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from referrals.faces import portrait

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 160, 20), (20, 20, 220), (255, 255, 255)


def a_picture(
    width: int = 400, height: int = 300, *, kind: str = "JPEG", mode: str = "RGB", **saved: Any
) -> bytes:
    """A picture whose middle square is red above on the left, and green, blue, white on from there."""
    picture = Image.new("RGB", (width, height), "black")
    half = min(width, height) // 2
    left, top = (width - 2 * half) // 2, (height - 2 * half) // 2
    for place, colour in enumerate((RED, GREEN, BLUE, WHITE)):
        across, down = left + half * (place % 2), top + half * (place // 2)
        picture.paste(colour, (across, down, across + half, down + half))
    return as_file(picture.convert(mode), kind, **saved)


def as_file(picture: Image.Image, kind: str, **saved: Any) -> bytes:
    """A picture as the bytes of a file."""
    made = BytesIO()
    picture.save(made, kind, **saved)
    return made.getvalue()


def corners_of(data: bytes) -> list[str]:
    """The colours of a picture's quarters, by rows: "red", "green", "blue", "white", or "other"."""
    with Image.open(BytesIO(data)) as picture:
        seen = picture.convert("RGB")
    near, far = seen.width // 4, seen.width * 3 // 4
    places = ((near, near), (far, near), (near, far), (far, far))
    return [_name_of(seen.getpixel(one)) for one in places]


def _name_of(point: Any) -> str:
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    near = [
        name for name, colour in names.items()
        if max(abs(a - b) for a, b in zip(point, colour, strict=True)) < 40
    ]  # fmt: skip
    return near[0] if near else "other"


@cache
def a_portrait() -> bytes:
    """A photograph as it is kept."""
    return portrait(a_picture())
