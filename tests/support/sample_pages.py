"""Pages that use every layout, component and kind of field: for looking at, and for the tests of web."""

from datetime import UTC, datetime
from types import SimpleNamespace

from flask import Flask, flash, render_template
from jinja2 import ChoiceLoader, DictLoader
from wtforms.validators import InputRequired

from web import fields, templating
from web.brand import Brand
from web.forms import Form

NOON = datetime(2027, 3, 3, 14, 30, tzinfo=UTC)

TEMPLATES = {
    "sample/every_field.html": """
{% extends "layouts/form.html" %}
{% set title = "List your group" %}
{% set button_text = "Put it in the directory" %}
{% set back_href = "/" %}
{% block fields %}
  {{ form.name }}{{ form.email }}{{ form.phone }}{{ form.postcode }}{{ form.places }}{{ form.cost }}
  {{ form.first_day }}{{ form.about }}{{ form.notes }}{{ form.joining }}{{ form.domains }}
  {{ form.town }}{{ form.agrees }}{{ form.password }}{{ form.leaflet }}
{% endblock %}
""",
    "sample/text.html": """
{% extends "layouts/page.html" %}
{% set title = "About this directory" %}
{% block body %}{{ text | paragraphs }}{% endblock %}
""",
    "sample/done.html": """
{% extends "layouts/confirmation.html" %}
{% set title = "Your group is in the directory" %}
{% block panel %}People can find it from now on{% endblock %}
{% block body %}<h2 class="nhsuk-heading-m">What happens next</h2><p>We sent you a letter.</p>{% endblock %}
""",
    "sample/results.html": """
{% extends "layouts/public.html" %}
{% from "components/result-cards/macro.html" import result_cards %}
{% from "components/pagination/macro.html" import pagination %}
{% from "components/facets/macro.html" import facets, facet_group %}
{% set title = "Dog walking near NE6" %}
{% set search_what = "dog walking" %}
{% set search_where = "NE6 1AB" %}
{% block body %}
<p>{{ cards | length | counted("activity", "activities") }} found</p>
<div class="beside">
{% call facets("/search", kept, chosen=1, all_href="/search?q=dogs") %}
{{ facet_group("What kind", "domain", choices) }}
{% endcall %}
<div>
{{ result_cards(cards) }}
{{ pagination(4, 9) }}
</div>
</div>
{% endblock %}
""",
    "sample/nothing.html": """
{% extends "layouts/public.html" %}
{% from "components/empty-state/macro.html" import empty_state %}
{% set title = "Nothing found for “yodelling”" %}
{% block body %}
{% call empty_state("We know of no yodelling near NE6.", "Tell the area that this is missing", "/missing") %}
<p>You could look further away.</p>
{% endcall %}
{% endblock %}
""",
    "sample/record.html": """
{% extends "layouts/page.html" %}
{% from "components/record-header/macro.html" import record_header %}
{% from "components/timeline/macro.html" import timeline %}
{% from "components/data-table/macro.html" import data_table %}
{% set title = "Anytown Cat and Dog Shelter" %}
{% block heading %}
{% call record_header("Listing", title, "live", "Live", buttons) %}
<form method="post"><button class="nhsuk-button nhsuk-button--warning" type="submit">Withdraw</button></form>
{% endcall %}
{% endblock %}
{% block body %}
{{ data_table("Sessions", columns, rows) }}
{{ timeline(entries) }}
{% endblock %}
""",
    "sample/paper.html": """
{% extends "layouts/print.html" %}
{% set title = "Still correct?" %}
{% set short_address = "petunias.example/s/K7Q2" %}
{% set qr %}<svg viewBox="0 0 9 9" role="img" aria-label="Code to scan"><path d="M0 0h4v4H0zM5 5h4v4H5z"/></svg>{% endset %}
{% block paper %}
<p>Look at what we show about your group.</p>
<table><thead><tr><th>What</th><th>Now</th></tr></thead><tbody><tr><td>When</td><td>Tuesdays, 2pm</td></tr></tbody></table>
<p><span class="write-box"></span> It is still correct</p>
{% endblock %}
""",
}

CHOICES = {"turn-up": "Just turn up", "ask-first": "Ask first", "pay": "There is a charge"}
DOMAINS = {"physical-activity": "Getting active", "arts": "Arts and crafts"}


