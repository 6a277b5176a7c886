import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.actions.notify import notify
from b2b_portal.core.models import Mail
from tests.factories import make_user

TEXT = "{% load i18n %}{% translate 'Price changes' %} {{ at|time:'H:i' }}\n{{ person.email }} {{ link }}"


@pytest.fixture
def templates(settings, tmp_path):
    """A mail of ours that says what the reader's language and zone make of it."""
    for suffix in ("txt", "html"):
        (tmp_path / f"told.{suffix}").write_text(TEXT)
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [tmp_path, *first["DIRS"]]}, *rest]


@pytest.mark.django_db
def test_notify_words_a_mail_for_the_person_once_per_key(templates, settings, now):
    person = make_user("vera@buyer.example", language="ru", time_zone="Asia/Vladivostok")
    context = {"at": now}
    with translation.override("en"), timezone.override("UTC"):
        first = notify(person=person, key="told:1", template="told", address="/prices/changes/", context=context)
        again = notify(person=person, key="told:1", template="told", address="/", context=context)
    assert first == again == Mail.objects.get()
    with translation.override("ru"):
        assert first.subject == f"{gettext('Price changes')} 19:00"
    assert first.to == "vera@buyer.example"
    assert first.text == f"vera@buyer.example {settings.PUBLIC_URL}/prices/changes/"
