"""How django-allauth behaves here: nobody signs up, mails go through our own queue, secrets are encrypted."""

import base64
import hashlib
import logging
import uuid
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.set_password import set_password
from accounts.actors import Actor
from accounts.limits import tried_from
from accounts.models import User
from accounts.queries.people import user_by_email
from accounts.sessions import PLACE, place_of
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.views.language import remember_language

RESET = "account/email/password_reset_key"
CODE = "account/email/login_code"
# what a mail says of a change that somebody made to the account; allauth names it by its template
CHANGES = {
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_reset": _("The password was set anew by a link from a mail."),
    "account/email/password_set": _("A password was set."),
    "mfa/email/totp_activated": _("Sign-in now asks for a code from an authenticator app."),
    "mfa/email/totp_deactivated": _("Sign-in no longer asks for a code from an authenticator app."),
    "mfa/email/webauthn_added": _("A passkey was added: it lets in from now on."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the former ones no longer work."),
}

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: staff invite people by a mail with a set-password link."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account may not sign in any more."),
        "email_password_mismatch": _("The e-mail or the password is wrong."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong or too old."),
        "invalid_password_reset": _("This link does not work any more."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes or reset the password."),
        "rate_limited": _("Too many attempts. Wait a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user names here."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queues a mail of ours; neither a slow nor a dead mail server changes what the page answers."""
        user = context.get("user") or user_by_email(email)
        if user is None or template_prefix not in {RESET, CODE, *CHANGES}:
            logger.info("no mail for %s", template_prefix)
            return
        facts: dict[str, object] = {"user": user}
        if template_prefix == RESET:
            template = "accounts/mail/password_reset"
            facts["url"] = context["password_reset_url"]
        elif template_prefix == CODE:
            template = "accounts/mail/login_code"
            facts["code"] = context["code"]
        else:
            template = "accounts/mail/account_changed"
            facts |= {"what": CHANGES[template_prefix], "ip": context["ip"], "changed_at": context["timestamp"]}
        queue_mail(
            key=f"{template_prefix}:{uuid.uuid4()}",
            to=user.email,
            template=template,
            language=user.language,
            context=facts,
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted per address and network: who tries a stranger's address does not lock him out."""
        return tried_from(request, credentials.get("email", ""))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: always our own address, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PUBLIC_URL + path.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def set_password(self, user: User, password: str) -> None:
        set_password(user=user, password=password, by=Actor(user=user), at=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """Notes where he signed in. On a device without a language of its own the cabinet speaks the person's."""
        agent, address = self.get_http_user_agent(request), self.get_client_ip(request)
        request.session[PLACE] = place_of(address=address, user_agent=agent, at=timezone.now())
        response = super().post_login(request, user, **facts)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
        return response


class MfaAdapter(DefaultMFAAdapter):
    """Authenticator secrets and recovery codes lie in the database encrypted with a key made of SECRET_KEY."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _("The code is wrong or too old.")}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SHOP_NAME}

    def get_totp_issuer(self) -> str:
        return settings.SHOP_NAME

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    """Encrypts with the key of today, still reads what former keys wrote."""
    return MultiFernet([_key_of(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key_of(secret: str) -> Fernet:
    digest = hashlib.sha256(b"second factor:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
