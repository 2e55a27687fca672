"""What is asked about one source of money."""

from typing import Any

from wtforms.validators import InputRequired, Length, Optional

from billing.income import Stream, StreamKind
from web.fields import DateField, MoneyField, RadiosField, TextField, VersionField, choices_of
from web.forms import ButtonForm, Form

LINE = Length(max=200, message="Use 200 letters or fewer.")
YES, NO = "yes", "no"


class AddStreamForm(Form):
    """Where does the money come from, and how much is it?"""

    kind = RadiosField(
        "Where does the money come from?", choices=choices_of(StreamKind),
        validators=[InputRequired("Choose where it comes from.")],
    )  # fmt: skip
    words = TextField(
        "Whose money is it?", hint="For example the name of the fund. Name no person.",
        validators=[Optional(), LINE],
    )  # fmt: skip
    amount = MoneyField(
        "How much is it in this year?",
        hint="Write 0 if there is none. Leave it empty if nobody knows yet.",
        validators=[Optional()],
    )
    ring_fenced = RadiosField(
        "Is it ring-fenced?", hint="Ring-fenced money may be spent on one named thing only.",
        choices={YES: "Yes, on one thing only", NO: "No"},
        validators=[InputRequired("Say if it is ring-fenced.")],
    )  # fmt: skip
    ends_on = DateField(
        "On which day is it sure for the last time?",
        hint="Leave it empty if it has no end.", validators=[Optional()],
    )  # fmt: skip

    @property
    def stream(self) -> Stream:
        """The stream as it was filled in."""
        return Stream(
            StreamKind(self.kind.data), self.words.data, self.amount.data,
            is_ring_fenced=self.ring_fenced.data == YES, ends_on=self.ends_on.data,
        )  # fmt: skip


class ChangeStreamForm(AddStreamForm):
    """The same of a stream that is there."""

    version = VersionField()


class TakeOutStreamForm(ButtonForm):
    """Is this the stream to take out?"""

    version = VersionField()


def shown_of(stream: Stream, version: int) -> dict[str, Any]:
    """What the form shows of a stream."""
    return {
        "kind": stream.kind.value, "words": stream.words, "amount": stream.amount,
        "ring_fenced": YES if stream.is_ring_fenced else NO, "ends_on": stream.ends_on,
        "version": str(version),
    }  # fmt: skip
