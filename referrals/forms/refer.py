"""The one screen of a referral: four answers are needed, all else is folded away (issue 3, section 1)."""

from dataclasses import replace
from typing import Any

from wtforms.validators import InputRequired, Length, Optional, StopValidation

from referrals import asked, unfinished
from referrals.asked import NEEDED_TO_SEND, Answers
from referrals.contact_rules import ContactRules
from referrals.forms.births import BirthDateField
from referrals.forms.heeding import AboutPerson
from referrals.operations.refer import Agreed
from referrals.vocabulary import Urgency
from web.fields import (
    CheckboxesField,
    EmailField,
    HiddenField,
    LongTextField,
    PostcodeField,
    RadiosField,
    TelephoneField,
    TextField,
    TickField,
    choices_of,
)
from web.forms import Form
from web.request import london_day

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=4000, message="Use 4,000 letters or fewer.")
LONG = Length(max=20_000, message="Use 20,000 letters or fewer.")
SEND, SAVE, FILL, BACK = "send", "save", "fill", "back"
ONLY_DRAWN = frozenset({FILL, BACK})
"""Buttons that show the form again and keep nothing."""
NO = "no"
CONSENT = {
    "told": "Yes, they told me",
    "paper": "Yes, on paper",
    NO: "No, or not yet",
}
HOW = {"told": "told the referrer", "paper": "on paper"}
RULES = {
    "no_phone": "Do not ring",
    "no_voicemail": "Leave no message on a machine",
    "no_text": "Send no text messages",
    "no_email": "Send no e-mail",
    "no_post": "Send nothing by post",
}


class ToSend:
    """An answer that is needed in order to send, and not in order to save."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms' way

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, form: Any, field: Any) -> None:
        if field.data:
            return
        field.errors = [*field.process_errors]
        if form.is_sending:
            raise StopValidation(self.words)
        raise StopValidation


class ToReach(ToSend):
    """A phone number, unless there is another way."""

    def __call__(self, form: Any, field: Any) -> None:
        if not (form.email.data or form.address.data):
            super().__call__(form, field)


def can_be_read(form: Form, answers: Answers) -> bool:
    """Whether all answers can be; what cannot is said at its field, where nothing is said yet."""
    mistakes = list(asked.mistakes(answers, on=london_day()))
    for wrong in mistakes:
        field = form[wrong.field or ""]
        field.errors = field.errors or [wrong.message]
    return not mistakes


class ReferForm(Form):
    """What a referrer is asked, in the order of the page.

    Browsers fill nothing in: it is somebody else's name and number.
    """

    summary = LongTextField(
        "Paste a summary from your record system", rows=6, mark_optional=False,
        hint="As plain text. We fill in what we understand; look it over.",
        validators=[Optional(), LONG], autocomplete="off",
    )  # fmt: skip
    name = TextField(
        "Name", autocomplete="off", spellcheck=False,
        validators=[ToSend(NEEDED_TO_SEND["name"]), LINE],
    )  # fmt: skip
    phone = TelephoneField(
        "Phone number", autocomplete="off", validators=[ToReach(NEEDED_TO_SEND["phone"]), LINE]
    )
    email = EmailField("E-mail address", autocomplete="off", validators=[Optional(), LINE])
    address = TextField("Address", autocomplete="off", validators=[Optional(), LINE])
    postcode = PostcodeField("Postcode", autocomplete="off", validators=[Optional(), LINE])
    rules = CheckboxesField(
        "What must nobody do?", choices=RULES, hint="A call or letter to a shared home can do harm."
    )
    safe_times = TextField(
        "When is it safe to ring?", hint="For example: weekday mornings",
        validators=[Optional(), LINE],
    )  # fmt: skip
    why_now = LongTextField(
        "Why now?", rows=3, hint="In a sentence or two: what has changed, what worries you.",
        validators=[ToSend(NEEDED_TO_SEND["why_now"]), TEXT],
    )  # fmt: skip
    nhs_number = TextField(
        "NHS number", autocomplete="off", inputmode="numeric", width=20, spellcheck=False,
        hint="For example, 999 000 0018", validators=[Optional(), LINE],
    )  # fmt: skip
    born_on = BirthDateField(
        "Date of birth", hint="For example, 27 3 1948", validators=[Optional()]
    )
    known_as = TextField(
        "What they like to be called", autocomplete="off", validators=[Optional(), LINE]
    )
    urgency = RadiosField("How soon?", choices=choices_of(Urgency), validators=[Optional()])
    what_matters = LongTextField(
        "What matters to them?", rows=3, hint="In their own words.", validators=[Optional(), TEXT]
    )
    in_place = LongTextField(
        "What help do they have already?", rows=3, validators=[Optional(), TEXT]
    )
    conditions = LongTextField(
        "Conditions", rows=4, hint="One on each line.", validators=[Optional(), TEXT]
    )
    language = TextField("Language", validators=[Optional(), LINE])
    needs_interpreter = TickField("They need an interpreter")
    access_needs = TextField(
        "What do they need in order to take part?", validators=[Optional(), LINE],
        hint="For example: step-free, large print, somebody to come along.",
    )  # fmt: skip
    carer = TextField(
        "Carer",
        validators=[Optional(), LINE],
        hint="Somebody who cares for them, or whom they care for.",
    )
    consent = RadiosField(
        "Does the person agree that we pass this on?", choices=CONSENT,
        validators=[ToSend("Say whether the person agrees.")],
    )  # fmt: skip
    may_report = TickField("They also agree that we hear what comes of it")
    is_somebody_else = TickField("I have looked: this is somebody else")
    seen = HiddenField()

    act = SEND
    """Which button was pressed; the view says so."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all is well. What cannot be read is said together with what is missing."""
        is_well = bool(super().validate(extra_validators))
        is_well = can_be_read(self, self.answers) and is_well
        return is_well or (self.act == SAVE and self._is_only_unfinished())

    def _is_only_unfinished(self) -> bool:
        """Whether nothing is wrong but what can be kept as it was typed."""
        wrong = {field.short_name for field in self if field.errors}
        return not self.form_errors and wrong <= set(unfinished.FIELDS)

    @property
    def unfinished(self) -> dict[str, str]:
        """What cannot be read of the answers, as it was typed."""
        return {name: self._typed(name) for name in unfinished.FIELDS if self[name].errors}

    def _typed(self, name: str) -> str:
        return self.born_on.typed if name == "born_on" else self[name].data or ""

    def to_keep(self, before: Answers | None = None) -> Answers:
        """What is kept: on saving, what cannot be read stays as it was `before`, beside what was typed."""
        if self.act != SAVE:
            return self.answers
        typed, before = self.unfinished, before or Answers()
        was = {name: getattr(before, name) for name in typed}
        return replace(self.answers, **was, unfinished=unfinished.half_typed(typed))

    def say_unfinished(self, answers: Answers) -> None:
        """Where a draft is opened, say at its field what is to be finished before it is sent."""
        for name in () if self.was_sent else answers.unfinished:
            self[name].errors = [unfinished.BEFORE_SENDING]

    @property
    def is_sending(self) -> bool:
        """Whether it is to be sent now, rather than kept for later."""
        return self.act == SEND

    @property
    def says_no(self) -> bool:
        """Whether the person did not agree: then nothing goes anywhere."""
        return self.is_sending and self.consent.data == NO

    @property
    def agreed(self) -> Agreed:
        """What the person said yes to."""
        return Agreed(HOW.get(self.consent.data or "", ""), may_report=bool(self.may_report.data))

    @property
    def answers(self) -> Answers:
        """What was answered."""
        plain: dict[str, Any] = {
            name: self[name].data or ""
            for name in ("name", "known_as", "nhs_number", "phone", "email", "address", "postcode",
                         "language", "access_needs", "carer", "why_now", "what_matters", "in_place")
        }  # fmt: skip
        return Answers(
            **plain,
            born_on=self.born_on.data,
            needs_interpreter=bool(self.needs_interpreter.data),
            conditions=tuple((self.conditions.data or "").splitlines()),
            rules=self._contact_rules(),
            urgency=self._urgency(),
        )

    def _urgency(self) -> Urgency:
        """How soon: also while the answer is not one of those on the page, which is refused."""
        offered = {one.value: one for one in Urgency}
        return offered.get(self.urgency.data or "", Urgency.ROUTINE)

    def _contact_rules(self) -> ContactRules:
        chosen = set(self.rules.data or ())
        return ContactRules(
            **{name: name in chosen for name in RULES}, safe_times=self.safe_times.data or ""
        )


