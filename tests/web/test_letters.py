"""Letters are plain text: nothing in them is escaped as if it were a page."""

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
