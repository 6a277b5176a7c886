"""The mail backend used until there is SMTP: every mail becomes an .eml file in MAIL_DIR, which a staff page shows."""

import os
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes to a temporary name and renames, so that a reader never sees half a mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:12]}.eml"
            temporary = settings.MAIL_DIR / f".{name}"
            temporary.write_bytes(message.message().as_bytes())
            os.replace(temporary, settings.MAIL_DIR / name)
        return len(email_messages)