class EveryField(Form):
    """One field of each kind."""

    name = fields.TextField(
        "What is your group called?", [InputRequired("Write the name of your group.")]
    )
    email = fields.EmailField("E-mail address", hint="We send one letter to check it.")
    phone = fields.TelephoneField("Telephone number")
    postcode = fields.PostcodeField("Postcode")
    places = fields.NumberField("How many people can come?")
    cost = fields.MoneyField("What does it cost?", hint="For example, 2.50")
    first_day = fields.DateField("When does it start?", hint="For example, 27 3 2027")
    about = fields.LongTextField(
        "What can people do?", [InputRequired("Say what people do.")], count=300
    )
    notes = fields.LongTextField("Anything else", rows=2)
    joining = fields.RadiosField(
        "How do people join?",
        [InputRequired("Choose how people join.")],
        choices=CHOICES,
        hints={"ask-first": "They ring you before they come"},
        reveals={"pay": "price"},
    )
    price = fields.TextField("How much is it?", prefix="£", width=5, mark_optional=False)
    domains = fields.CheckboxesField("What kind of activity is it?", choices=DOMAINS)
    town = fields.SelectField("Town", choices={"byker": "Byker"}, blank="Choose one")
    agrees = fields.TickField("I may put this in the directory", [InputRequired("Tick the box.")])
    password = fields.PasswordField("Password", autocomplete="new-password")
    leaflet = fields.FileField("A leaflet", accept=".pdf")
    code = fields.HiddenField()


def sample_app(*, brand: Brand | None = None, **extra_templates: str) -> Flask:
    """A small application with a page for each layout, and whatever templates a test adds."""
    app = Flask("sample", static_folder=None)
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    templating.install(app, brand=brand or Brand(is_demo=True), is_careful=True)
    app.jinja_env.loader = ChoiceLoader(
        [DictLoader({**TEMPLATES, **extra_templates}), app.jinja_env.loader]
    )
    app.jinja_env.globals["navigation"] = [
        {"text": "Desk", "href": "/record", "current": True},
        {"text": "Listings to check", "href": "/results", "current": False},
        {"text": "How fresh the list is", "href": "/nothing", "current": False},
        {"text": "Groups", "href": "/text", "current": False},
    ]
    _add_pages(app)
    return app


def _add_pages(app: Flask) -> None:
    simple = {"text": {"text": "One.\nTwo.\n\nThree."}, "done": {}, "nothing": {}, "paper": {}}
    for name, given in simple.items():
        app.add_url_rule(
            f"/{name}",
            name,
            lambda name=name, given=given: render_template(f"sample/{name}.html", **given),
        )
    app.add_url_rule("/form", "form", _form, methods=["GET", "POST"])
    app.add_url_rule("/results", "results", _results)
    app.add_url_rule("/record", "record", _record)
    for code in (400, 403, 404, 409, 413, 422, 429, 500, 503):
        app.add_url_rule(
            f"/error-{code}",
            f"error_{code}",
            lambda code=code: render_template(f"errors/{code}.html"),
        )


def _form() -> str:
    form = EveryField.submitted()
    form.accepted(lambda: None)
    return render_template("sample/every_field.html", form=form)


def _results() -> str:
    card = SimpleNamespace(
        href="/text",
        title="Dog walking with the Anytown Cat and Dog Shelter",
        text="Walk a dog that needs company. We lend boots.",
        facts=["Tuesdays, 2pm", "1.2 miles away", "Free", "Just turn up"],
        tags=[{"state": "checked", "words": "Checked"}],
    )
    choices = [
        SimpleNamespace(value=value, words=words, count=4, is_chosen=value == "arts")
        for value, words in DOMAINS.items()
    ]
    kept = [{"name": "q", "value": "dogs"}, {"name": "where", "value": ""}]
    return render_template("sample/results.html", cards=[card] * 3, choices=choices, kept=kept)


def _record() -> str:
    flash("The group was told.", "success")
    entry = SimpleNamespace(what="Published", who="Amina Shah", at=NOON, why="The group rang.")
    later = SimpleNamespace(what="Said to be still correct", who="", at=NOON, why="")
    return render_template(
        "sample/record.html",
        account=SimpleNamespace(
            name="Amina Shah",
            role="directory editor",
            switch_href="/role",
            sign_out_href="/sign-out",
            form=EveryField.submitted(),
        ),
        buttons=[
            {"text": "Change it", "href": "/form", "variant": ""},
            {"text": "See it as the public does", "href": "/text", "variant": "secondary"},
        ],
        columns=[
            {"text": "Day", "is_number": False},
            {"text": "People who came", "is_number": True},
        ],
        rows=[["Tuesday 2 March 2027", "12"], [{"text": "Thursday", "href": "/text"}, "1,240"]],
        entries=[later, entry],
    )
