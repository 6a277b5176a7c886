"""Whether a person proves at sign-in that he is it by more than a password."""

from allauth.mfa.models import Authenticator

from accounts.models import User


def has_second_factor(user: User) -> bool:
    """True for an authenticator app or a passkey; recovery codes alone guard nothing. One query."""
    factors = Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(factors.exists())
