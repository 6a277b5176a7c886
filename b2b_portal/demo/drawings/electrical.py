"""Breakers, terminals, cable and what it runs in."""

from math import cos, pi, sin

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def _pole(c: Canvas, x: float, w: float, h: float, words: str) -> None:
    """One pole of a DIN device: terminals above and below, a lever, the rating on its face."""
    c.lines([(x, 0), (x + w, 0), (x + w, h), (x, h)], closed=True, tint=True)
    c.line(x, h * 0.22, x + w, h * 0.22)
    c.line(x, h * 0.78, x + w, h * 0.78)
    for y in (0.11, 0.89):
        c.circle(x + w / 2, h * y, w * 0.26)
        c.line(x + w * 0.34, h * y, x + w * 0.66, h * y)
    c.rect(x + w * 0.22, h * 0.46, w * 0.56, h * 0.2, 1.5, thin=True)
    c.rect(x + w * 0.3, h * 0.47, w * 0.4, h * 0.09, 1, tint=True)
    c.label(x + w / 2, h * 0.32, words, 12)


def _rating(thing: Thing) -> str:
    return f"{thing.text('Характеристика')}{thing.number('Номинальный ток', 16):g}"


def breaker(c: Canvas, thing: Thing) -> None:
    """A circuit breaker with as many poles as it has; levers of several poles are joined."""
    w, h = c.sized(thing, 18, 85)
    poles = int(thing.number("Полюсов", 1))
    for n in range(poles):
        _pole(c, n * w / poles, w / poles, h, _rating(thing))
    if poles > 1:
        c.rect(w / poles * 0.3, h * 0.49, w - w / poles * 0.6, h * 0.035, 1, tint=True)


def rcd(c: Canvas, thing: Thing) -> None:
    """A residual current device: lever, test button, its two currents."""
    w, h = c.sized(thing, 36, 85)
    c.rect(0, 0, w, h, 1, tint=True)
    c.line(0, h * 0.22, w, h * 0.22)
    c.line(0, h * 0.78, w, h * 0.78)
    poles = int(thing.number("Полюсов", 2))
    for n in range(poles):
        x = w * (n + 0.5) / poles
        for y in (0.11, 0.89):
            c.circle(x, h * y, 4.4)
            c.line(x - 3, h * y, x + 3, h * y)
    c.label(w / 2, h * 0.31, f"{thing.number('Номинальный ток', 25):g} А", 12)
    c.label(w / 2, h * 0.4, thing.text("Дифференциальный ток"), 11)
    c.rect(w * 0.12, h * 0.5, w * 0.34, h * 0.2, 1.5)
    c.rect(w * 0.17, h * 0.51, w * 0.24, h * 0.09, 1, tint=True)
    c.rect(w * 0.6, h * 0.52, w * 0.26, h * 0.12, 1.5)
    c.label(w * 0.73, h * 0.58, "T", 12)


def contactor(c: Canvas, thing: Thing) -> None:
    """Three poles in and out, the armature in the middle, the coil's voltage."""
    w, h = c.sized(thing, 45, 76)
    c.rect(0, h * 0.14, w, h * 0.72, 1.5, tint=True)
    for y in (0, h * 0.86):
        c.rect(w * 0.04, y, w * 0.92, h * 0.14, 1)
        for n in range(4):
            c.circle(w * (0.16 + n * 0.227), y + h * 0.07, h * 0.04)
    c.rect(w * 0.28, h * 0.3, w * 0.44, h * 0.34, 1)
    c.rect(w * 0.38, h * 0.4, w * 0.24, h * 0.14, 0.6, tint=True)
    c.label(w / 2, h * 0.23, f"{thing.number('Номинальный ток', 9):g} А", 13)
    c.label(w / 2, h * 0.74, f"A1–A2  {thing.number('Катушка', 230):g} В", 11)


