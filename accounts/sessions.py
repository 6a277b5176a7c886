"""The session engine: Django's own in the database, which also notes whose session it is."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import Session

PLACE = "place"  # what a session tells of the device that it began on


def place_of(*, address: str, user_agent: str, at: datetime) -> dict[str, str]:
    """What is kept of a new session."""
    began = at.isoformat()
    place = {"uid": str(uuid.uuid4()), "address": address, "user_agent": user_agent[:300]}
    return {**place, "began_at": began, "seen_at": began}


class SessionStore(DatabaseStore):
    """Named in SESSION_ENGINE."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.uid = data[PLACE]["uid"] if PLACE in data else None
        return row
