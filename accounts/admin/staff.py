"""Who acts in the admin."""

from django.http import HttpRequest

from accounts.actors import Actor
from accounts.enums import Channel


def staff_actor(request: HttpRequest) -> Actor:
    """The signed-in person at work: as staff, in no company."""
    return Actor(user=request.user, channel=Channel.ADMIN)