def terminal(c: Canvas, thing: Thing) -> None:
    """A terminal from the front: one opening for each conductor, levers where it has them."""
    ways = int(thing.number("Проводников", 3))
    c.fit(max(ways, 2) * 6 + 2, 17)
    w = ways * 6 + 2
    has_levers = thing.text("Рычаги") == "есть"
    c.rect(0, 3, w, 14, 1.2, tint=True)
    for n in range(ways):
        x = 1.6 + n * 6
        c.circle(x + 2.4, 12.4, 2)
        c.circle(x + 2.4, 12.4, 1, tint=True, thin=True)
        if has_levers:
            c.rect(x, 0, 4.8, 7.4, 0.8, tint=True)
            c.line(x + 1, 1.6, x + 3.8, 1.6, thin=True)
        else:
            c.rect(x + 0.6, 5, 3.6, 2.2, 0.4, thin=True)
    if thing.sizes():
        c.across(f"{thing.sizes()[0]:g} мм")


def cable(c: Canvas, thing: Thing) -> None:
    """The cut through a cable, round or flat, and a stripped end beside it."""
    c.fit(260, 150)
    cores = int(thing.number("Жил", 3))
    if thing.text("Форма") == "плоский":
        c.rect(0, 38, 120, 52, 26, tint=True)
        centres = [(24 + n * 36, 64) for n in range(cores)]
        radius = 15.0
    else:
        c.circle(60, 64, 58, tint=True)
        c.circle(60, 64, 52, thin=True)
        radius = 52.0 if cores == 1 else 42 / (1 + 1 / sin(pi / max(cores, 2))) * 1.15
        centres = (
            [(60.0, 64.0)]
            if cores == 1
            else [(60 + 30 * sin(2 * pi * n / cores), 64 - 30 * cos(2 * pi * n / cores)) for n in range(cores)]
        )
    for x, y in centres:
        c.circle(x, y, min(radius, 34 if cores == 1 else 18))
        c.circle(x, y, min(radius, 34 if cores == 1 else 18) * 0.62, tint=True, thin=True)
    c.label(60, 146, f"{cores}×{thing.number('Сечение жилы', 1.5):g}".replace(".", ",") + " мм²", 15)
    for n in range(cores):
        y = 64 + (n - (cores - 1) / 2) * 13
        c.line(152, y - 3, 206, y - 3, thin=True)
        c.line(152, y + 3, 206, y + 3, thin=True)
        c.rect(206, y - 1.6, 54, 3.2, tint=True, thin=True)
    half = cores * 7 + 6
    c.lines([(140, 64 - half), (168, 64 - half), (168, 64 + half), (140, 64 + half)], tint=True)


def duct(c: Canvas, thing: Thing) -> None:
    """A length of duct in perspective; its cut carries the sizes."""
    sizes = thing.sizes()
    w, h = (sizes[0], sizes[1]) if len(sizes) > 1 else (25.0, 16.0)
    away = max(w, h) * 0.9
    c.fit(w + away, h + away * 0.5)
    top = away * 0.5
    c.lines([(0, top), (away, 0), (w + away, 0), (w, top)], closed=True, tint=True)
    c.lines([(w, top), (w + away, 0), (w + away, h), (w, h + top)], closed=True)
    wall = max(w, h) * 0.04
    c.rect(0, top, w, h)
    c.rect(wall, top + wall, w - 2 * wall, h - 2 * wall, thin=True)
    c.across(f"{w:g} мм", right=w)
    c.upright(f"{h:g} мм", bottom=h)


def corrugated(c: Canvas, thing: Thing) -> None:
    """A corrugated tube with the pulling wire."""
    c.fit(230, 110)
    for n in range(23):
        c.rect(n * 9, 24, 6, 62, 2, tint=n % 2 == 0)
        c.rect(n * 9 + 6, 29, 3, 52, thin=True)
    c.ellipse(207, 55, 9, 31)
    c.curve((207, 55), ((220, 55), (226, 70), (240, 60)), thin=True)
    c.label(100, 4, thing.text("Бухта"), 14)
    c.upright(f"⌀ {thing.number('Наружный диаметр', 20):g} мм", top=24, bottom=86)


