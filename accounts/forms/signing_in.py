"""What people are asked when they sign in, or have lost their password or phone."""

from wtforms.validators import Email, InputRequired, Length

from web.fields import EmailField, HiddenField, PasswordField, TextField
from web.forms import Form

TOO_LONG = Length(max=200, message="Use 200 characters or fewer.")
PASSWORD_HINT = "10 characters or more. Three random words are good."  # noqa: S105 - a hint
CODE_HINT = "6 digits, from the app on your phone"


def an_email(
    label: str = "E-mail address", *, hint: str = "", autocomplete: str = "email"
) -> EmailField:
    """A field for an e-mail address that must be given."""
    return EmailField(
        label,
        validators=[
            InputRequired("Enter an e-mail address."),
            Email("Enter an e-mail address like name@example.org."),
            TOO_LONG,
        ],
        hint=hint,
        autocomplete=autocomplete,
    )


def a_new_password(label: str = "New password") -> PasswordField:
    """A field for a password to be set. Whether it is good enough is for the rules to say."""
    return PasswordField(
        label,
        validators=[InputRequired("Enter a new password."), TOO_LONG],
        hint=PASSWORD_HINT,
        autocomplete="new-password",
    )


def the_old_password() -> PasswordField:
    """A field for the password that somebody has now."""
    return PasswordField(
        "Your password now",
        validators=[InputRequired("Enter the password that you have now."), TOO_LONG],
        autocomplete="current-password",
    )


def a_code() -> TextField:
    """A field for a code from a phone."""
    return TextField(
        "Code",
        validators=[InputRequired("Enter the code from your phone."), TOO_LONG],
        hint=CODE_HINT,
        inputmode="numeric",
        autocomplete="one-time-code",
        spellcheck=False,
        width=10,
    )


class SignInForm(Form):
    """Who are you?"""

    email = EmailField(
        "E-mail address",
        validators=[InputRequired("Enter your e-mail address."), TOO_LONG],
        autocomplete="username",
    )
    password = PasswordField(
        "Password",
        validators=[InputRequired("Enter your password."), TOO_LONG],
        autocomplete="current-password",
    )


class CodeForm(Form):
    """What does your phone show?"""

    code = a_code()


class SetUpPhoneForm(Form):
    """Which code does the phone show that has just been set up?"""

    secret = HiddenField()
    code = a_code()


class ChangePhoneForm(SetUpPhoneForm):
    """The same for somebody who is signed in already: a session alone may not change the phone."""

    old_password = the_old_password()


class ForgottenForm(Form):
    """Where shall we write to?"""

    email = an_email(autocomplete="username")


class NewPasswordForm(Form):
    """Which password would you like?"""

    password = a_new_password()


class ChangePasswordForm(Form):
    """Which password have you now, and which would you like?"""

    old_password = the_old_password()
    password = a_new_password()
