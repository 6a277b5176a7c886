"""How people type an article: in other letters, with other signs, half of it, with a slip of a finger."""

import random
from collections.abc import Callable

TO_LOOK_ALIKES = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
TO_LAYOUT = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOPASDFGHJKLZXCVBNM",
    "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ",
)
_SIGNS = str.maketrans("-./ _", "./- -")
_NO_SIGNS = str.maketrans("", "", "-./ _")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
Typed = Callable[[random.Random, str], str | None]


def with_other_separators(dice: random.Random, article: str) -> str | None:
    """Every sign another one, or none; a sign put in where there was none."""
    if article.translate(_SIGNS) != article:
        return dice.choice([article.translate(_SIGNS), article.translate(_NO_SIGNS)])
    place = dice.randrange(1, len(article)) if len(article) > 1 else 0
    return article[:place] + dice.choice("- ./") + article[place:]


def without_zeros(dice: random.Random, article: str) -> str | None:
    """Leading zeros lost; None for an article that has none but that of a decimal."""
    bare = article.lstrip("0")
    return bare if bare[:1].isalnum() and bare != article and len(article) - len(bare) <= 3 else None


def with_a_slip(dice: random.Random, article: str) -> str | None:
    """One wrong, missing, extra or swapped letter or digit; None where it would change nothing."""
    places = [place for place, letter in enumerate(article) if letter.isalnum()]
    if len(places) < 4:
        return None
    place = dice.choice(places)
    head, letter, tail = article[:place], article[place], article[place + 1 :]
    slip = dice.choice(["wrong", "missing", "extra", "swapped"])
    if slip == "missing":
        typed = head + tail
    elif slip == "swapped":
        typed = head + tail[:1] + letter + tail[1:]
    else:
        typed = head + dice.choice(_LETTERS) + (letter if slip == "extra" else "") + tail
    return typed if typed.upper() != article.upper() else None


def in_look_alikes(dice: random.Random, article: str) -> str | None:
    typed = article.upper().translate(TO_LOOK_ALIKES)
    return typed if typed != article else None


def in_layout(dice: random.Random, article: str) -> str | None:
    typed = article.translate(TO_LAYOUT)
    return typed if any("а" <= letter <= "ё" for letter in typed.lower()) else None


KINDS: dict[str, Typed] = {
    "case": lambda dice, article: article.swapcase() if article.swapcase() != article else None,
    "separators": with_other_separators,
    "look_alikes": in_look_alikes,
    "layout": in_layout,
    "lost_zeros": without_zeros,
    "prefix": lambda dice, article: article[: len(article) * 6 // 10] if len(article) >= 5 else None,
    "edit": with_a_slip,
}
