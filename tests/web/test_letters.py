"""Letters are plain text: nothing in them is escaped as if it were a page."""

from kernel.messages import PLAIN
from web import letters


def test_words_are_written_as_they_are(app, tmp_path):
    from jinja2 import ChoiceLoader, DictLoader

    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({"email/trial.txt": "Fish & {{ name }}\n\nHello."}), app.jinja_env.loader]
    )
    assert letters.renderer(app)("trial", {"name": "<Chips>"}) == "Fish & <Chips>\n\nHello."


def test_pages_stay_escaped_all_the_same(app):
    letters.renderer(app)
    assert app.jinja_env.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"


def test_a_letter_is_a_page_and_a_pdf_where_there_are_templates_for_them(app):
    from jinja2 import ChoiceLoader, DictLoader

    made = {
        "email/trial.html": "<p>{{ name }}</p>",
        "email/trial_enclosed.html": "<html lang='en'><title>x</title><p>{{ name }}</p></html>",
    }
    app.jinja_env.loader = ChoiceLoader([DictLoader(made), app.jinja_env.loader])
    dress = letters.dresser(app)("trial", {"name": "<Chips>"})
    assert dress.html == "<p>&lt;Chips&gt;</p>"
    (file,) = dress.enclosed
    assert (file.name, file.content[:4]) == ("trial.pdf", b"%PDF")
    assert letters.dresser(app)("referrals/my_plan", {}) == PLAIN


def test_without_what_a_pdf_needs_nothing_is_enclosed(app, monkeypatch):
    from jinja2 import ChoiceLoader, DictLoader

    monkeypatch.setattr(letters.paper, "pdf_of", lambda html: None)
    made = {"email/trial_enclosed.html": "<p>x</p>"}
    app.jinja_env.loader = ChoiceLoader([DictLoader(made), app.jinja_env.loader])
    assert letters.dresser(app)("trial", {}).enclosed == ()
