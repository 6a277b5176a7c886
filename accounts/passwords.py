"""Which passwords are too easy to guess here."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# words that whoever guesses at this shop tries first; docs/asvs.md names them, too
CONTEXT_WORDS = (
    *("article", "artikul", "b2b", "cabinet", "order", "orders", "password", "portal", "price", "shop", "wholesale"),
    *("артикул", "заказ", "заказы", "кабинет", "магазин", "опт", "оптом", "пароль", "портал", "прайс", "цена"),
)


class ContextWordsValidator:
    """Refuses passwords of nothing but such words, the shop's name, digits and signs. For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        words = {_letters(word) for word in (*CONTEXT_WORDS, *settings.SHOP_NAME.split())} - {""}
        if re.fullmatch(f"(?:{'|'.join(map(re.escape, words))})+", _letters(password)):
            raise ValidationError(self.get_help_text(), code="password_of_context_words")

    def get_help_text(self) -> str:
        """What to do instead."""
        return _("This password is made of words that everybody tries here: add others.")


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.casefold())
