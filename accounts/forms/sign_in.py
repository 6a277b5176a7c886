"""django-allauth's forms in our words."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.core import context
from allauth.core.ratelimit import consume
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import tried_from


def _word(field: forms.Field, label: object, **attributes: str) -> None:
    """Gives the field our label; a placeholder that repeats the label and a mark of "required" help nobody."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def _count(action: str, email: str) -> None:
    """Counts one more attempt with the address from this network. Raises ValidationError when they are too many."""
    request = context.request
    if not consume(request, action=action, key=tried_from(request, email)):
        raise get_adapter().validation_error("rate_limited")


class SignInForm(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("E-mail"), autocomplete="username", autofocus="")
        _word(self.fields["password"], _("Password"))


class AskResetForm(ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("E-mail"), autocomplete="username")

    def clean_email(self) -> str:
        _count("reset_password_from", self.cleaned_data["email"])
        return str(super().clean_email())


class AskCodeForm(RequestLoginCodeForm):
    """Where to send the code. Whoever was invited and has no password yet comes in by his invitation alone."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("E-mail"), autocomplete="username", autofocus="")

    def clean_email(self) -> str:
        _count("request_login_code_from", self.cleaned_data["email"])
        email = str(super().clean_email())
        if self._user and not self._user.has_usable_password():
            self._user = None
        return email


class TypeCodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("Code from the mail"), autofocus="", autocapitalize="characters")


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, typed twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], _("New password"))
        _word(self.fields["password2"], _("New password once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


class ChangeOwnPasswordForm(ChangePasswordForm):
    """The password now, and a new one typed twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Current password"))
        _word(self.fields["password1"], _("New password"))
        _word(self.fields["password2"], _("New password once more"))
        self.fields["password1"].help_text = PASSWORD_HINT


class SecondFactorForm(AuthenticateForm):
    """A code from the app, or a recovery code."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("Code"), autofocus="", autocomplete="one-time-code", inputmode="text")


class SecondFactorAgainForm(ReauthenticateForm):
    """The same before a change of the account."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("Code"), autofocus="", autocomplete="one-time-code", inputmode="text")


class SwitchOnAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("Code from the app"), inputmode="numeric")


class AddPasskeyForm(AddWebAuthnForm):
    """What to call the new passkey, and whether it signs in alone."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["name"], _("Name, to tell it from others"))
        self.fields["passwordless"].label = _("Signs in alone, without the password")
        self.fields["passwordless"].help_text = _("The device then asks for a finger, a face or its PIN.")
        self.fields["passwordless"].initial = True


PASSWORD_HINT = _("At least 12 characters; spaces are fine, a sentence is best.")
