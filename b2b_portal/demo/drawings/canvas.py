"""What drawings are made of: a sheet in units of the thing (millimetres as a rule), thin lines, dimension lines.

One mid-grey for everything, about 4:1 on white and on the dark theme's surface alike: the picture stands in an <img>,
which does not know the page's theme. No style sheets and no scripts: presentation attributes only.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

INK = "#75818b"
WIDTH, HEIGHT = 400, 300
MIDDLE_X, MIDDLE_Y = 188.0, 132.0
MOST_WIDE, MOST_HIGH = 268.0, 196.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

Point = tuple[float, float]


@dataclass(frozen=True)
class Thing:
    """What a drawing may know of a product."""

    article: str
    attributes: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """The attribute as it is written."""
        return self.attributes.get(name, default)

    def number(self, name: str, default: float) -> float:
        """The first number in the attribute."""
        found = _NUMBER.search(self.attributes.get(name, ""))
        return _value(found[0]) if found else default

    def sizes(self, name: str = "Размеры") -> tuple[float, ...]:
        """All numbers of the attribute: width, height and depth as a rule."""
        return tuple(map(_value, _NUMBER.findall(self.attributes.get(name, ""))))

    def face(self, width: float, height: float) -> tuple[float, float]:
        """Width and height as the attribute says, else the given ones."""
        sizes = self.sizes()
        return (sizes[0], sizes[1]) if len(sizes) > 1 else (width, height)


def _value(text: str) -> float:
    return float(text.replace(",", "."))


class Canvas:
    """Collects elements. Until `fit` says otherwise, units are pixels of the 400 × 300 sheet."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._x = self._y = 0.0
        self.scale = 1.0
        self._size = (float(WIDTH), float(HEIGHT))

    def fit(self, width: float, height: float) -> None:
        """Sets the units so that a thing of this size fills the middle of the sheet; 0, 0 is its upper left corner."""
        self.scale = min(MOST_WIDE / width, MOST_HIGH / height)
        self._x, self._y = MIDDLE_X - width * self.scale / 2, MIDDLE_Y - height * self.scale / 2
        self._size = (width, height)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, thin: bool = False) -> None:
        """A straight line."""
        (a, b), (c, d) = self._at(x1, y1), self._at(x2, y2)
        self._add(f'<path d="M{_n(a)} {_n(b)}L{_n(c)} {_n(d)}"{_thin(thin)}/>')

    def lines(self, points: Iterable[Point], *, closed: bool = False, tint: bool = False, thin: bool = False) -> None:
        """A broken line through points, closed to a shape when asked."""
        path = "L".join(f"{_n(a)} {_n(b)}" for a, b in (self._at(x, y) for x, y in points))
        self._add(f'<path d="M{path}{"Z" if closed else ""}"{_tint(tint)}{_thin(thin)}/>')

    def rect(
        self, x: float, y: float, w: float, h: float, r: float = 0, *, tint: bool = False, thin: bool = False
    ) -> None:
        """A rectangle, its corners rounded by r."""
        a, b = self._at(x, y)
        corner = f' rx="{_n(r * self.scale)}"' if r else ""
        size = f'width="{_n(w * self.scale)}" height="{_n(h * self.scale)}"'
        self._add(f'<rect x="{_n(a)}" y="{_n(b)}" {size}{corner}{_tint(tint)}{_thin(thin)}/>')

    def circle(self, x: float, y: float, r: float, *, tint: bool = False, thin: bool = False) -> None:
        """A circle."""
        a, b = self._at(x, y)
        self._add(f'<circle cx="{_n(a)}" cy="{_n(b)}" r="{_n(r * self.scale)}"{_tint(tint)}{_thin(thin)}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, *, tint: bool = False, thin: bool = False) -> None:
        """An ellipse."""
        a, b = self._at(x, y)
        radii = f'rx="{_n(rx * self.scale)}" ry="{_n(ry * self.scale)}"'
        self._add(f'<ellipse cx="{_n(a)}" cy="{_n(b)}" {radii}{_tint(tint)}{_thin(thin)}/>')

    def curve(self, start: Point, *steps: tuple[Point, Point, Point], tint: bool = False, thin: bool = False) -> None:
        """A smooth line: each step is two handles and the next point."""
        a, b = self._at(*start)
        path = "".join("C" + " ".join(f"{_n(x)} {_n(y)}" for x, y in (self._at(*p) for p in step)) for step in steps)
        self._add(f'<path d="M{_n(a)} {_n(b)}{path}"{_tint(tint)}{_thin(thin)}/>')

    def label(self, x: float, y: float, text: str, size: float = 11, *, anchor: str = "middle") -> None:
        """Text that begins, ends or is centred at a point; its size is in pixels whatever the units are."""
        a, b = self._at(x, y)
        self._text(a, b, text, size, anchor)

    def across(self, words: str, *, left: float = 0, right: float | None = None) -> None:
        """A dimension line under the thing, from edge to edge unless said otherwise."""
        (x1, bottom), (x2, _) = self._at(left, self._size[1]), self._at(right or self._size[0], 0)
        y = bottom + 22
        self._add(
            f'<path d="M{_n(x1)} {_n(y)}H{_n(x2)}M{_n(x1)} {_n(y - 5)}v10M{_n(x2)} {_n(y - 5)}v10"{_thin(True)}/>'
        )
        self._text((x1 + x2) / 2, y + 18, words, 12.5, "middle")

    def upright(self, words: str, *, top: float = 0, bottom: float | None = None) -> None:
        """A dimension line at the right of the thing."""
        (right, y1), (_, y2) = self._at(self._size[0], top), self._at(0, bottom or self._size[1])
        x, middle = right + 22, (y1 + y2) / 2
        self._add(
            f'<path d="M{_n(x)} {_n(y1)}V{_n(y2)}M{_n(x - 5)} {_n(y1)}h10M{_n(x - 5)} {_n(y2)}h10"{_thin(True)}/>'
        )
        self._text(x + 14, middle, words, 12.5, "middle", f' transform="rotate(90 {_n(x + 14)} {_n(middle)})"')

    def sized(self, thing: Thing, width: float, height: float) -> tuple[float, float]:
        """Fits the thing's face and, where its sizes are known, writes them on dimension lines. Returns the face."""
        w, h = thing.face(width, height)
        self.fit(w, h)
        if len(thing.sizes()) > 1:
            self.across(f"{_short(w)} мм")
            self.upright(f"{_short(h)} мм")
        return w, h

    def svg(self) -> bytes:
        """The file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
            f'<g fill="none" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round">'
        )
        return f"{head}{''.join(self._parts)}</g></svg>\n".encode()

    def _at(self, x: float, y: float) -> Point:
        return self._x + x * self.scale, self._y + y * self.scale

    def _add(self, part: str) -> None:
        self._parts.append(part)

    def _text(self, x: float, y: float, text: str, size: float, anchor: str, more: str = "") -> None:
        font = f'font-family="JetBrains Mono, Cascadia Mono, Consolas, monospace" font-size="{_n(size)}"'
        place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" dominant-baseline="central"'
        self._add(f'<text {place} {font} fill="{INK}" stroke="none"{more}>{escape(text)}</text>')


Draw = Callable[[Canvas, Thing], None]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _short(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _tint(is_tinted: bool) -> str:
    return f' fill="{INK}" fill-opacity=".14"' if is_tinted else ""


def _thin(is_thin: bool) -> str:
    return ' stroke-width="1"' if is_thin else ""
