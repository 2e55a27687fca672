"""A page as a person meets it: its heading, words, links and forms; and what is wrong with its HTML."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.constants import E as SENTENCES

Answer = str | Sequence[str]
UNSEEN = {"script", "style", "template", "head"}
DATA_BLOCK = "application/ld+json"


def faults(html: str) -> list[str]:
    """What a careful reader of HTML complains of; [] when there is nothing.

    A page that differs from a faultless one in words and in names alone is faultless too, and not read again.
    """
    bones = hash(bones_of(html))
    said = [] if bones in _FAULTLESS else _faults(html)
    if not said:
        _FAULTLESS.add(bones)
    return said


_FAULTLESS: set[int] = set()
_WORDS = re.compile(r">[^<>&]+<")
_VALUE = re.compile(r' value="[^"<>&]*"')
_ONE_OFF = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def bones_of(html: str) -> str:
    """A page without its words and what was filled in; records are numbered as they come up.

    What would be markup stays, and so does every name that something on the page points at.
    """
    numbers: dict[str, str] = {}
    bare = _VALUE.sub(' value=""', _WORDS.sub("><", html))
    return _ONE_OFF.sub(lambda one: numbers.setdefault(one[0], f"#{len(numbers)}"), bare)


def _faults(html: str) -> list[str]:
    tree, complaints = _read(html)
    said = [*complaints]
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    said += [f"the id {name!r} is used {times} times" for name, times in ids.items() if times > 1]
    for node in _elements(tree):
        said += _inline_faults(node)
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            said += [
                f"<{node.tag} {name}> points at {missing!r}, which is not on the page"
                for missing in (node.get(name) or "").split()
                if missing not in ids
            ]
    return said


@lru_cache(maxsize=4)
def _read(html: str) -> tuple[Element, tuple[str, ...]]:
    """A page as a tree, and what the parser complains of. Whoever looked at it looks at it again soon."""
    parser = HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, tuple(
        f"line {line}: {SENTENCES[code] % facts}" for (line, _), code, facts in parser.errors
    )


def _inline_faults(node: Element) -> list[str]:
    """What the content security policy would not let work."""
    said = [
        f"<{node.tag}> has an inline {name!r}"
        for name in node.attrib
        if name == "style" or name.startswith("on")
    ]
    if node.tag == "style" or (
        node.tag == "script" and not node.get("src") and node.get("type") != DATA_BLOCK
    ):
        said.append(f"an inline <{node.tag}>")
    return said


def _elements(tree: Element) -> Iterator[Element]:
    return (node for node in tree.iter() if isinstance(node.tag, str))  # comments have no name


def words_of(node: Element) -> str:
    """The words that are shown, with single spaces."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Element) -> Iterator[str]:
    if isinstance(node.tag, str) and node.tag not in UNSEEN:
        yield node.text or ""
        for child in node:
            yield from _texts(child)
            yield child.tail or ""
        yield " " if node.tag not in {"a", "b", "em", "span", "strong"} else ""


