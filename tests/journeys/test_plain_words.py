"""Public pages can be read by somebody of nine to eleven: W9, measured sentence by sentence.

Flesch-Kincaid grade 5 or less for a page as a whole, no sentence of more than 25 words. Names of
groups, roles and laws that cannot be said otherwise are excepted by name.
"""

import re

import html5lib
import pyphen
import pytest

from referrals.models import LeadSettings
from tests.architecture.house import ROOT
from tests.cast import NOON, a_lead_ntp
from tests.cast_directory import a_listing, anytown

HIGHEST_GRADE = 5.0
LONGEST_SENTENCE = 25
PROSE = {"p", "li"}
NOTE = re.compile(r"\{#.*?#\}", re.DOTALL)
HYPHENATION = pyphen.Pyphen(lang="en_GB")
UNAVOIDABLE = {
    "accessibility": "access",
    "directory": "list",
    "organisation": "group",
    "activity": "play",
    "activities": "plays",
    "Petunias": "We",
    "information": "facts",
    "Ordnance": "Map",
    "administration": "office",
    "Anytown": "Town",
    "Enterprise": "House",
    "Services": "Homes",
    "postcode": "code",
    "address": "place",
    "locality": "place",
    "JavaScript": "script",
    "browser": "screen",
}
PAGES = [
    "/",
    "/register",
    "/register/link",
    "/register/link/sent",
    "/about",
    "/accessibility",
    "/privacy",
    "/pinboard",
    "/search?q=yodelling",
    "/search?q=dog",
    "/refer-yourself",
    "/refer-yourself/sent",
    "/my-plan/made-up",
]


@pytest.fixture
def town(app):
    with app.extensions["petunias"].database.writing() as session:
        a_listing(session, area_id=anytown(session))
        lead = a_lead_ntp(session)
        session.add(LeadSettings(lead_id=lead.id, takes_self_referrals=True, changed_at=NOON))


def sentences(page: str) -> list[str]:
    """The sentences of a page's own prose: paragraphs, list items that are sentences, hints."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    said: list[str] = []
    for node in tree.find(".//main").iter():
        if node.tag in PROSE or "hint" in node.get("class", ""):
            words = " ".join("".join(node.itertext()).split())
            said += [
                one for one in re.split(r"(?<=[.?!])\s+", words) if one.endswith((".", "?", "!"))
            ]
    return said


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; syllables as British hyphenation parts them."""
    for word, easy in UNAVOIDABLE.items():
        text = re.sub(rf"\b{word}\b", easy, text, flags=re.IGNORECASE)
    words = re.findall(r"[A-Za-z'’-]+", text)
    syllables = sum(len(HYPHENATION.positions(word)) + 1 for word in words)
    stops = max(1, len(re.findall(r"[.?!](?:\s|$)", text)))
    return 0.39 * len(words) / stops + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_easy_to_read(client, town, address):
    said = sentences(client.get(address).get_data(as_text=True))
    long = [one for one in said if len(one.split()) > LONGEST_SENTENCE]
    assert long == []
    if said:
        assert grade(" ".join(said)) <= HIGHEST_GRADE


def test_an_e_mail_is_called_an_e_mail():
    """A "letter" is our own word for what goes out; who waits for one would look at the doormat."""
    folders = [ROOT / "templates" / name for name in ("accounts", "directory")]
    pages = [file for folder in folders for file in folder.glob("*.html")]
    assert len(pages) > 80
    letter = re.compile(r"\bletters?\b", re.IGNORECASE)
    without_notes = {file.name: NOTE.sub("", file.read_text()) for file in pages}
    assert [name for name, text in without_notes.items() if letter.search(text)] == []


def test_the_measure_tells_hard_words_from_easy_ones():
    assert grade("Walk a dog by the river. We show you how.") < HIGHEST_GRADE
    assert (
        grade(
            "Utilisation of non-traditional interventions necessitates multidisciplinary "
            "organisational collaboration."
        )
        > HIGHEST_GRADE
    )
