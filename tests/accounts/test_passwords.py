import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from accounts.passwords import ContextWordsValidator


@pytest.mark.parametrize("password", ["wholesale-2026!", "Артикул Артикул", "password-portal-1", "Пароль оптом 2026"])
def test_passwords_of_words_that_everybody_tries_are_refused(password: str) -> None:
    with override_settings(SHOP_NAME="Артикул"), pytest.raises(ValidationError):
        ContextWordsValidator().validate(password)


@pytest.mark.parametrize("password", ["wholesale demo 2026", "correct horse 2026", "опт и конь", "123456789012"])
def test_others_are_not_its_matter(password: str) -> None:
    assert ContextWordsValidator().validate(password) is None


def test_the_shops_own_name_is_such_a_word() -> None:
    with override_settings(SHOP_NAME="Blue Crane"), pytest.raises(ValidationError):
        ContextWordsValidator().validate("blue-crane-2026")
