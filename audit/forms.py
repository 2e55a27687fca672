"""What a privacy officer looks for in the audit."""

from collections.abc import Mapping
from uuid import UUID

from wtforms.validators import Length, Optional, ValidationError

from audit.queries import Wanted
from web.fields import DateField, TextField
from web.forms import Form


def is_number_of_record(_form: Form, field: TextField) -> None:
    """Refuse what is not the number of a record."""
    try:
        UUID(field.data or "")
    except ValueError:
        raise ValidationError("Copy the whole number of the record, with its dashes.") from None


class TrailForm(Form):
    """Which record, which person, which day? It only narrows a list: nothing is sent to be kept."""

    class Meta:
        csrf = False

    who = TextField(
        "Who", validators=[Length(max=200, message="Use 200 characters or fewer.")],
        hint="A name, a part of one, or an e-mail address", mark_optional=False,
    )  # fmt: skip
    record = TextField(
        "Record", validators=[Optional(), is_number_of_record], spellcheck=False,
        hint="Its number, as in its address", mark_optional=False,
    )  # fmt: skip
    person = TextField("Person", validators=[Optional(), is_number_of_record])
    day = DateField("Day", mark_optional=False)

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "TrailForm":
        """The form as it stands in an address."""
        return cls(query)

    def wanted(self) -> Wanted | None:
        """What is looked for, or None when it cannot be read."""
        if not self.validate():
            return None
        return Wanted(
            subject_id=_id(self.record.data), user_id=_id(self.person.data),
            who=(self.who.data or "").strip(), day=self.day.data,
        )  # fmt: skip


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
