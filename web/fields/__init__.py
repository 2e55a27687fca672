"""Fields that draw themselves: `{{ form.because }}` is a whole form group of the design system.

Each kind knows its macro and what to tell it: label or legend, hint, mistake, what was typed.
"""

from web.fields.choices import CheckboxesField, RadiosField, SelectField, TickField, choices_of
from web.fields.dates import DateField
from web.fields.files import FileField, HiddenField, VersionField
from web.fields.mistakes import mistakes
from web.fields.text import (
    EmailField,
    LongTextField,
    MoneyField,
    NumberField,
    PasswordField,
    PostcodeField,
    TelephoneField,
    TextField,
    tidied,
)

__all__ = [
    "CheckboxesField",
    "DateField",
    "EmailField",
    "FileField",
    "HiddenField",
    "LongTextField",
    "MoneyField",
    "NumberField",
    "PasswordField",
    "PostcodeField",
    "RadiosField",
    "SelectField",
    "TelephoneField",
    "TextField",
    "TickField",
    "VersionField",
    "choices_of",
    "mistakes",
    "tidied",
]
