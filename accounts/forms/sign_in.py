"""django-allauth's forms in our words."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _word(field: forms.Field, label: object, **attributes: str) -> None:
    """Gives the field our label; a placeholder that repeats the label and a mark of "required" help nobody."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


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


PASSWORD_HINT = _("At least 12 characters; spaces are fine, a sentence is best.")
