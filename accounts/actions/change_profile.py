"""Keeps how a person wants the cabinet."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import User
from b2b_portal.core.change import change


def change_profile(
    *, user: User, language: str, time_zone: str, has_letter_keys: bool, by: Actor, at: datetime
) -> None:
    """Writes language, time zone and letter keys of the person. Locks: the person."""
    with change(by, at):
        person = User.objects.select_for_update().get(pk=user.pk)
        person.language, person.time_zone, person.has_letter_keys = language, time_zone, has_letter_keys
        person.save(update_fields=["language", "time_zone", "has_letter_keys"])
