"""Forget applicants of whom nothing came."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.models import Application, User
from b2b_portal.core.change import change


def prune_applications(*, days: int, by: Actor, at: datetime) -> int:
    """Deletes applications that were rejected or asked for more so many days ago and not sent again since; returns how
    many. The accounts that their applicants opened to look around go with them.

    Approved ones stay: they are the proof of the consent. Open ones wait for us. Locks: the applications.
    """
    with change(by, at):
        left = list(
            Application.objects.left_since(at - timedelta(days=days))
            .select_for_update(of=["self"])
            .select_related("user")
            .order_by("pk")
        )
        Application.objects.filter(pk__in=[one.pk for one in left]).delete()
        opened = [one.user.pk for one in left if one.user and one.user.created_at >= one.created_at]
        others = Application.objects.filter(user__in=opened).values("user")
        User.objects.filter(pk__in=opened, is_staff=False, memberships=None).exclude(pk__in=others).delete()
        return len(left)
