"""A sum of roubles in Russian words, as an invoice prints it under the total."""

from decimal import Decimal

from b2b_portal.core.money import to_cents

_UNITS = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_FEMININE_UNITS = ("", "одна", "две", *_UNITS[3:])
_TEENS = (
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
)
_TENS = ("", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто")
_HUNDREDS = (
    "",
    "сто",
    "двести",
    "триста",
    "четыреста",
    "пятьсот",
    "шестьсот",
    "семьсот",
    "восемьсот",
    "девятьсот",
)
# The forms for 1, for 2 to 4, for 5 and more; then whether the noun is feminine. By rising powers of a thousand.
_SCALES = (
    (("", "", ""), False),
    (("тысяча", "тысячи", "тысяч"), True),
    (("миллион", "миллиона", "миллионов"), False),
    (("миллиард", "миллиарда", "миллиардов"), False),
    (("триллион", "триллиона", "триллионов"), False),
)
_ROUBLE = ("рубль", "рубля", "рублей")
_KOPECK = ("копейка", "копейки", "копеек")
_LIMIT = 1000 ** len(_SCALES)


def roubles_in_words(amount: Decimal) -> str:
    """The sum with a capital first letter, roubles in words and kopecks in two digits: «Один рубль 05 копеек».

    A sum with more than two decimals is rounded to kopecks first. Raises ValueError below 0 and from 10**15 on.
    """
    cents = to_cents(amount)
    if not 0 <= cents < _LIMIT:
        raise ValueError(f"{amount} cannot be put in words")
    roubles, kopecks = divmod(int(cents.scaleb(2)), 100)
    sentence = f"{_number(roubles)} {_form(roubles, _ROUBLE)} {kopecks:02d} {_form(kopecks, _KOPECK)}"
    return sentence[0].upper() + sentence[1:]


def _number(number: int) -> str:
    if number == 0:
        return "ноль"
    words: list[str] = []
    for forms, feminine in _SCALES:
        number, group = divmod(number, 1000)
        if group:
            words = [*_below_thousand(group, feminine), _form(group, forms), *words]
    return " ".join(filter(None, words))


def _below_thousand(number: int, feminine: bool) -> list[str]:
    hundreds, rest = divmod(number, 100)
    if 10 <= rest < 20:
        return [_HUNDREDS[hundreds], _TEENS[rest - 10]]
    tens, units = divmod(rest, 10)
    return [_HUNDREDS[hundreds], _TENS[tens], (_FEMININE_UNITS if feminine else _UNITS)[units]]


def _form(number: int, forms: tuple[str, str, str]) -> str:
    """The noun's form after a number: 1, 21, 101 take the first; 2 to 4, 22 the second; 0, 5 to 20, 111 the third."""
    if 10 < number % 100 < 20:
        return forms[2]
    last = number % 10
    return forms[0] if last == 1 else forms[1] if 2 <= last <= 4 else forms[2]
