"""What people are asked to keep the directory true: a code from paper, what is wrong, what they think."""

from wtforms.validators import InputRequired, Length, Optional

from web.fields import HiddenField, LongTextField, RadiosField, TextField, TickField
from web.forms import Form

TEXT = Length(max=2000, message="Use 2,000 letters or fewer.")
CODE = Length(max=20, message="A code has eight letters and numbers.")
YES_NO = {"yes": "Yes", "no": "No"}


class CodeForm(Form):
    """The short code from a slip of paper."""

    code = TextField(
        "Type the code on your paper",
        hint="Eight letters and numbers, like ABCD-2345.",
        autocapitalize="characters",
        spellcheck=False,
        width=10,
        validators=[InputRequired("Type the code on your paper."), CODE],
    )


class WrongForm(Form):
    """What is wrong? `nickname` is for machines: people do not see it."""

    says = LongTextField(
        "What is wrong?",
        rows=4,
        hint="For example: they meet on Wednesdays now. Do not write about anybody's health.",
        validators=[InputRequired("Write what is wrong."), TEXT],
    )
    nickname = TextField("Leave this empty", validators=[Optional()])


class FeedbackForm(Form):
    """What do you think of this directory? `nickname` is for machines: people do not see it."""

    useful = RadiosField("Was it useful?", choices=YES_NO, inline=True)
    easy = RadiosField("Was it easy to use?", choices=YES_NO, inline=True)
    says = LongTextField(
        "What should we do better?",
        rows=4,
        hint="Do not write your name or anything about your health. "
        "We may show what you write, with our answer.",
        validators=[Optional(), TEXT],
    )
    page = HiddenField()
    nickname = TextField("Leave this empty", validators=[Optional()])


class AnswerForm(Form):
    """What we did about it."""

    answer = LongTextField(
        "What did we do?",
        rows=4,
        validators=[InputRequired("Write what you did, or why you did nothing."), TEXT],
    )
    is_public = TickField(
        "Show what was said and our answer to everybody",
        hint="First make sure that it names nobody.",
    )


class DrawForm(Form):
    """The one button of the draw."""

    month = HiddenField()
