"""What a group is asked: six answers to be listed, and small pages of optional ones afterwards."""

from types import MappingProxyType
from typing import Any

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from directory.vocabulary import Audience, Cost, Domain, Joining, LegalType, Need
from web.fields import (
    CheckboxesField,
    EmailField,
    HiddenField,
    LongTextField,
    NumberField,
    PostcodeField,
    RadiosField,
    TelephoneField,
    TextField,
    TickField,
    choices_of,
)
from web.forms import Form

NAME = Length(max=120, message="Use 120 letters or fewer.")
LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
SOMEWHERE = "somewhere"
UNSAID = "unsaid"
YES_NO = {"yes": "Yes", "no": "No", UNSAID: "I would rather not say"}


class SixAnswersForm(Form):
    """The six answers (A-DIR-05). `nickname` is for machines: people do not see it."""

    asked_as = MappingProxyType(
        {"description": "what", "name": "what", "phone": "contact", "email": "contact"}
    )

    group_name = TextField(
        "What is your group called?",
        autocomplete="organization",
        validators=[InputRequired("Enter the name of your group."), NAME],
    )
    what = LongTextField(
        "What can people do?",
        rows=3,
        hint="One or two sentences, for example: Walk one of our dogs by the river.",
        validators=[InputRequired("Say what people can do with your group."), TEXT],
    )
    where = RadiosField(
        "Where does it happen?",
        validators=[InputRequired("Choose where it happens.")],
        reveals={SOMEWHERE: "postcode"},
    )
    postcode = PostcodeField(
        "Postcode", hint="For example, NE6 1AB", validators=[Optional()], mark_optional=False
    )
    when = TextField(
        "When does it happen?",
        hint="In your own words, for example: Tuesdays 10am to 12, or: ring to arrange.",
        validators=[InputRequired("Say when it happens. “Ring to arrange” is fine."), LINE],
    )
    joining = RadiosField(
        "How do people join?",
        choices=choices_of(Joining),
        validators=[InputRequired("Choose how people join.")],
    )
    contact = TextField(
        "How can people get in touch?",
        hint="A phone number or an e-mail address. Everybody can see it: it stands on the page that "
        "people find.",
        validators=[InputRequired("Enter a phone number or an e-mail address."), LINE],
    )
    nickname = TextField("Leave this empty", validators=[Optional()])
    opened = HiddenField()


class RegisterForm(SixAnswersForm):
    """The six answers of the group itself, and one that it may leave out."""

    letters_to = EmailField(
        "Your own e-mail address, if it is another one",
        autocomplete="email",
        hint="Nobody else sees it. We write to it instead of the one above.",
        validators=[Optional(), LINE],
    )


class ListForGroupForm(SixAnswersForm):
    """The same six answers, given by somebody who works with the group."""

    told_by = TextField(
        "Who told you?",
        hint="For example: Jo from the shelter, on the phone.",
        validators=[InputRequired("Say who told you, so that an editor can ask them."), LINE],
    )


class DomainsForm(Form):
    """What kind of activity is it?"""

    domains = CheckboxesField(
        "What kind of activity is it?",
        choices=choices_of(Domain),
        hint="We guessed from your words. Change what is wrong.",
    )
    proposed_domain = TextField(
        "Is there a kind that we do not have?",
        validators=[Optional(), LINE],
        hint="We will pass it on to those who keep the list.",
    )


class NewLinkForm(Form):
    """Where shall we send a new link?"""

    email = EmailField(
        "Your e-mail address",
        autocomplete="email",
        validators=[InputRequired("Enter your e-mail address."), LINE],
    )


class ClaimForm(Form):
    """Who keeps this listing from now on?"""

    name = TextField(
        "Your name", autocomplete="name", validators=[InputRequired("Enter your name."), NAME]
    )
    email = EmailField(
        "Your e-mail address",
        autocomplete="email",
        hint="Only we see it. We send you a link to keep the listing true.",
        validators=[InputRequired("Enter your e-mail address."), LINE],
    )


class BasicsForm(Form):
    """The answers that were given when listing, to be changed."""

    name = TextField(
        "What is the activity called?",
        validators=[InputRequired("Enter what the activity is called."), NAME],
    )
    description = LongTextField(
        "What can people do?", rows=5, validators=[InputRequired("Say what people can do."), TEXT]
    )
    where = RadiosField(
        "Where does it happen?",
        reveals={SOMEWHERE: "postcode"},
        validators=[InputRequired("Choose where it happens.")],
    )
    postcode = PostcodeField("Postcode", validators=[Optional()], mark_optional=False)
    address = TextField(
        "Building and street", validators=[Optional(), LINE], autocomplete="address-line1"
    )
    town = TextField("Town", validators=[Optional(), NAME], autocomplete="address-level2")
    when = TextField(
        "When does it happen?",
        validators=[InputRequired("Say when it happens. “Ring to arrange” is fine."), LINE],
    )
    joining = RadiosField(
        "How do people join?",
        choices=choices_of(Joining),
        validators=[InputRequired("Choose how people join.")],
    )


class ContactForm(Form):
    """How people get in touch."""

    phone = TelephoneField("Phone number", validators=[Optional(), LINE])
    email = EmailField("E-mail address that people see", validators=[Optional(), LINE])
    website = TextField(
        "Web page",
        validators=[Optional(), LINE],
        inputmode="url",
        hint="For example, https://dogs.example.org",
    )


