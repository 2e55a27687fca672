"""Text that people typed, or that a feed sent as HTML, made into plain text fit to keep.

Paragraphs, Bengali, Persian and emoji survive; tags, control characters and invisible ones do not.
"""

import re
import unicodedata
from html.parser import HTMLParser

LONGEST = 20_000
"""Characters looked at. What comes after is cut, before any pattern is tried on it."""

ELLIPSIS = "…"

_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\t": " "}) | {
    0x2028: "\n",
    0x2029: "\n",
}
# Forms that NFKC would spoil: an acute accent typed for an apostrophe, a diaeresis for a quotation
# mark, and "1½", which would become eleven halves.
_BEFORE_NFKC = str.maketrans({"\u00b4": "'", "\u00a8": '"'})
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_JOINERS = frozenset("\u200c\u200d")
# Scripts whose words are misspelt without their joiners.
_JOINING_SCRIPTS = (
    "ARABIC",
    "BENGALI",
    "DEVANAGARI",
    "GUJARATI",
    "GURMUKHI",
    "KANNADA",
    "MALAYALAM",
    "MONGOLIAN",
    "ORIYA",
    "SINHALA",
    "SYRIAC",
    "TAMIL",
    "TELUGU",
)
_EMOJI_PARTS = ("So", "Sk")
_NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Co"})
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """Typed text, tidied: NFKC, newlines as LF, one blank line at most, nothing invisible left."""
    text = text[:LONGEST].replace("\r\n", "\n").translate(_LINE_ENDS)
    text = unicodedata.normalize("NFKC", _fractions_spelt(text.translate(_BEFORE_NFKC)))
    return _tidied(_visible(text))


def one_line(text: str) -> str:
    """Typed text for a field of one line, such as a name: as `plain`, newlines become spaces."""
    return " ".join(plain(text).split())


def shortened(text: str, limit: int) -> str:
    """The beginning of a text: at most `limit` characters, cut after a whole word, then "…"."""
    if len(text) <= limit:
        return text
    room = text[: max(limit - 1, 0)]
    whole_words = room.rpartition(" ")[0] if not text[len(room)].isspace() else room
    return (whole_words or room).rstrip(" \n,;:-") + ELLIPSIS


def from_html(source: str) -> str:
    """Plain text of (perhaps broken) HTML: paragraphs apart, list items on lines, links by text.

    Text without block tags keeps its newlines. What was escaped twice is read twice.
    """
    text = _read(source[: LONGEST * 5])
    if _looks_like_html(text):
        text = _read(text)
    return plain(text)


def _fractions_spelt(text: str) -> str:
    for sign, spelt in _FRACTIONS.items():
        if sign in text:
            text = re.sub(rf"(?<=\d){sign}", f" {spelt}", text).replace(sign, spelt)
    return text.replace("\u2044", "/")


def _visible(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # as most texts are: no closer look is needed
    kept: list[str] = []
    for character in text:
        if character in _JOINERS:
            if kept and _needs_joiner(kept[-1]):
                kept.append(character)
        elif character == "\n" or unicodedata.category(character) not in _NOT_TEXT:
            kept.append(character)
    return "".join(kept).replace("\ufffe", "").replace("\uffff", "")


def _needs_joiner(before: str) -> bool:
    """Whether a joiner after this character is part of a word or of an emoji."""
    if before == "\ufe0f" or unicodedata.category(before) in _EMOJI_PARTS:
        return True
    return unicodedata.name(before, "").startswith(_JOINING_SCRIPTS)


def _tidied(text: str) -> str:
    lines = (line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|ul|ol|h[1-6]|table|tr)\b", re.IGNORECASE)
_ANY_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|table|tr|td|span|strong|em|b|i|a)\b|&(?:nbsp|#\d{1,5});",
    re.IGNORECASE,
)


def _looks_like_html(text: str) -> bool:
    return _ANY_TAG.search(text) is not None


def _read(source: str) -> str:
    source = _tags_that_close(_without_comments(source))
    reader = _TextOfHtml(keeps_newlines=_BLOCK_TAG.search(source) is None)
    reader.feed(source)
    reader.close()
    return reader.text()


def _without_comments(source: str) -> str:
    before, mark, rest = source.partition("<!--")
    kept = [before]
    while mark:
        _, end, rest = rest.partition("-->")
        if not end:
            break
        before, mark, rest = rest.partition("<!--")
        kept.append(before)
    return "".join(kept)


def _tags_that_close(source: str) -> str:
    """Without the "<" that open nothing: the standard parser takes quadratic time over many."""
    return re.sub(r"<(?![^<>]{0,2000}>)", "&lt;", source)


class _TextOfHtml(HTMLParser):
    """Collects the text, with a newline wherever a browser would begin a new line."""

    LISTS = frozenset({"ul", "ol"})
    PARAGRAPHS = LISTS | {"p", "div", "table", "blockquote", "section", "article"}
    PARAGRAPHS |= {"header", "footer", "h1", "h2", "h3", "h4", "h5", "h6"}
    LINES = frozenset({"br", "tr", "dt", "dd"})
    SILENT = frozenset({"script", "style", "template", "noscript", "title"})

    def __init__(self, *, keeps_newlines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keeps_newlines = keeps_newlines
        self._pieces: list[str] = []
        self._silent = 0
        self._lists = 0
        self._item_is_empty = False

    def text(self) -> str:
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent += 1
        elif tag in self.PARAGRAPHS:
            self._new_paragraph(tag)
            self._lists += tag in self.LISTS
        elif tag == "li":
            self._pieces.append("\n- ")
            self._item_is_empty = True
        elif tag in self.LINES:
            self._pieces.append("\n")
        elif tag in ("td", "th"):
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self.PARAGRAPHS:
            self._lists = max(0, self._lists - (tag in self.LISTS))
            if not self._lists:
                self._pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data if self._keeps_newlines else re.sub(r"\s+", " ", data))
            self._item_is_empty = self._item_is_empty and not data.strip()

    def unknown_decl(self, data: str) -> None:
        """A `<![CDATA[` or a word processor's own mark: nothing to show."""

    def _new_paragraph(self, tag: str) -> None:
        # Inside a list a paragraph is a line of its item, and its first one follows the dash.
        if self._item_is_empty or (self._lists and tag in self.LISTS):
            return
        self._pieces.append("\n" if self._lists else "\n\n")
