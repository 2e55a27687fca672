"""What the host fills in: its clocks, and how it makes the directory known."""

from wtforms.validators import InputRequired, Length, NumberRange, Optional

from directory.forms.review import ActForm
from web.fields import (
    DateField,
    LongTextField,
    NumberField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextField,
    TickField,
)
from web.forms import Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
DAYS = (
    InputRequired("Enter a number of days."),
    NumberRange(1, 3650, "Enter a number of days, from 1."),
)
YES_NO = {"yes": "Yes", "no": "No"}
STAKEHOLDERS = (
    "People with long-term conditions",
    "Groups and charities",
    "GP practices",
    "Hospital and community staff",
    "Health link workers",
    "Council and social care",
    "Commissioners",
    "The public",
)
ABOUT = (
    "How often listings are checked",
    "Hosting",
    "Security",
    "Performance",
    "Maintenance",
    "Data storage",
    "Availability",
)
PARTS = (
    "Creates and runs the directory",
    "Commissions it",
    "Watches whether it helps, and reports back",
    "Tests whether it is useful and accessible",
    "Campaigns for it",
)


class SettingsForm(ActForm):
    """How the directory is kept."""

    due_after_days = NumberField(
        "Ask a group after how many days?", suffix="days", validators=[*DAYS]
    )
    marked_after_days = NumberField(
        "Mark a listing as not confirmed how many days after asking?",
        suffix="days",
        validators=[*DAYS],
    )
    lower_after_days = NumberField(
        "Show it after others how many days after asking?", suffix="days", validators=[*DAYS]
    )
    out_after_days = NumberField(
        "Leave it out of search how many days after asking?", suffix="days", validators=[*DAYS]
    )
    archived_after_days = NumberField(
        "Archive it how many days after asking?", suffix="days", validators=[*DAYS]
    )
    is_every_listing_held = TickField(
        "An editor looks at every new listing before anybody sees it",
        hint="Most directories leave this empty: small groups are put off by waiting.",
    )
    phone = TelephoneField(
        "Telephone number for groups",
        hint="It is in every e-mail and on the pages for groups.",
        validators=[Optional(), LINE],
    )
    prize_pounds = NumberField(
        "Prize of the monthly draw",
        prefix="£",
        validators=[
            InputRequired("Enter the prize in pounds."),
            NumberRange(0, 1000, "Enter pounds from 0 to 1,000."),
        ],
    )


class ProcurementForm(Form):
    """How the site was bought."""

    note = LongTextField(
        "How was the site bought?",
        rows=6,
        hint="Buying it is for the lead NTP, outside normal NHS tender.",
        validators=[Optional(), TEXT],
    )


class PromotionForm(Form):
    """Something done to make the directory known."""

    done_on = DateField("When?", validators=[InputRequired("Enter the day.")])
    what = LongTextField(
        "What was done?", rows=3, validators=[InputRequired("Say what was done."), TEXT]
    )
    network = TextField(
        "Through whom?",
        hint="For example: the carers' network, a market stall, a practice newsletter.",
        validators=[InputRequired("Say through whom."), LINE],
    )
    reached = NumberField("About how many people did it reach?", validators=[Optional()])


class LaunchForm(Form):
    """A message for one group of stakeholders."""

    stakeholder = SelectField(
        "For whom?",
        choices=list(STAKEHOLDERS),
        blank="Choose one",
        validators=[InputRequired("Choose for whom it is.")],
    )
    message = LongTextField(
        "The message", rows=4, validators=[InputRequired("Write the message."), TEXT]
    )
    sent_on = DateField("When was it sent, if it was?", validators=[Optional()])


class PromiseForm(Form):
    """What was promised about the site."""

    about = SelectField(
        "About what?",
        choices=list(ABOUT),
        blank="Choose one",
        validators=[InputRequired("Choose what it is about.")],
    )
    promise = LongTextField(
        "What was promised?",
        rows=3,
        hint="For example: each listing is asked about every 90 days; 99.9% of the time it is there.",
        validators=[InputRequired("Say what was promised."), TEXT],
    )
    supplier = TextField("By whom?", validators=[InputRequired("Say by whom."), LINE])
    until_on = DateField("Until when?", validators=[Optional()])


class OwnerForm(Form):
    """Who owns a part of keeping the directory."""

    part = SelectField(
        "Which part?",
        choices=list(PARTS),
        blank="Choose one",
        validators=[InputRequired("Choose the part.")],
    )
    name = TextField("Name", validators=[InputRequired("Enter the name."), LINE])
    role = TextField("Role and organisation", validators=[InputRequired("Enter the role."), LINE])


class TrialForm(Form):
    """Somebody of the test panel tried the site."""

    called = TextField(
        "What shall we call them?",
        hint="A first name or a made-up one is enough.",
        validators=[InputRequired("Enter a name."), LINE],
    )
    tried_on = DateField("When?", validators=[InputRequired("Enter the day.")])
    tried = TextField(
        "What did they try to do?", validators=[InputRequired("Say what they tried."), LINE]
    )
    found = LongTextField(
        "What did they find?", rows=3, validators=[InputRequired("Say what they found."), TEXT]
    )
    useful = RadiosField("Was it useful?", choices=YES_NO, inline=True)
    accessible = RadiosField("Could they use all of it?", choices=YES_NO, inline=True)
    we_did = LongTextField("What did we do about it?", rows=3, validators=[Optional(), TEXT])
