"""Where people are signed in."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.user import User


class Session(AbstractBaseSession):
    """Django's session with its owner beside it, so that he can be shown it and end it.

    `uid` names it on pages: the key itself is a secret that signs in. A stranger's session has neither.
    """

    uid = models.UUIDField(null=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore
