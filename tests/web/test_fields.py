"""Fields draw themselves: a whole form group each, and what was typed comes back as it was."""

import re
from datetime import date
from enum import Enum
from io import BytesIO

import html5lib
import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FieldList, Form, FormField
from wtforms.validators import InputRequired, Optional

from kernel.money import Money
from tests.support.sample_pages import CHOICES, EveryField, sample_app
from web import fields

HOSTILE = """</textarea><script>alert(1)</script>" onfocus="alert(1)"""
NEEDED = [InputRequired("Answer this.")]


@pytest.fixture(scope="module")
def app():
    return sample_app()


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def form_of(sent=None, /, **kinds):
    """A form with these fields, as it was opened or, with `sent`, as it was posted."""
    made = type("OneForm", (Form,), kinds)(MultiDict(sent) if sent is not None else None)
    if sent is not None:
        made.validate()
    return made


def input_of(markup, name):
    """The attributes of the input of a name."""
    tree = html5lib.parseFragment(str(markup), namespaceHTMLElements=False)
    found = [one for one in tree.iter() if isinstance(one.tag, str) and one.get("name") == name]
    assert found, f"no input {name}"
    return found[0]


class TestDrawing:
    @pytest.mark.parametrize("name", ["name", "email", "phone", "postcode", "places", "cost", "first_day",
                                      "about", "notes", "joining", "domains", "town", "agrees",
                                      "password", "leaflet"])  # fmt: skip
    def test_every_kind_is_a_whole_form_group(self, name):
        field = EveryField()[name]
        markup = str(field)
        html5lib.HTMLParser(strict=True).parseFragment(markup)
        assert markup.strip().startswith("<div")
        assert "nhsuk-form-group" in markup
        assert field.label.text in markup
        assert f'id="{field.first_id}"' in markup

    def test_a_label_belongs_to_its_input(self):
        markup = str(form_of(name=fields.TextField("Name", NEEDED)).name)
        assert 'for="name"' in markup and 'id="name"' in markup

    def test_the_hint_and_the_mistake_are_read_out_with_the_input(self):
        form = form_of({"name": ""}, name=fields.TextField("Name", NEEDED, hint="Any name."))
        said = input_of(form.name(), "name").get("aria-describedby").split()
        assert said == ["name-hint", "name-error"]
        assert "Answer this." in str(form.name) and "Any name." in str(form.name)

    def test_what_may_be_left_empty_says_so(self):
        form = form_of(
            free=fields.TextField("Website"),
            needed=fields.TextField("Name", NEEDED),
            search=fields.TextField("Where", mark_optional=False),
            tick=fields.TickField("I agree"),
            days=fields.CheckboxesField("Days", choices=CHOICES),
        )
        marked = [field.name for field in form if "(optional)" in str(field)]
        assert marked == ["free", "days"]

    def test_a_kind_says_what_keyboard_and_memory_to_use(self):
        form = EveryField()
        assert input_of(form.email(), "email").get("autocomplete") == "email"
        assert input_of(form.email(), "email").get("spellcheck") == "false"
        assert input_of(form.phone(), "phone").get("type") == "tel"
        assert input_of(form.places(), "places").get("inputmode") == "numeric"
        assert input_of(form.postcode(), "postcode").get("autocomplete") == "postal-code"
        assert input_of(form.password(), "password").get("autocomplete") == "new-password"
        assert input_of(form.leaflet(), "leaflet").get("accept") == ".pdf"

    def test_a_misspelt_word_about_a_field_is_refused(self):
        with pytest.raises(TypeError, match="inputmod"):
            form_of(name=fields.TextField("Name", inputmod="text"))

    def test_one_question_can_be_the_heading_of_its_page(self):
        form = form_of(name=fields.TextField("Your name?", NEEDED, is_heading=True, size="l"))
        assert re.search(r"<h1[^>]*>\s*<label", str(form.name))

    def test_the_page_may_add_to_a_field(self):
        assert "nhsuk-input--width-30" in str(form_of(name=fields.TextField("Name")).name(width=30))

    @pytest.mark.parametrize("name", ["name", "email", "about", "notes", "joining", "town", "price",
                                      "first_day", "places"])  # fmt: skip
    def test_hostile_words_come_back_as_words(self, app, name):
        with app.test_request_context(
            method="POST", data={name: HOSTILE, f"{name}-day": HOSTILE, "joining": "pay"}
        ):
            form = EveryField.submitted()
            form.validate()
            markup = str(form[name])
        assert "<script" not in markup and ' onfocus="' not in markup