class CostForm(Form):
    """What it costs."""

    cost = RadiosField("What does it cost?", choices=choices_of(Cost))
    pounds = TextField(
        "How much, in pounds?",
        validators=[Optional(), LINE],
        inputmode="decimal",
        hint="For example, 2.50",
    )
    cost_words = TextField(
        "Is there more to say about the cost?",
        validators=[Optional(), LINE],
        hint="For example: the first visit is free.",
    )


class WhoForm(Form):
    """Who it is for."""

    audiences = CheckboxesField("Who is it for?", choices=choices_of(Audience))
    audience_words = TextField("In your own words", validators=[Optional(), LINE])
    minimum_age = NumberField(
        "Youngest age", validators=[Optional(), NumberRange(0, 120, "Enter an age from 0 to 120.")]
    )
    maximum_age = NumberField(
        "Oldest age", validators=[Optional(), NumberRange(0, 120, "Enter an age from 0 to 120.")]
    )
    languages = TextField(
        "Languages that you speak there",
        validators=[Optional(), LINE],
        hint="For example: English, Bengali",
    )


class AccessForm(Form):
    """Getting in and getting there."""

    is_step_free = RadiosField("Can people get in without steps?", choices=YES_NO)
    access_words = TextField(
        "What else helps people to know about getting in?", validators=[Optional(), LINE]
    )
    transport = TextField(
        "How do people get there?",
        validators=[Optional(), LINE],
        hint="For example: bus 12 stops outside.",
    )


class FirstVisitForm(Form):
    """What a first visit is like."""

    first_visit = LongTextField(
        "What is a first visit like?",
        rows=5,
        validators=[Optional(), TEXT],
        hint="Who says hello, what to bring, how long it lasts.",
    )
    has_buddy = RadiosField("Can somebody meet people the first time?", choices=YES_NO)


class PlacesForm(Form):
    """Whether there is room."""

    places_left = NumberField(
        "How many places are free now?",
        validators=[Optional(), NumberRange(0, 9999, "Enter a number from 0 to 9,999.")],
    )
    waiting_weeks = NumberField(
        "How many weeks do people wait?",
        validators=[Optional(), NumberRange(0, 520, "Enter a number of weeks from 0 to 520.")],
    )


class NeedsForm(Form):
    """What it is good for."""

    needs = CheckboxesField("What is it good for?", choices=choices_of(Need))
    has_volunteers = RadiosField("Do volunteers help to run it?", choices=YES_NO)


class ProfessionalForm(Form):
    """For people who work in health and care."""

    referral_criteria = TextField(
        "Who can be sent to you? One line.", validators=[Optional(), LINE]
    )
    is_targeted = RadiosField(
        "Who is it meant for?",
        choices={"no": "Everybody", "yes": "People with one kind of need", UNSAID: "Not said"},
    )
    distance_from_traditional = RadiosField(
        "How far is it from a health service?",
        choices={
            "1": "Close: like exercise on referral",
            "2": "Half-way",
            "3": "Far: a club",
            UNSAID: "Not said",
        },
    )
    adviser_name = TextField(
        "Has a specialist offered to advise you? Who?", validators=[Optional(), NAME]
    )
    adviser_role = TextField(
        "What is their job?", validators=[Optional(), NAME], hint="For example: dietitian"
    )


class GroupForm(Form):
    """The group itself."""

    group_name = TextField(
        "What is your group called?",
        validators=[InputRequired("Enter the name of your group."), NAME],
    )
    description = LongTextField("What is your group?", rows=4, validators=[Optional(), TEXT])
    legal_type = RadiosField(
        "What kind of organisation is it?",
        choices={**choices_of(LegalType), UNSAID: "I would rather not say"},
    )
    charity_number = TextField("Charity number, if you have one", validators=[Optional(), NAME])
    size = RadiosField(
        "How big is it?",
        choices={
            "small": "Only volunteers",
            "medium": "One to ten paid staff",
            "large": "More than ten paid staff",
            UNSAID: "I would rather not say",
        },
    )


class HiddenPlaceForm(Form):
    """A place that must not be found."""

    address = LongTextField(
        "Where is it?",
        rows=3,
        validators=[InputRequired("Enter the address."), TEXT],
        hint="Only the editors of this directory and link workers can see it. "
        "It is never on a page, a map or a list.",
    )
    is_sure = TickField(
        "Hide where it happens from everybody else",
        validators=[InputRequired("Tick the box to hide the address.")],
    )


class RhythmForm(Form):
    """How often we ask."""

    due_after_days = NumberField(
        "After how many days shall we ask whether it is still correct?",
        hint="Leave it empty, and we ask when we ask everybody. You can choose sooner, not later.",
        validators=[Optional(), NumberRange(7, 365, "Enter a number of days from 7 to 365.")],
    )


class WithdrawForm(Form):
    """Taking it down."""

    because = TextField("Why, if you want to say?", validators=[Optional(), LINE])


def said(value: Any) -> str:
    """A yes-or-no fact as its radio."""
    return {True: "yes", False: "no"}.get(value, UNSAID)


def heard(radio: str | None) -> bool | None:
    """A radio as its yes-or-no fact."""
    return {"yes": True, "no": False}.get(radio or "")
