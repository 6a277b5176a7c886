"""The answers when something broke: 503 for what comes back by itself, 500 and 400 for the rest."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from psycopg import errors

from b2b_portal.core.files import DiskFull
from b2b_portal.core.views.failures import bad_request, server_error


def answer_to(error: Exception, cause: Exception | None = None, *, method: str = "GET") -> HttpResponse:
    """What the visitor gets when a view raises `error`."""
    request = RequestFactory().generic(method, "/orders/?page=2&q=%3Cb%3E")
    try:
        raise error from cause
    except Exception:
        with translation.override("en"):
            return server_error(request)


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed"), DiskFull("no room")])
def test_server_error_asks_to_come_back_when_something_is_away(error: Exception):
    answer = answer_to(error)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    page = answer.content.decode()
    assert "usually it is back within seconds" in page
    assert 'href="/orders/?page=2&amp;q=%3Cb%3E"' in page


def test_server_error_after_a_form_tells_to_send_it_again():
    page = answer_to(OperationalError("gone"), method="POST").content.decode()

    assert "an order sent twice is placed once" in page
    assert 'href="/orders/' not in page


@pytest.mark.parametrize("lost", [errors.DeadlockDetected(), errors.LockNotAvailable(), errors.SerializationFailure()])
def test_server_error_after_a_lost_race_says_that_nothing_was_saved(lost: Exception):
    answer = answer_to(OperationalError("lost"), lost, method="POST")

    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    assert "Somebody is changing the same thing" in answer.content.decode()


def test_server_error_of_our_own_stays_500():
    answer = answer_to(ValueError("a bug"))

    assert answer.status_code == 500
    assert not answer.has_header("Retry-After")


def test_bad_request_asks_to_come_back_when_the_session_could_not_be_kept():
    request = RequestFactory().get("/")
    interrupted = SessionInterrupted("deleted")
    interrupted.__context__ = OperationalError("gone")

    assert bad_request(request, interrupted).status_code == 503
    assert bad_request(request, SessionInterrupted("deleted")).status_code == 400
