"""What people are asked in accounts, by journey."""

from accounts.forms.agreements import (
    DataSharingForm,
    EndAgreementForm,
    ServicesForm,
    SubContractForm,
)
from accounts.forms.people import (
    ChangeEmailForm,
    InviteForm,
    JoinForm,
    NameForm,
    RolesForm,
)
from accounts.forms.places import (
    AreaForm,
    ChangeOrganisationForm,
    HostForm,
    LocalityForm,
    OrganisationForm,
)
from accounts.forms.signing_in import (
    ChangePasswordForm,
    ChangePhoneForm,
    CodeForm,
    ForgottenForm,
    NewPasswordForm,
    SetUpPhoneForm,
    SignInForm,
)

__all__ = [
    "AreaForm",
    "ChangeEmailForm",
    "ChangeOrganisationForm",
    "ChangePasswordForm",
    "ChangePhoneForm",
    "CodeForm",
    "DataSharingForm",
    "EndAgreementForm",
    "ForgottenForm",
    "HostForm",
    "InviteForm",
    "JoinForm",
    "LocalityForm",
    "NameForm",
    "NewPasswordForm",
    "OrganisationForm",
    "RolesForm",
    "ServicesForm",
    "SetUpPhoneForm",
    "SignInForm",
    "SubContractForm",
]
