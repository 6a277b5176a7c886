"""Mail servers that misbehave: the one edge that tests fake."""

import errno
import smtplib
import threading
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from b2b_portal.core.mail_folder import FolderBackend


class Away(BaseEmailBackend):
    """Nobody answers."""

    def open(self) -> bool:
        raise ConnectionRefusedError(111, "Connection refused")


class NoSuchMailbox(BaseEmailBackend):
    """The final no."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({"nobody@buyer.example": (550, b"No such user here")})


class TryLater(BaseEmailBackend):
    """Greylisting."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({"nobody@buyer.example": (451, b"Try again later")})


class ShuttingDown(BaseEmailBackend):
    """A server that lets us in and then has no time for anybody."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPResponseException(421, b"Service not available")


class NoRoom(BaseEmailBackend):
    """The folder in the server's place, on a full disk."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


class Hangs(BaseEmailBackend):
    """Takes the mail and says nothing: perhaps it has it, perhaps not."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise TimeoutError("timed out")


class WrongPassword(BaseEmailBackend):
    """Our own mistake: to be mended, then sent."""

    def open(self) -> bool:
        raise smtplib.SMTPAuthenticationError(535, b"Authentication failed")


class Slow(FolderBackend):
    """Takes the mail only when the test lets it."""

    reached = threading.Event()
    may_finish = threading.Event()

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        self.reached.set()
        assert self.may_finish.wait(30)
        return super().send_messages(email_messages)