class CallForm(ReferForm):
    """The same, written down by the lead NTP while the practice is on the phone."""

    asked_first = ("practice", "told_by")

    told_by = TextField(
        "Who rings?", hint="For example: Nadia, practice nurse. The practice reads this.", autocomplete="off",
        validators=[ToSend("Say who rings, so that somebody can ask them."), LINE],
    )  # fmt: skip
    may_report = TickField("They also agree that the practice hears what comes of it")


class NewCallForm(CallForm):
    """A call that has just come in."""

    practice = RadiosField(
        "Which practice rings?", validators=[InputRequired("Choose the practice.")]
    )


class LookUpForm(Form):
    """Is somebody known already?"""

    named = TextField(
        "Name", autocomplete="off", spellcheck=False, hint="Or a part of it", mark_optional=False,
        validators=[Optional(), LINE],
    )  # fmt: skip
    nhs_number = TextField(
        "Or NHS number", autocomplete="off", inputmode="numeric", width=20, spellcheck=False,
        hint="For example, 999 000 0018", mark_optional=False, validators=[Optional(), LINE],
    )  # fmt: skip


class TakeBackForm(AboutPerson):
    """Why is it taken back?"""

    written_in = "When the practice took it back"

    because = TextField(
        "Why do you take it back?", hint="The link worker reads it.",
        validators=[ToSend("Say why, so that the link worker knows."), LINE],
    )  # fmt: skip

    is_sending = True


def shown_of(answers: Answers) -> dict[str, Any]:
    """What the form shows of the answers so far."""
    names = ("name", "known_as", "nhs_number", "born_on", "phone", "email", "address", "postcode",
             "language", "needs_interpreter", "access_needs", "carer", "why_now", "what_matters",
             "in_place")  # fmt: skip
    return {
        **{name: getattr(answers, name) for name in names},
        **answers.unfinished,
        "conditions": "\n".join(answers.conditions),
        "rules": [name for name in RULES if getattr(answers.rules, name)],
        "safe_times": answers.rules.safe_times,
        "urgency": answers.urgency.value,
    }
