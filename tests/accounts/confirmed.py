"""A browser whose person has just confirmed who he is."""

from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from tests.conftest import client_of

PASSWORD = "correct horse 2026"


def confirmed(actor: Actor) -> Client:
    """As `client_of`, with the password given once more."""
    client = client_of(actor)
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/profile/"})
    assert answer.status_code == 302
    return client
