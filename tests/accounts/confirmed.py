"""A browser whose person said a moment ago who he is."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from accounts.actors import Actor
from tests.conftest import client_of

PASSWORD = "correct horse 2026"


def confirmed(actor: Actor) -> Client:
    """As `client_of`, after a sign-in by password just now."""
    client = client_of(actor)
    request = HttpRequest()
    request.session = session = client.session
    request.user = actor.user
    record_authentication(request, actor.user, method="password", reauthenticated=True)
    assert time.time() - session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["at"] < 60
    session.save()
    return client
