"""What editors are asked when they bring in a list: the file, its columns, which rows to publish."""

from collections.abc import Mapping, Sequence

from wtforms.validators import InputRequired, Length, Optional

from web.fields import FileField, SelectField, TextField
from web.forms import Form

LONGEST_NAME = 80


class FileForm(Form):
    """The file."""

    file = FileField(
        "Choose a file",
        hint="A spreadsheet (XLSX or CSV) or an Open Referral UK feed (JSON or ZIP), up to 5 MB.",
        accept=".csv,.tsv,.txt,.xlsx,.json,.ndjson,.zip",
        mark_optional=False,
    )


class ColumnsForm(Form):
    """Who the list comes from; a question for each column is added by `columns_form`."""

    known_as = TextField(
        "What is this list called?",
        hint="A later file of the same name brings this one up to date.",
        validators=[
            InputRequired("Say what this list is called."),
            Length(max=LONGEST_NAME, message=f"Use {LONGEST_NAME} letters or fewer."),
        ],
    )

    def names(self, headings: Sequence[str]) -> dict[str, str]:
        """What was chosen for each heading, "" for nothing."""
        return {
            heading: self[f"column_{place}"].data or "" for place, heading in enumerate(headings)
        }


def columns_form(headings: Sequence[str], choices: Mapping[str, str]) -> type[ColumnsForm]:
    """The form for a file with these headings."""
    fields = {
        f"column_{place}": SelectField(
            heading,
            blank="Leave this column out",
            choices=dict(choices),
            validators=[Optional()],
            mark_optional=False,
        )
        for place, heading in enumerate(headings)
    }
    return type("ColumnsOfFileForm", (ColumnsForm,), fields)


class RowsForm(Form):
    """Which of the rows shown are to be published."""
