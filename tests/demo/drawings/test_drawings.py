"""Drawings: small, well-formed, without script or style, different where the things differ."""

from xml.etree import ElementTree

import pytest

from b2b_portal.demo.catalogue import goods
from b2b_portal.demo.drawings import KINDS, Thing, draw

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {SVG + tag for tag in ("svg", "g", "path", "rect", "circle", "ellipse", "text")}


def drawing(good) -> bytes:
    return draw(good.drawing, Thing(good.article, good.attributes))


def test_draw_makes_small_svg_that_a_strict_policy_shows():
    for good in goods():
        picture = drawing(good)
        root = ElementTree.fromstring(picture)
        assert {element.tag for element in root.iter()} <= ALLOWED, good.article
        assert not any("style" in element.attrib or "href" in element.attrib for element in root.iter())
        assert b'"nan"' not in picture
        assert len(picture) < 20_000, good.article


def test_draw_knows_every_kind_that_the_files_name():
    assert {good.drawing for good in goods()} == KINDS.keys()
    with pytest.raises(KeyError):
        draw("unicorn", Thing("X", {}))


def test_draw_shows_what_differs():
    one, three = ({"Полюсов": str(n), "Номинальный ток": "16 А", "Характеристика": "C"} for n in (1, 3))
    assert draw("breaker", Thing("A", one)).count(b"C16") == 1
    assert draw("breaker", Thing("A", three)).count(b"C16") == 3
    ports = draw("switch", Thing("S", {"Портов": "24"})).count(b"<rect")
    assert ports > draw("switch", Thing("S", {"Портов": "8"})).count(b"<rect") + 30


def test_draw_writes_sizes_on_dimension_lines_and_escapes_words():
    picture = draw("cartridge", Thing("<A&B>", {"Размеры": "347×115×105 мм"})).decode()
    assert "347 мм" in picture
    assert "115 мм" in picture
    assert "&lt;A&amp;B&gt;" in picture


def test_draw_needs_no_attribute():
    for kind in KINDS.keys() - {"lamp", "linear_light"}:
        assert draw(kind, Thing("X", {})).startswith(b"<svg")
