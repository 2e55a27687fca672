"""The name and the one colour of an installation, refused at the start if they cannot be read."""

import re
from dataclasses import dataclass

PETUNIA = "#702082"
WHITE = "#ffffff"
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text against what is behind it
NEARLY_BLACK = 0.04045  # below it the scale is straight (sRGB)
HEX = re.compile(r"#[0-9a-f]{6}")
DARKER = 0.72  # of each channel, for a pressed button and a border
PALER = 0.90  # of the way to white, for a tint behind dark text


class ColourWrong(ValueError):
    """A colour is not written as #rrggbb, or white words on it could not be read."""


@dataclass(frozen=True)
class Brand:
    """What an installation calls itself, its accent colour, and whether it is a demo.

    Raises ColourWrong when white text on the colour would have a contrast under 4.5 to 1.
    """

    name: str = "Petunias"
    colour: str = ""
    is_demo: bool = False

    def __post_init__(self) -> None:
        if not HEX.fullmatch(self.accent):
            raise ColourWrong("Write the colour as # and six digits or letters, like #702082.")
        ratio = contrast(self.accent, WHITE)
        if ratio < TEXT_CONTRAST:
            raise ColourWrong(
                f"White words on {self.accent} have a contrast of {ratio:.1f} to 1. "
                f"Choose a darker colour: at least {TEXT_CONTRAST} to 1 is needed."
            )

    @property
    def accent(self) -> str:
        """The accent colour as #rrggbb, in small letters."""
        return self.colour.lower() or PETUNIA

    @property
    def has_own_colour(self) -> bool:
        """Whether pages need the installation's own stylesheet beside ours."""
        return self.accent != PETUNIA

    @property
    def stylesheet(self) -> str:
        """The accent and its two shades as CSS, for pages to use as variables."""
        return (
            f":root {{ --accent: {self.accent}; --accent-dark: {mixed(self.accent, '#000000', 1 - DARKER)};"
            f" --accent-pale: {mixed(self.accent, WHITE, PALER)}; }}\n"
        )


def contrast(one: str, other: str) -> float:
    """How far two colours (#rrggbb) are apart: 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share (0 to 1) of another in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= NEARLY_BLACK else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
