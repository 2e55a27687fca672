"""What is asked about where a group is paid to."""

from collections.abc import Callable

from wtforms import Field, ValidationError
from wtforms.validators import InputRequired, Length

from billing.bank_details import BankDetails, check_account_number, check_sort_code
from kernel.errors import RuleBroken
from web.fields import DateField, LongTextField, TextField, VersionField
from web.forms import ButtonForm, Form

LINE = Length(max=200, message="Use 200 letters or fewer.")


def _by_rule(check: Callable[[str], None]) -> Callable[[Form, Field], None]:
    """What a rule says no to, said at its field, so that all that is wrong is said at once."""

    def validate(_form: Form, field: Field) -> None:
        try:
            check(field.data)
        except RuleBroken as wrong:
            raise ValidationError(wrong.message) from wrong

    return validate


class AccountForm(Form):
    """Which account is it?"""

    name = TextField(
        "Name on the account", hint="As it stands on the paper of the bank.",
        validators=[InputRequired("Write the name on the account."), LINE],
    )  # fmt: skip
    sort_code = TextField(
        "Sort code", hint="6 digits, like 00-11-22.",
        validators=[InputRequired("Enter the sort code."), _by_rule(check_sort_code)],
    )  # fmt: skip
    account_number = TextField(
        "Account number", hint="8 digits. If it is shorter, put noughts in front.",
        validators=[InputRequired("Enter the account number."), _by_rule(check_account_number)],
    )  # fmt: skip

    @property
    def details(self) -> BankDetails:
        """The account, as it was typed. Raises RuleBroken for what no bank would take."""
        return BankDetails.typed(self.name.data, self.sort_code.data, self.account_number.data)


class ProposeBankForm(AccountForm):
    """Which account is it, and how do you know?"""

    checked = TextField(
        "How did you check that it is theirs?",
        hint="For example: I rang Gwen on the number that we had before, and she read it to me. "
        "Write no digits of the account here.",
        validators=[InputRequired("Write how you checked it."), LINE],
    )  # fmt: skip


class ConfirmBankForm(AccountForm):
    """The same, typed by a second person from the paper."""

    version = VersionField()


class DropBankForm(ButtonForm):
    """Is it to be dropped?"""

    version = VersionField()


class PaymentFileForm(Form):
    """On which day is it paid?"""

    pay_on = DateField(
        "On which day does the bank pay?", validators=[InputRequired("Enter the day.")]
    )
    version = VersionField()


class NotPaidForm(Form):
    """Why did the bank not pay it? `version` is the file that was to pay it."""

    because = LongTextField(
        "Why did the bank not pay it?",
        hint="As the bank says it: for example, the account is closed. Write no digits of the account here.",
        validators=[InputRequired("Write why the bank did not pay it.")], rows=3, count=500,
    )  # fmt: skip
    version = VersionField()
