"""A form that is guarded against forgery, loses nothing, and says its mistakes at their fields."""

import pytest
from flask import g
from wtforms.validators import Email, InputRequired

from kernel.errors import Conflict, NotAllowed, RuleBroken, TooMany
from tests.support.pages import faults
from tests.web.conftest import NameForm
from web import forms
from web.fields import (
    EmailField,
    HiddenField,
    LongTextField,
    MoneyField,
    PasswordField,
    TextField,
    TickField,
)
from web.forms import ButtonForm, Form, check_forgery, outcome, written


class EveryKind(Form):
    line = TextField("Name", [InputRequired("Write a name.")])
    email = EmailField("E-mail", [Email("Write an e-mail address.")])
    story = LongTextField("Story")
    password = PasswordField("Password")
    secret = HiddenField()
    tick = TickField("Yes")
    cost = MoneyField("Cost")


@pytest.fixture
def sent(app):
    """Make a form as if these answers had been sent; the request stays open for the test."""
    from contextlib import ExitStack

    with ExitStack() as open_requests:

        def send(form=EveryKind, /, **answers):
            open_requests.enter_context(app.test_request_context(method="POST", data=answers))
            g.session = open_requests.enter_context(app.extensions["petunias"].database.writing())
            made = form.submitted()
            made.meta.csrf = False
            del made._fields["csrf_token"]
            return made

        yield send


class TestOpening:
    def test_a_form_that_is_opened_shows_what_is_given(self, app):
        with app.test_request_context():
            form = EveryKind.submitted(line="Ada", story=None)
            assert (form.line.data, form.story.data) == ("Ada", "")
            assert not form.was_sent

    def test_every_time_it_is_opened_it_has_a_key_of_its_own(self, app):
        with app.test_request_context():
            assert EveryKind.submitted().form_key.data != EveryKind.submitted().form_key.data

    def test_a_key_that_is_made_is_a_key_that_is_taken(self):
        assert forms.KEY_PATTERN.fullmatch(forms.new_key())

    def test_two_forms_on_a_page_draw_no_id_twice(self, app):
        with app.test_request_context():
            drawn = "".join(
                f'<form method="post">{ButtonForm.submitted().hidden_tag()}</form>'
                for _ in range(2)
            )
        assert drawn.count('name="csrf_token"') == drawn.count('name="form_key"') == 2
        assert " id=" not in drawn
        page = (
            f"<!DOCTYPE html><html lang=en><head><title>x</title></head><body>{drawn}</body></html>"
        )
        assert faults(page) == []

    def test_what_people_see_is_what_is_drawn(self, app):
        with app.test_request_context():
            names = [field.name for field in EveryKind.submitted().drawn]
        assert names == ["line", "email", "story", "password", "tick", "cost"]


class TestWhatIsTyped:
    @pytest.mark.parametrize("field", ["line", "email", "story", "password", "secret", "form_key"])
    def test_a_text_is_a_text_even_when_it_was_not_sent(self, sent, field):
        form = sent()
        if field != "form_key":
            assert form[field].data == ""
        assert isinstance(form[field].data, str)

    def test_words_are_tidied_and_passwords_are_not(self, sent):
        form = sent(line="  Ada \t Lovelace ", story=" a\r\nb ", password=" p  ")
        assert (form.line.data, form.story.data, form.password.data) == (
            "Ada Lovelace", "a\nb", " p  ",
        )  # fmt: skip


class TestAccepting:
    def test_the_act_is_not_done_when_there_is_a_mistake(self, sent):
        done = []
        assert not sent(line="").accepted(lambda: done.append(1))
        assert done == []

    def test_a_form_that_was_only_opened_is_not_accepted(self, app):
        with app.test_request_context():
            assert not NameForm.submitted().accepted(lambda: pytest.fail("It acted."))

    def test_a_rules_refusal_stands_at_the_field_that_asks_for_the_fact(self, sent):
        form = sent(NameForm, called="Ada")
        assert not form.accepted(raising(RuleBroken("No.", field="name")))
        assert list(form.called.errors) == ["No."]
        assert form.mistakes == [{"text": "No.", "href": "#called"}]

    def test_a_refusal_of_a_fact_that_no_field_asks_for_is_the_forms_own(self, sent):
        form = sent(NameForm, called="Ada")
        assert not form.accepted(raising(RuleBroken("No.", field="weather")))
        assert form.mistakes == [{"text": "No.", "href": ""}]

    def test_after_a_refusal_the_form_has_a_new_key(self, sent):
        form = sent(NameForm, called="Ada", form_key="k" * 24)
        form.accepted(raising(RuleBroken("No.")))
        assert form.form_key.data != "k" * 24

    @pytest.mark.parametrize("refusal", [Conflict("Late."), NotAllowed("Never.")])
    def test_other_refusals_are_pages_not_mistakes(self, sent, refusal):
        with pytest.raises(type(refusal)):
            sent(NameForm, called="Ada").accepted(raising(refusal))


class TestTheOutcome:
    def test_is_that_of_the_view_when_all_is_well(self, sent):
        sent(NameForm, called="Ada").accepted(lambda: None)
        assert outcome(303, leads_elsewhere=True) == 303

    def test_of_a_mistake_is_422(self, sent):
        sent(NameForm, called="").accepted(lambda: None)
        assert outcome(200, leads_elsewhere=False) == 422

    def test_of_something_too_often_is_429(self, sent):
        sent(NameForm, called="Ada").accepted(raising(TooMany("Wait.", retry_after=60)))
        assert outcome(200, leads_elsewhere=False) == 429

    def test_that_no_page_would_show_is_raised(self, sent):
        sent(NameForm, called="").accepted(lambda: None)
        with pytest.raises(RuleBroken, match="Write a name"):
            outcome(303, leads_elsewhere=True)

    def test_that_no_form_took_notice_of_is_raised(self, sent):
        sent(NameForm, called="Ada")
        g.refused_beforehand = NotAllowed("Never.")
        with pytest.raises(NotAllowed):
            outcome(200, leads_elsewhere=False)


class TestWhatWasWritten:
    def test_is_given_back_by_field(self, sent):
        sent(line="Ada", story="Once.\nTwice.")
        assert written() == "Name\nAda\n\nStory\nOnce.\nTwice."

    def test_an_amount_is_given_back_as_it_was_typed_and_nil_is_one(self, sent):
        sent(line="Ada", cost="0")
        assert written() == "Name\nAda\n\nCost\n0"

    def test_never_holds_a_password_or_what_nobody_typed(self, sent):
        sent(line="Ada", password="open sesame", secret="hidden", tick="y")
        assert written() == "Name\nAda"

    def test_is_nothing_where_another_site_sent_it(self, sent):
        sent(line="Ada")
        check_forgery(is_machine=False)
        assert written() == ""

    def test_is_nothing_where_no_form_was_sent(self, app):
        with app.test_request_context():
            EveryKind.submitted(line="Ada")
            assert written() == ""


def raising(refusal):
    """An act that is refused."""

    def act():
        raise refusal

    return act