def socket(c: Canvas, thing: Thing) -> None:
    """An earthed outlet in its frame."""
    w, h = c.sized(thing, 81, 81)
    c.rect(0, 0, w, h, 6, tint=True)
    c.rect(w * 0.12, h * 0.12, w * 0.76, h * 0.76, 3)
    c.circle(w / 2, h / 2, w * 0.26)
    for x in (-1, 1):
        c.circle(w / 2 + x * w * 0.095, h / 2, w * 0.03, tint=True)
    for y in (-1, 1):
        c.rect(w * 0.46, h / 2 + y * h * 0.22 - h * 0.03, w * 0.08, h * 0.06, thin=True)
    c.label(w / 2, h * 0.82, thing.text("Серия"), 10)


def switch_wall(c: Canvas, thing: Thing) -> None:
    """A wall switch with one rocker or two."""
    w, h = c.sized(thing, 81, 81)
    c.rect(0, 0, w, h, 6, tint=True)
    rockers = 2 if "дву" in thing.text("Механизм") else 1
    for n in range(rockers):
        x, wide = w * (0.14 + n * 0.72 / rockers), w * 0.72 / rockers
        c.rect(x, h * 0.14, wide, h * 0.72, 2)
        c.line(x, h * 0.5, x + wide, h * 0.5, thin=True)
        c.circle(x + wide / 2, h * 0.24, w * 0.015, tint=True)
    c.label(w / 2, h * 0.93, thing.text("Серия"), 9)


def enclosure(c: Canvas, thing: Thing) -> None:
    """A board with its door; behind it as many modules as fit."""
    w, h = c.sized(thing, 268, 200)
    modules = int(thing.number("Модулей", 12))
    rows = 2 if modules > 18 else 1
    c.rect(0, 0, w, h, w * 0.02, tint=True)
    c.rect(w * 0.06, h * 0.1, w * 0.88, h * 0.8, w * 0.015)
    per_row = modules // rows
    step = w * 0.76 / per_row
    for row in range(rows):
        y = h * (0.34 if rows == 1 else 0.18 + row * 0.36)
        for n in range(per_row):
            c.rect(w * 0.12 + n * step, y, step, h * (0.32 if rows == 1 else 0.26), thin=True)
            c.rect(w * 0.12 + (n + 0.3) * step, y + h * 0.11, step * 0.4, h * 0.06, tint=True, thin=True)
    c.rect(w * 0.955, h * 0.44, w * 0.02, h * 0.12, tint=True)
    c.label(w / 2, h * 0.83, f"{modules} мод.  {thing.text('Степень защиты')}", 12)


def din_rail(c: Canvas, thing: Thing) -> None:
    """A perforated rail."""
    c.fit(240, 60)
    c.rect(0, 8, 240, 44, tint=True)
    c.line(0, 16, 240, 16)
    c.line(0, 44, 240, 44)
    for n in range(9):
        c.rect(10 + n * 26, 26, 16, 8, 4)
    c.across(thing.text("Длина"))
    c.upright(thing.text("Ширина"), top=8, bottom=52)


def busbar(c: Canvas, thing: Thing) -> None:
    """A comb of pins, the phases told apart by their length."""
    c.fit(240, 80)
    c.rect(0, 0, 240, 34, 2, tint=True)
    for n in range(12):
        c.rect(6 + n * 19.5, 34, 8, 30 + n % 3 * 6)
    c.label(120, 17, f"{thing.number('Полюсов', 3):g}P  {thing.text('Номинальный ток')}", 14)


KINDS: dict[str, Draw] = {
    "breaker": breaker,
    "rcd": rcd,
    "contactor": contactor,
    "terminal": terminal,
    "cable": cable,
    "duct": duct,
    "corrugated": corrugated,
    "socket": socket,
    "switch_wall": switch_wall,
    "enclosure": enclosure,
    "din_rail": din_rail,
    "busbar": busbar,
}
