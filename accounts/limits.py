"""Limits that stop who tries out addresses, and not the address's owner."""

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


def tried_from(request: HttpRequest, email: str) -> str:
    """The key that attempts are counted by: an address and the network it is tried from, of IPv6 the /64.

    With the address alone, five wrong passwords of anybody would shut its owner out.
    """
    return f"{email.strip().lower()} {get_ip(request)}"