class TestText:
    def test_blanks_round_and_inside_a_line_are_tidied(self):
        assert (
            form_of({"name": "  Dog \t walking\n"}, name=fields.TextField("Name")).name.data
            == "Dog walking"
        )

    def test_blanks_alone_are_no_answer(self):
        form = form_of({"name": " \n ", "about": "  "}, name=fields.TextField("Name", NEEDED),
                       about=fields.LongTextField("About", NEEDED))  # fmt: skip
        assert form.errors == {"name": ["Answer this."], "about": ["Answer this."]}

    @pytest.mark.parametrize(
        "typed", ["\ue000", "\u200b", "\u2060\ufeff", " \u00ad ", "\u3164", "\u2800", "\ufe0f"]
    )
    def test_what_nobody_can_see_is_no_answer(self, typed):
        """A listing whose only word was such a sign had no name, and could not be read again."""
        form = form_of({"name": typed}, name=fields.TextField("Name", NEEDED))
        assert form.errors == {"name": ["Answer this."]}

    def test_invisible_characters_are_dropped_and_letters_composed(self):
        assert fields.tidied("a\x00b\x1bc\x7f") == "abc"
        assert fields.tidied("Cafe\u0301") == "Café"
        assert fields.tidied("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree\tfour"
        assert fields.tidied("👩‍👧 \u202bمرحبا") == "👩‍👧 \u202bمرحبا"

    @pytest.mark.parametrize(
        "kind", [fields.LongTextField("About"), fields.LongTextField("About", count=99)]
    )
    def test_lines_come_back_as_they_were_typed(self, kind):
        form = form_of({"about": "One\r\n\r\n   two <b>\r\nthree"}, about=kind)
        tree = html5lib.parseFragment(str(form.about), namespaceHTMLElements=False)
        assert form.about.data == "One\n\n   two <b>\nthree"
        assert tree.find(".//textarea").text == form.about.data

    def test_a_text_that_is_too_long_is_kept_and_refused(self):
        form = form_of({"about": "a" * 11}, about=fields.LongTextField("About", count=10))
        assert form.errors == {"about": ["Use 10 characters or fewer."]}
        assert "a" * 11 in str(form.about) and 'data-maxlength="10"' in str(form.about)
        assert not form_of(
            {"about": "a\r\nbcdefghi"}, about=fields.LongTextField("About", count=10)
        ).errors

    def test_a_password_is_neither_shown_again_nor_tidied(self):
        form = form_of({"password": " pass  word "}, password=fields.PasswordField("Password"))
        assert form.password.data == " pass  word "
        assert "pass  word" not in str(form.password)

    @pytest.mark.parametrize(
        ("typed", "number"), [("12", 12), (" 1,240 ", 1240), ("−3", -3), ("", None)]
    )
    def test_a_number_is_read_as_people_write_it(self, typed, number):
        form = form_of({"places": typed}, places=fields.NumberField("Places"))
        assert (form.errors, form.places.data) == ({}, number)

    @pytest.mark.parametrize("typed", ["lots", "1.5", "1_000", "9" * 30, "１２", "1e9"])
    def test_what_is_no_number_is_shown_again_with_one_mistake(self, typed):
        form = form_of({"places": typed}, places=fields.NumberField("Places", NEEDED))
        assert form.errors == {"places": ["Enter a whole number, like 12."]}
        assert input_of(form.places(), "places").get("value") == typed


class TestMoney:
    @pytest.mark.parametrize(
        ("typed", "pence"),
        [
            ("20", 20_00),
            (" £1,240.5 ", 1240_50),
            ("1 240", 1240_00),
            ("0", 0),
            ("", None),
            ("\u200b", None),
        ],
    )
    def test_it_is_read_as_people_write_it_and_nothing_is_not_nil(self, typed, pence):
        form = form_of({"cost": typed}, cost=fields.MoneyField("Cost"))
        assert (form.errors, form.cost.data) == ({}, None if pence is None else Money(pence))

    @pytest.mark.parametrize("typed", ["lots", "1.234", "1,24", "9" * 30, "1e9", "£", "--5"])
    def test_what_is_no_amount_is_shown_again_with_one_mistake(self, typed):
        form = form_of({"cost": typed}, cost=fields.MoneyField("Cost", NEEDED))
        assert form.errors == {"cost": ["Enter an amount in pounds and pence, like 20.00."]}
        assert (form.cost.data, input_of(form.cost(), "cost").get("value")) == (None, typed)

    def test_less_than_nothing_is_refused_unless_it_may_be_owed(self):
        form = form_of({"cost": "-3", "owed": "−3"}, cost=fields.MoneyField("Cost"),
                       owed=fields.MoneyField("Owed", may_be_owed=True))  # fmt: skip
        assert form.errors == {"cost": ["Enter an amount of £0 or more."]}
        assert form.owed.data == Money(-3_00)

    def test_a_blank_is_no_answer_where_one_is_needed_and_nil_is_one(self):
        form = form_of({"cost": "  ", "fee": "0"}, cost=fields.MoneyField("Cost", NEEDED),
                       fee=fields.MoneyField("Fee", NEEDED))  # fmt: skip
        assert form.errors == {"cost": ["Answer this."]}

    @pytest.mark.parametrize("pence, shown", [(1240_50, "1,240.50"), (0, "0.00"), (-5, "−0.05")])
    def test_what_is_kept_is_shown_behind_the_sign_of_the_pound(self, pence, shown):
        field = type("OneForm", (Form,), {"cost": fields.MoneyField("Cost")})(
            data={"cost": Money(pence)}
        ).cost
        assert input_of(field(), "cost").get("value") == shown
        assert "£" in str(field) and input_of(field(), "cost").get("inputmode") == "decimal"
        assert Money.pounds(shown) == Money(pence)


class TestDates:
    @staticmethod
    def sent(day, month, year, validators=()):
        typed = {"start-day": day, "start-month": month, "start-year": year}
        return form_of(typed, start=fields.DateField("Start", validators))

    def test_three_parts_make_a_day(self):
        form = self.sent(" 3", "03", "2027", NEEDED)
        assert (form.errors, form.start.data) == ({}, date(2027, 3, 3))

    def test_nothing_typed_is_no_day(self):
        assert self.sent("", "", "").start.data is None
        assert self.sent("", "", "", NEEDED).errors == {"start": ["Answer this."]}

    @pytest.mark.parametrize(
        ("parts", "mistake", "leads_to"),
        [
            (("3", "", "2027"), "The date needs a month.", "start-month"),
            (("", "", "2027"), "The date needs a day and a month.", "start-day"),
            (("31", "2", "2027"), "There is no such day. Look at the day and the month again.", "start-day"),
            (("3", "March", "2027"), "Write the date in numbers, like 27 3 2027.", "start-day"),
            (("3", "3", "27"), "Write the year with all four numbers, like 2027.", "start-day"),
        ],
    )  # fmt: skip
    def test_a_mistake_says_what_to_do_and_keeps_what_was_typed(self, parts, mistake, leads_to):
        form = self.sent(*parts, NEEDED)
        assert fields.mistakes(form) == [{"text": mistake, "href": f"#{leads_to}"}]
        shown = [
            input_of(form.start(), f"start-{part}").get("value")
            for part in ("day", "month", "year")
        ]
        assert shown == list(parts)

    def test_a_day_that_is_known_is_shown_in_its_parts(self):
        form = type("Known", (Form,), {"start": fields.DateField("Start")})(
            data={"start": date(2027, 3, 4)}
        )
        shown = [
            input_of(form.start(), f"start-{part}").get("value")
            for part in ("day", "month", "year")
        ]
        assert shown == ["4", "3", "2027"]


class Joining(Enum):
    TURN_UP = "turn-up"
    ASK = "ask"

    @property
    def words(self):
        return self.value.replace("-", " ").capitalize()


class TestChoices:
    def test_a_closed_list_gives_its_words_and_takes_its_members_back(self):
        kind = fields.RadiosField("How?", choices=fields.choices_of(Joining), coerce=Joining)
        form = form_of({"how": "ask"}, how=kind)
        assert form.how.data is Joining.ASK
        assert "Turn up" in str(form.how)
        assert len(re.findall(r"\schecked", str(form.how))) == 1

    @pytest.mark.parametrize(
        "kind", [fields.RadiosField, fields.SelectField, fields.CheckboxesField]
    )
    @pytest.mark.parametrize("coerce", [str, Joining])
    def test_an_answer_that_is_not_on_the_list_is_refused_in_words(self, kind, coerce):
        form = form_of(
            {"how": "rob"}, how=kind("How?", choices=fields.choices_of(Joining), coerce=coerce)
        )
        assert len(form.errors["how"]) == 1
        assert "Choose" in form.errors["how"][0]

    @pytest.mark.parametrize(
        "kind", [fields.RadiosField, fields.SelectField, fields.CheckboxesField]
    )
    def test_no_answer_is_fine_unless_one_is_needed(self, kind):
        free, needed = (kind("How?", validators, choices=CHOICES) for validators in ((), NEEDED))
        assert form_of({"other": "1"}, how=free).errors == {}
        assert form_of({"how": ""}, how=free).errors == {}
        assert form_of({"other": "1"}, how=needed).errors == {"how": ["Answer this."]}

    @pytest.mark.parametrize(
        "kind", [fields.RadiosField, fields.SelectField, fields.CheckboxesField]
    )
    def test_blanks_are_no_answer_where_none_is_needed(self, kind):
        form = form_of({"one": "\t"}, one=kind("One", [Optional()], choices=CHOICES))
        assert not form.errors
        assert not form.one.data

    def test_an_answer_can_be_taken_back(self):
        kind = {"town": fields.SelectField("Town", choices={"byker": "Byker"}, blank="Choose one")}
        form = type("Known", (Form,), kind)(MultiDict({"town": ""}), data={"town": "byker"})
        assert form.town.data is None
        assert "Choose one" in str(form.town)

    def test_several_answers_are_kept(self):
        form = form_of(
            [("how", "turn-up"), ("how", "pay")],
            how=fields.CheckboxesField("How?", choices=CHOICES),
        )
        assert form.how.data == ["turn-up", "pay"]
        assert len(re.findall(r"\schecked", str(form.how))) == 2

    def test_a_field_can_go_with_an_answer(self):
        form = form_of(
            {"how": "pay", "words": "two\n  lines"},
            how=fields.RadiosField("How?", choices=CHOICES, reveals={"pay": "words"}),
            words=fields.LongTextField("Say more"),
        )
        markup = str(form.how)
        tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
        assert tree.find(".//textarea").text == "two\n  lines"
        assert "aria-controls" not in markup and "--hidden" not in markup

    def test_a_tick_is_yes_or_no(self):
        kind = fields.TickField("I agree", NEEDED, hint="You can change your mind.")
        assert form_of({"agrees": "y"}, agrees=kind).agrees.data is True
        form = form_of({"other": "1"}, agrees=kind)
        assert (form.agrees.data, form.errors) == (False, {"agrees": ["Answer this."]})
        assert "You can change your mind." in str(form.agrees)


class TestFiles:
    def test_words_sent_in_place_of_a_file_are_none(self):
        form = form_of({"leaflet": "x"}, leaflet=fields.FileField("Leaflet", NEEDED))
        assert (form.leaflet.data, form.errors) == (None, {"leaflet": ["Answer this."]})

    def test_a_file_is_one(self):
        sent = FileStorage(BytesIO(b"x"), filename="leaflet.pdf")
        form = form_of({"leaflet": sent}, leaflet=fields.FileField("Leaflet", NEEDED))
        assert form.errors == {} and form.leaflet.data is sent


class TestHidden:
    def test_a_hidden_value_has_no_id_since_a_page_may_hold_several_forms(self):
        form = form_of({"code": "K7Q2"}, code=fields.HiddenField())
        assert str(form.code) == '<input name="code" type="hidden" value="K7Q2">'


class TestMistakes:
    def test_each_field_with_a_mistake_is_named_once_in_order(self):
        form = form_of(
            {"places": "lots"},
            name=fields.TextField("Name", NEEDED),
            places=fields.NumberField("Places", NEEDED),
        )
        assert fields.mistakes(form) == [
            {"text": "Answer this.", "href": "#name"},
            {"text": "Enter a whole number, like 12.", "href": "#places"},
        ]

    def test_a_mistake_of_the_whole_form_comes_first_and_leads_nowhere(self):
        form = form_of({"name": ""}, name=fields.TextField("Name", NEEDED))
        form.form_errors = ["This page was open for a long time."]
        assert fields.mistakes(form)[0] == {
            "text": "This page was open for a long time.",
            "href": "",
        }

    def test_fields_inside_fields_are_found(self):
        class Slot(Form):
            when = fields.TextField("When?", NEEDED)

        form = form_of(
            {"slots-0-when": "", "slots-1-when": "Tuesday"}, slots=FieldList(FormField(Slot))
        )
        assert fields.mistakes(form) == [{"text": "Answer this.", "href": "#slots-0-when"}]

    def test_a_form_without_mistakes_has_none(self):
        assert (
            fields.mistakes(form_of({"name": "Ann"}, name=fields.TextField("Name", NEEDED))) == []
        )


@pytest.mark.parametrize(
    ("sent", "number"), [("3", 3), ("", 0), ("-1", 0), ("x", 0), ("²", 0), ("9" * 5000, 0)]
)
def test_a_version_that_is_no_number_is_one_that_nothing_has(sent, number):
    assert form_of({"seen": sent}, seen=fields.VersionField()).seen.number == number
