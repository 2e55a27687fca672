"""The reader of pages finds what is wrong, and fills in a form as a browser does."""

import pytest

from tests.support.pages import Page, faults

FORM = """
<h1>Join  in</h1><ul class="nhsuk-error-summary"><li><a href="#day">Choose a day</a></li></ul>
<form method="post" action="/join"><input type="hidden" name="key" value="k1">
<input name="group" value=""><textarea name="about">
Old words</textarea>
<input type="radio" name="day" value="mon" checked><input type="radio" name="day" value="tue">
<input type="checkbox" name="need" value="a"><input type="checkbox" name="need" value="b">
<select name="where"><option value="here">Here</option><option selected>There</option></select>
<button name="then" value="more">Save and go on</button><button>Save</button></form>
"""


def _document(body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'


@pytest.fixture
def form():
    return Page(_document(FORM)).form("group")


def test_a_well_made_page_has_no_faults():
    assert faults(_document('<main id="a"><svg><path d="M0 0"/></svg><p>Yes</p></main>')) == []


@pytest.mark.parametrize(
    "body",
    [
        "<p>open <b>bold</p>",
        "<div></span></div>",
        '<p id="a"></p><p id="a"></p>',
        '<p style="color:red"></p>',
        '<p onclick="x()"></p>',
        "<script>x()</script>",
        "<style>p{}</style>",
        '<label for="nobody">Name</label>',
        '<input aria-describedby="hint">',
        '<a href="a" href="b">x</a>',
    ],
)
def test_a_fault_is_found(body):
    assert len(faults(_document(body))) >= 1


def test_facts_for_search_engines_are_no_script():
    assert faults(_document('<script type="application/ld+json">{}</script>')) == []


def test_what_is_left_alone_is_sent_as_it_was(form):
    assert form.filled({}) == [
        ("key", "k1"),
        ("group", ""),
        ("about", "Old words"),
        ("day", "mon"),
        ("where", "There"),
    ]


def test_what_is_filled_in_is_sent(form):
    sent = form.filled(
        {"group": "Shelter", "day": "tue", "need": ["a", "b"], "where": "here"}, "Save and go on"
    )
    assert sent == [
        ("key", "k1"),
        ("group", "Shelter"),
        ("about", "Old words"),
        ("day", "tue"),
        ("need", "a"),
        ("need", "b"),
        ("where", "here"),
        ("then", "more"),
    ]


@pytest.mark.parametrize("answers", [{"nobody": "x"}, {"day": "wed"}, {"where": "nowhere"}])
def test_what_a_person_could_not_send_is_refused(form, answers):
    with pytest.raises(AssertionError):
        form.filled(answers)


def test_a_page_is_read_as_a_person_reads_it():
    page = Page(_document(FORM))
    assert (page.title, page.heading, page.mistakes) == ("T", "Join in", ["Choose a day"])
    assert page.links == {"Choose a day": "#day"}
    assert "Save and go on Save" in page.words


def test_a_form_that_is_not_there_is_named():
    with pytest.raises(AssertionError, match="0 forms of this page"):
        Page(_document(FORM)).form("postcode")
