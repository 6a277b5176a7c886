import gettext
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.utils import translation
from pytest_django import Settings

from b2b_portal.core.translations import catalogue, extract
from b2b_portal.core.translations.found import Found
from b2b_portal.core.translations.merge import Words, merge, parse
from b2b_portal.core.translations.templates import template_messages
from b2b_portal.core.translations.typography import typo

NBSP = "\u00a0"
PAGE = """{% translate "Cart" %}<c-note title="{% translate 'In one\\'s cart' %}" :x="_('From an attribute')">
{{ name|default:_("Nobody") }} {% translate "Order" context "verb" as word %} {% if x == _("Yes") %}{% endif %}
{% blocktranslate count n=lines with who=user trimmed %}
  {{ who }} has {{ n }} line, 5% off
{% plural %}
  {{ who }} has {{ n }} lines, 5% off
{% endblocktranslate %}
{# {% translate "Hidden" %} #}{% comment %}{% translate "Hidden too" %}{% endcomment %}
{% blocktranslate context "menu" %} as is {% endblocktranslate %}{% translate variable %}"""


@pytest.fixture
def locale(settings: Settings, tmp_path: Path) -> Path:
    """A project with one page and an empty folder of translations."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "code.py").write_text(
        '_("Sentence."); ngettext("%(n)d day", "%(n)d days", n); pgettext("verb", "Order"); _(variable)\n'
    )
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def test_template_messages_are_those_that_the_template_asks_for() -> None:
    assert list(template_messages(PAGE)) == [
        Found("Cart"),
        Found("In one's cart"),
        Found("From an attribute"),
        Found("Nobody"),
        Found("Order", context="verb"),
        Found("Yes"),
        Found("%(who)s has %(n)s line, 5%% off", "%(who)s has %(n)s lines, 5%% off"),
        Found(" as is ", context="menu"),
    ]


def test_template_messages_refuses_an_open_block() -> None:
    with pytest.raises(ValueError, match=r"page\.html"):
        list(template_messages("{% blocktranslate %}never closed", "page.html"))


def test_python_messages_reads_plurals_and_contexts(locale: Path) -> None:
    found = list(extract.python_messages(locale / "accounts" / "code.py", "code.py"))
    assert [(one.singular, one.plural, one.context) for one in found] == [
        ("Sentence.", "", ""),
        ("%(n)d day", "%(n)d days", ""),
        ("Order", "", "verb"),
    ]


def test_messages_fills_compiles_and_django_shows_the_words(locale: Path) -> None:
    words = locale / "words.txt"
    words.write_text(
        "Cart => Корзина\n%(who)s has %(n)s line, 5%% off | … => %(who)s: %(n)s строка | %(who)s: %(n)s строки | "
        "%(who)s: %(n)s строк\nverb ^ Order => Заказать\nUnasked => Лишнее\n"
    )
    errors = StringIO()
    call_command("messages", merge=[words], stdout=StringIO(), stderr=errors)
    call_command("messages", compile=True, stdout=StringIO())
    assert "'Unasked'" in errors.getvalue()
    page = Template(PAGE)
    with translation.override("ru"):
        text = page.render(Context({"lines": 3, "user": "Анна", "variable": "-"}))
        word = Template('{% translate "Order" context "verb" %}').render(Context())
    assert "Корзина" in text
    assert "Анна: 3 строки" in text
    assert word == "Заказать"


def test_messages_check_names_what_is_missing(locale: Path) -> None:
    with pytest.raises(CommandError, match="missing: 'Cart'"):
        call_command("messages", check=True)


def test_messages_check_is_silent_when_all_is_translated(locale: Path) -> None:
    (locale / "templates" / "page.html").write_text("{% translate 'Cart' %}")
    (locale / "accounts" / "code.py").write_text("")
    words = locale / "words.txt"
    words.write_text("Cart => Корзина")
    call_command("messages", merge=[words], stdout=StringIO())
    call_command("messages", check=True)


def test_update_keeps_words_and_drops_what_nobody_asks_for() -> None:
    messages = _catalogue({"Old": "Старое", "Kept": "Оставлено"})
    catalogue.update(messages, [Found("Kept"), Found("New")])
    assert {one.id: one.string or "" for one in messages if one.id} == {"Kept": "Оставлено", "New": ""}


@pytest.mark.parametrize(
    ("known", "wanted", "fault"),
    [
        ({}, [Found("New", where="a.py")], "missing: 'New' (a.py)"),
        ({"Gone": "Нет"}, [], "obsolete: 'Gone'"),
        ({"Empty": ""}, [Found("Empty", where="a.py")], "not translated: 'Empty' (a.py)"),
        ({"One": "Один"}, [Found("One", "Many", where="a.py")], "without plural forms: 'One' (a.py)"),
        ({"%(name)s in": "%(nom)s в"}, [Found("%(name)s in")], "wrong: '%(name)s in': unknown named placeholder 'nom'"),
    ],
)
def test_faults_names_the_fault(known: dict[str, str], wanted: list[Found], fault: str) -> None:
    assert list(catalogue.faults(_catalogue(known), wanted)) == [fault]


def test_compile_language_writes_what_gettext_reads(locale: Path) -> None:
    messages = _catalogue({"Cart": "Корзина"})
    catalogue.write("ru", messages)
    with catalogue.compile_language("ru").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Cart") == "Корзина"


def test_write_is_the_same_the_second_time(locale: Path) -> None:
    catalogue.write("ru", _catalogue({"b": "б", "a": "а"}))
    first = catalogue.po_path("ru").read_bytes()
    catalogue.write("ru", catalogue.read("ru"))
    assert catalogue.po_path("ru").read_bytes() == first


def test_parse_reads_forms_contexts_and_line_breaks() -> None:
    lines = [
        "# a comment",
        "",
        "verb ^ Order => Заказать",
        "%(n)s day | %(n)s days => день | дня | дней",
        r"a\nb => а\nб",
    ]
    assert parse(lines) == [
        Words("Order", ("Заказать",), "verb"),
        Words("%(n)s day", ("день", "дня", "дней")),
        Words("a\nb", ("а\nб",)),
    ]


def test_merge_gives_every_plural_form_words() -> None:
    messages = Catalog(locale="ru")
    messages.add(("day", "days"))
    assert merge(messages, [Words("day", ("день", "дня", "дней"))]) == []
    assert messages["day"].string == ("день", "дня", "дней")


@pytest.mark.parametrize(
    ("plain", "set_well"),
    [
        ("Заказ в резерве", f"Заказ в{NBSP}резерве"),
        ("ни в чём", f"ни{NBSP}в{NBSP}чём"),
        ("Да — нет", f"Да{NBSP}— нет"),
        ("скидка 5 %", f"скидка 5{NBSP}%"),
        ("заказ № 7", f"заказ №{NBSP}7"),
        ("ООО «Ромашка»", f"ООО{NBSP}«Ромашка»"),
        ("%(n)s шт", f"%(n)s{NBSP}шт"),
        ("%(a)s и %(b)s", f"%(a)s и{NBSP}%(b)s"),
    ],
)
def test_typo_keeps_short_words_and_units_on_the_line(plain: str, set_well: str) -> None:
    assert typo(plain) == set_well


def _catalogue(words: dict[str, str]) -> Catalog:
    messages = Catalog(locale="ru", domain="django", fuzzy=False)
    for identity, translated in words.items():
        messages.add(identity, translated)
    return messages
