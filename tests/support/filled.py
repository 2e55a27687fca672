"""A form filled in as somebody would who wants it to be taken: an answer that fits each question."""

from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import Element

from accounts.demo import PASSWORD
from tests.support.clock import NOON
from tests.support.pages import Form
from tests.support.pictures import a_portrait

BY_NAME = {
    "old_password": PASSWORD,
    "password": "seven red herrings sing",
    "postcode": "NE6 1AB",
    "contact": "robin@shelter.example",
    "email": "robin@shelter.example",
    "to": "robin@shelter.example",
    "phone": "0191 498 0109",
    "code": "ABCD-EFGH",
    "cost_pounds": "3.50",
    "sort_code": "20-40-60",
    "account_number": "12345678",
    "nhs_number": "",  # whoever has one is found by it
    "time": "2pm",
    "co_morbidities": "2",
    "website": "https://shelter.example",
    "nickname": "",  # people do not see it, and machines give themselves away by it
    "proposed_domain": "",
}
BY_END = {"-day": f"{NOON:%d}", "-month": f"{NOON:%m}", "-year": f"{NOON:%Y}"}
BY_TYPE = {"email": "robin@shelter.example", "tel": "0191 498 0109", "number": "7"}
WORDS = "Walking together"
LIST = b"Group,Activity,Phone\nHill Walkers,Slow walks,01632 960111\n"

Sent = dict[str, list[object]]


def well_filled(form: Form) -> Sent:
    """Every question answered; what a page has filled in already stays."""
    sent: Sent = {}
    for name, value in _answers(form):
        sent.setdefault(name, []).append(value)
    return sent


def words_in(form: Form) -> set[str]:
    """The fields that take words of any kind; none where a form asks for a password."""
    if any(node.get("type") == "password" for node in form.node.iter()):
        return set()
    return {
        node.get("name", "")
        for node in form.node.iter()
        if node.tag == "textarea" or (node.tag == "input" and _takes_words(node))
    }


def _takes_words(node: Element) -> bool:
    name = node.get("name", "")
    is_number = node.get("inputmode") in {"numeric", "decimal"}
    return node.get("type", "text") == "text" and not is_number and name not in BY_NAME


def _answers(form: Form) -> Iterator[tuple[str, object]]:
    shown = dict(form.filled({}))
    answered: set[str] = set()
    for node in form.node.iter():
        name = node.get("name", "")
        if name and name not in answered and node.tag in {"input", "select", "textarea", "button"}:
            answered.add(name)
            yield from _answer(form, node, name, shown.get(name, ""))


def _answer(form: Form, node: Element, name: str, shown: str) -> Iterator[tuple[str, object]]:
    if node.tag == "button":
        yield name, node.get("value", "")
    elif node.get("type") == "file":
        yield name, _file(name)
    elif shown or node.get("type") == "hidden":
        yield name, shown
    elif offered := [one for one in form.offered(name) if one]:
        yield name, offered[0]
    else:
        yield name, _typed(node, name)


def _file(name: str) -> tuple[BytesIO, str]:
    """A file that fits: a photograph, or a list."""
    return (BytesIO(a_portrait()), "me.jpg") if name == "photo" else (BytesIO(LIST), "list.csv")


def _typed(node: Element, name: str) -> str:
    """What is typed into a field of free words."""
    for end, words in BY_END.items():
        if name.endswith(end):
            return words
    is_number = node.get("inputmode") in {"numeric", "decimal"}
    kind = "number" if is_number else node.get("type", "")
    return BY_NAME.get(name, BY_TYPE.get(kind, WORDS))