class Page:
    """A page that was read."""

    def __init__(self, html: str) -> None:
        self.tree, _ = _read(html)

    @property
    def title(self) -> str:
        return " ".join((self.tree.findtext(".//title") or "").split())

    @property
    def heading(self) -> str:
        """The words of the first h1."""
        found = self.tree.find(".//h1")
        return "" if found is None else words_of(found)

    @property
    def words(self) -> str:
        """Everything that is shown, in one line."""
        return words_of(self.tree.find("body"))

    @property
    def rows(self) -> list[list[str]]:
        """What stands in the cells of all tables, row by row; a row of headings is empty."""
        return [[words_of(cell) for cell in row.iter("td")] for row in self.tree.iter("tr")]

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of the link; of two with the same words, the last."""
        return {words_of(link): link.get("href", "") for link in self.tree.iter("a")}

    @property
    def mistakes(self) -> list[str]:
        """The lines of the error summary."""
        return [
            words_of(line)
            for node in self.with_class("nhsuk-error-summary")
            for line in node.iter("li")
        ]

    def with_class(self, name: str) -> list[Element]:
        """The elements of a class, in the order of the page."""
        return [node for node in _elements(self.tree) if name in (node.get("class") or "").split()]

    def form(self, *fields: str, button: str | None = None) -> "Form":
        """The one form that has these fields (and a button with these words)."""
        forms = [Form(node) for node in self.tree.iter("form")]
        fitting = [
            form
            for form in forms
            if set(fields) <= form.names and (button is None or button in form.buttons)
        ]
        assert len(fitting) == 1, (
            f"{len(fitting)} forms of this page have the fields {sorted(fields)} and the button "
            f"{button!r}. The page has: "
            + "; ".join(f"{sorted(form.names)} {sorted(form.buttons)}" for form in forms)
        )
        return fitting[0]


@dataclass(frozen=True)
class Form:
    """A form, to be filled in and sent as a browser would."""

    node: Element

    @property
    def action(self) -> str:
        """Where it goes; "" is the page's own address."""
        return self.node.get("action", "")

    @property
    def method(self) -> str:
        return self.node.get("method", "get").upper()

    @property
    def names(self) -> set[str]:
        return {node.get("name", "") for node in self._fields()} - {""}

    @property
    def buttons(self) -> dict[str, Element]:
        """The buttons, by their words."""
        return {words_of(node): node for node in self.node.iter("button")}

    def filled(
        self, answers: Mapping[str, Answer], button: str | None = None
    ) -> list[tuple[str, str]]:
        """What is sent when these answers are given and everything else is left as it was.

        A field that is not there, or an option that is not offered, fails the test.
        """
        unknown = set(answers) - self.names
        assert not unknown, f"This form has no {sorted(unknown)}. It has {sorted(self.names)}."
        sent = [pair for node in self._fields() for pair in self._sent_by(node, answers)]
        for name, answer in answers.items():
            self._check_offered(name, _listed(answer))
        pressed = self.buttons.get(button or "")
        if pressed is not None and pressed.get("name"):
            sent.append((pressed.get("name", ""), pressed.get("value", "")))
        return sent

    def offered(self, name: str) -> list[str]:
        """The values that radios, checkboxes or a select offer; [] for a field of free words."""
        return [value for node in self._named(name) for value in _options(node)]

    def _sent_by(self, node: Element, answers: Mapping[str, Answer]) -> list[tuple[str, str]]:
        name = node.get("name", "")
        if not name or node.get("disabled") is not None:
            return []
        if name not in answers:
            return [(name, value) for value in _shown(node)]
        given = _listed(answers[name])
        if _options(node):
            return [(name, value) for value in _options(node) if value in given]
        return [(name, value) for value in given] if node is self._named(name)[0] else []

    def _check_offered(self, name: str, given: Sequence[str]) -> None:
        offered = self.offered(name)
        missing = [value for value in given if offered and value not in offered]
        assert not missing, f"{name} does not offer {missing}. It offers {offered}."

    def _named(self, name: str) -> list[Element]:
        return [node for node in self._fields() if node.get("name") == name]

    def _fields(self) -> list[Element]:
        return [node for node in self.node.iter() if node.tag in {"input", "select", "textarea"}]


def _listed(answer: Answer) -> Sequence[str]:
    return [answer] if isinstance(answer, str) else answer


def _options(node: Element) -> list[str]:
    if node.tag == "select":
        return [_value(option) for option in node.iter("option")]
    return [node.get("value", "on")] if node.get("type") in {"radio", "checkbox"} else []


def _shown(node: Element) -> list[str]:
    """What a field sends when nobody touches it."""
    if node.tag == "textarea":
        return [(node.text or "").removeprefix("\n")]
    if node.tag == "select":
        options = list(node.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return [_value(option) for option in chosen or options[:1]]
    if _options(node):
        return _options(node) if node.get("checked") is not None else []
    return [] if node.get("type") in {"submit", "file"} else [node.get("value", "")]


def _value(option: Element) -> str:
    value = option.get("value")
    return words_of(option) if value is None else value
