"""Where a person is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.utils.crypto import constant_time_compare

from accounts.devices import device_words, rough_address
from accounts.models import Session, User
from accounts.sessions import PLACE


@dataclass(frozen=True)
class SessionRow:
    """One device that is signed in. Without a uid it can be ended with the others only."""

    uid: UUID | None
    device: str
    address: str
    began_at: datetime | None
    seen_at: datetime | None
    is_this: bool


def sessions_of(user: User, this_key: str | None, at: datetime) -> list[SessionRow]:
    """Where the person is signed in now: this device first, then the last seen. Left out: what a new password has ended
    already. One query.
    """
    found = Session.objects.filter(user=user, expire_date__gt=at)
    decoded = [(one, one.get_decoded()) for one in found]
    rows = [_row(one, data, this_key) for one, data in decoded if _holds(user, data)]
    return sorted(rows, key=lambda row: (not row.is_this, -(row.seen_at.timestamp() if row.seen_at else 0)))


def _holds(user: User, data: Mapping[str, Any]) -> bool:
    """Whether the session was begun with the password of now."""
    said = data.get(HASH_SESSION_KEY, "")
    known = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(said, one) for one in known)


def _row(session: Session, data: Mapping[str, Any], this_key: str | None) -> SessionRow:
    place = data.get(PLACE, {})
    return SessionRow(
        uid=session.uid,
        device=device_words(place.get("user_agent", "")),
        address=rough_address(place.get("address", "")),
        began_at=_moment(place.get("began_at")),
        seen_at=_moment(place.get("seen_at")),
        is_this=session.session_key == this_key,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
