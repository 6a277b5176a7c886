"""Numbers, days, icons and articles as templates write them; and what no template or stylesheet may contain."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils import timezone, translation

from b2b_portal.core.icons import LUCIDE, SHAPES, sprite, sprite_digest
from b2b_portal.core.templatetags import ui

GAP = "\u00a0"
MINUS = "\u2212"
STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# mails and PDFs never meet the browser's content policy
PAGES = sorted(page for page in TEMPLATES.rglob("*.html") if not {"mail", "pdf"} & set(page.parts))


def in_language(code: str, source: str, **context: object) -> str:
    with translation.override(code):
        return engines["django"].from_string(source).render(context).strip()


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (Decimal("8940.00"), f"8{GAP}940<i>,00{GAP}₽</i>", f"8,940<i>.00{GAP}₽</i>"),
        (Decimal("1284500.50"), f"1{GAP}284{GAP}500<i>,50{GAP}₽</i>", f"1,284,500<i>.50{GAP}₽</i>"),
        (Decimal("-38200.00"), f"{MINUS}38{GAP}200<i>,00{GAP}₽</i>", f"{MINUS}38,200<i>.00{GAP}₽</i>"),
        (Decimal("0.05"), f"0<i>,05{GAP}₽</i>", f"0<i>.05{GAP}₽</i>"),
        (0, f"0<i>,00{GAP}₽</i>", f"0<i>.00{GAP}₽</i>"),
        (None, "—", "—"),
    ],
)
def test_money_writes_quiet_kopecks(value: Decimal | None, russian: str, english: str) -> None:
    assert in_language("ru", "{% money v %}", v=value) == f'<span class="m">{russian}</span>'
    assert in_language("en", "{% money v %}", v=value) == f'<span class="m">{english}</span>'


def test_money_without_kopecks_and_in_another_currency() -> None:
    assert in_language("ru", "{% money v kopecks=False %}", v=1320) == f'<span class="m">1{GAP}320<i>{GAP}₽</i></span>'
    assert in_language("en", '{% money v "USD" %}', v=Decimal("7.5")) == f'<span class="m">7<i>.50{GAP}$</i></span>'
    assert in_language("en", '{% money v "KZT" %}', v=7) == f'<span class="m">7<i>.00{GAP}KZT</i></span>'


@pytest.mark.parametrize(
    ("value", "fraction"),
    [("8940", ",00"), ("32.4000", ",40"), ("0.0124", ",0124"), ("0.1230", ",123"), ("5.1000", ",10")],
)
def test_unit_price_keeps_two_to_four_decimals(value: str, fraction: str) -> None:
    assert f"<i>{fraction}{GAP}₽</i>" in in_language("ru", "{% unit_price v %}", v=Decimal(value))


def test_money_text_is_plain() -> None:
    assert in_language("ru", "{{ v|money_text }}", v=Decimal("1234.5")) == f"1{GAP}234,50{GAP}₽"
    assert in_language("en", '{{ v|money_text:"EUR" }}', v=None) == "—"


@pytest.mark.parametrize(
    ("value", "russian"),
    [(1284, f"1{GAP}284"), (Decimal("1284.500"), f"1{GAP}284,5"), (Decimal("7.000"), "7"), (None, "—"), (0, "0")],
)
def test_quantity_groups_and_drops_empty_decimals(value: Decimal | None, russian: str) -> None:
    assert in_language("ru", "{% quantity v %}", v=value) == f'<span class="n">{russian}</span>'


def test_quantity_with_a_unit_stays_on_one_line() -> None:
    assert in_language("ru", '{% quantity 12 "шт" %}') == f'<span class="n">12{GAP}шт</span>'


@pytest.mark.parametrize(
    ("rate", "russian", "english"),
    [
        (Decimal("0.22"), f"22{GAP}%", "22%"),
        (Decimal("0.075"), f"7,5{GAP}%", "7.5%"),
        (Decimal("-0.23"), f"{MINUS}23{GAP}%", f"{MINUS}23%"),
        (Decimal("1"), f"100{GAP}%", "100%"),
        (None, "—", "—"),
    ],
)
def test_percent_takes_a_fraction(rate: Decimal | None, russian: str, english: str) -> None:
    assert in_language("ru", "{% percent v %}", v=rate) == russian
    assert in_language("en", "{% percent v %}", v=rate) == english


def test_percent_signed_adds_the_plus() -> None:
    assert in_language("en", "{% percent v signed=True %}", v=Decimal("0.96")) == "+96%"


@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_day_leaves_out_this_year_and_has_a_short_form() -> None:
    assert in_language("ru", "{{ v|day_text }}", v=date(2026, 4, 14)) == f"14{GAP}апреля"
    assert in_language("ru", '{{ v|day_text:"short" }}', v=date(2026, 5, 9)) == f"9{GAP}мая"
    assert in_language("en", "{{ v|day_text }}", v=date(2026, 4, 14)) == f"14{GAP}Apr"
    assert in_language("ru", "{{ v|day_text }}", v=date(2025, 4, 14)) == f"14{GAP}апреля{GAP}2025"
    tag = in_language("ru", "{% day v short=True %}", v=date(2026, 4, 14))
    assert tag == f'<time class="nw" datetime="2026-04-14">14{GAP}апр</time>'


@time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False)
def test_moment_stands_in_the_readers_time_zone() -> None:
    at = datetime(2026, 4, 13, 22, 30, tzinfo=UTC)
    assert in_language("ru", "{{ v|moment_text }}", v=at) == f"14{GAP}апреля,{GAP}01:30"  # Moscow
    with timezone.override("Asia/Yekaterinburg"):
        assert in_language("ru", "{{ v|moment_text }}", v=at) == f"14{GAP}апреля,{GAP}03:30"
    assert 'datetime="2026-04-13T22:30:00+00:00"' in in_language("ru", "{% moment v %}", v=at)
    assert in_language("ru", "{% moment v %}", v=None) == "—"


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("CF259X", "cf259x", "<mark>CF259X</mark>"),
        ("CS-CF259X", "CF-259", "CS-<mark>CF259</mark>X"),
        ("0 986 494 294", "0986494", "<mark>0 986 494</mark> 294"),
        ("MZ-V8V500BW", "mzv8", "<mark>MZ-V8</mark>V500BW"),
        ("CF259X", "", "CF259X"),
        ("CF259X", "--", "CF259X"),
        ("CF259X", "999", "CF259X"),
    ],
)
def test_article_marks_the_searched_part(text: str, query: str, marked: str) -> None:
    assert ui.article(text, query) == f'<span class="art">{marked}</span>'


def test_article_escapes_every_piece() -> None:
    assert ui.article('<b>A1"', "a1") == '<span class="art">&lt;b&gt;<mark>A1</mark>&quot;</span>'
    assert "<script>" not in ui.article("<script>", "script")


def test_initials_are_of_the_first_two_words() -> None:
    assert [ui.initials(name) for name in ("Алексей Ковалёв", "anna", "Иван Петрович Сидоров", "")] == [
        "АК",
        "A",
        "ИП",
        "",
    ]


def test_icon_points_into_the_sprite() -> None:
    address = f"/sprite/{sprite_digest()}.svg#i-cart"
    assert ui.icon("cart", "s", tone="ok") == (
        f'<svg class="ic ic-s ok" aria-hidden="true"><use href="{address}"/></svg>'
    )
    assert 'role="img" aria-label="Cart"' in ui.icon("cart", label="Cart")


def test_icon_refuses_an_unknown_name() -> None:
    with pytest.raises(ValueError, match="no icon 'carrt'"):
        ui.icon("carrt")


def test_sprite_holds_every_named_icon_once() -> None:
    symbols = re.findall(r'<symbol id="i-([\w-]+)"', sprite())
    assert sorted(symbols) == sorted([*LUCIDE, *SHAPES])
    assert "ns0:" not in sprite()


def test_sprite_is_public_and_kept_for_a_year(db: None, client: Client) -> None:
    answer = client.get(f"/sprite/{sprite_digest()}.svg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000" in answer["Cache-Control"]
    assert client.get("/sprite/000000000000.svg").status_code == 404


@pytest.mark.parametrize(
    ("value", "total", "width"), [(1, 4, "25.0"), (5, 4, "100.0"), (-1, 4, "0.0"), (1, 0, "0.0"), (1, 3, "33.3")]
)
def test_meter_writes_its_width_as_an_attribute(value: int, total: int, width: str) -> None:
    with translation.override("ru"):
        drawing = ui.meter(value, total, label='"x"', pace=47.5)
    assert f'class="fill" width="{width}%"' in drawing
    assert 'x1="47.5%"' in drawing
    assert "style=" not in drawing
    assert "&quot;x&quot;" in drawing


def test_every_used_icon_is_in_the_sprite() -> None:
    used = {name for page in TEMPLATES.rglob("*.html") for name in re.findall(r'\{% icon "([\w-]+)"', page.read_text())}
    used |= {
        name for page in TEMPLATES.rglob("*.html") for name in re.findall(r'<c-[^>]* icon="([\w-]+)"', page.read_text())
    }
    assert used
    assert used <= set(LUCIDE) | set(SHAPES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_template_breaks_the_content_policy(page: Path) -> None:
    text = page.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|hx-vals=.js:|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/**/*.css")), ids=lambda sheet: sheet.name)
def test_colours_and_sizes_come_from_the_tokens(sheet: Path) -> None:
    if sheet.name in ("tokens.css", "print.css"):  # paper has its own points
        assert "--" in sheet.read_text()
        return
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert not re.search(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(rgb|hsl|oklch|oklab)\(", text)
    assert not re.search(r"font-size:\s*[\d.]+(px|rem)|font:[^;]*\b[\d.]+(px|rem)/", text)
    known = (STATIC / "css/tokens.css").read_text() + text  # the admin's sheet also fills Django's own variables
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert {name for name in used if f"{name}:" not in known} == set()


def test_price_steps_mark_the_own_step() -> None:
    steps = [(1, Decimal("1234.5")), (Decimal(10), Decimal("0.0123"))]
    text = in_language("en", "{% price_steps steps 10 %}", steps=steps)
    assert '<span><span>from 1</span><span><span class="m">1,234<i>.50</i></span></span></span>' in text
    assert '<span class="on"><span>from 10</span><span><span class="m">0<i>.0123</i></span></span></span>' in text
    assert in_language("ru", "{% price_steps steps %}", steps=steps).count('class="on"') == 0


def test_stepper_writes_what_it_was_told_and_escapes_it() -> None:
    source = '{% stepper "quantity" 1000 label pack=50 min=100 form_id="add-1" note=label state="bad" %}'
    text = in_language("ru", source, label='"<b>')
    assert 'name="quantity" value="1000" form="add-1"' in text
    assert 'aria-label="&quot;&lt;b&gt;" data-pack="50" data-min="100" inputmode="numeric"' in text
    assert 'aria-invalid="true"' in text
    assert '<small class="pack bad">&quot;&lt;b&gt;</small>' in text
    assert "data-max" not in text
    assert " id=" not in text


def test_stepper_leaves_out_what_a_template_does_not_know() -> None:
    text = in_language(
        "en", "{% stepper name value label pack=pack min=min max=max disabled=disabled %}", label="Of A", value=3
    )
    assert '<input name="quantity" value="3" aria-label="Of A" data-pack="1" data-min="0" inputmode="numeric"' in text
    assert "aria-invalid" not in text
