"""What is asked before a group is paid."""

from web.fields import VersionField
from web.forms import ButtonForm


class MakeRemittanceForm(ButtonForm):
    """Are these the lines to pay?"""

    version = VersionField()
