"""Mail servers that misbehave: the one edge that tests fake."""

import smtplib
import threading
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from b2b_portal.core.mail_folder import FolderBackend


class Away(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError(111, "Connection refused")


class NoSuchMailbox(BaseEmailBackend):
    """The final no."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({"nobody@buyer.example": (550, b"No such user here")})


class TryLater(BaseEmailBackend):
    """Greylisting."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({"nobody@buyer.example": (451, b"Try again later")})


class WrongPassword(BaseEmailBackend):
    """Our own mistake: to be mended, then sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPAuthenticationError(535, b"Authentication failed")


class Slow(FolderBackend):
    """Takes the mail only when the test lets it."""

    reached = threading.Event()
    may_finish = threading.Event()

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        self.reached.set()
        assert self.may_finish.wait(30)
        return super().send_messages(email_messages)
