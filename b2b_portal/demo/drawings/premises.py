"""Furniture and household goods."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def chair(c: Canvas, thing: Thing) -> None:
    """An office chair from the front; a taller back has a head rest."""
    w, h = c.sized(thing, 600, 1000)
    is_high = thing.text("Спинка") == "высокая"
    c.rect(w * 0.2, 0, w * 0.6, h * 0.44, w * 0.12, tint=True)
    if is_high:
        c.rect(w * 0.28, h * 0.03, w * 0.44, h * 0.09, w * 0.06)
    if "сетка" in thing.text("Обивка"):
        for n in range(7):
            c.line(w * (0.26 + n * 0.08), h * 0.06, w * (0.26 + n * 0.08), h * 0.4, thin=True)
            c.line(w * 0.22, h * (0.08 + n * 0.05), w * 0.78, h * (0.08 + n * 0.05), thin=True)
    c.rect(w * 0.12, h * 0.47, w * 0.76, h * 0.1, w * 0.05, tint=True)
    for side in (0.04, 0.9):
        c.rect(w * side, h * 0.32, w * 0.06, h * 0.2, w * 0.02)
    c.rect(w * 0.46, h * 0.57, w * 0.08, h * 0.24)
    c.lines([(w * 0.1, h * 0.92), (w * 0.46, h * 0.81), (w * 0.54, h * 0.81), (w * 0.9, h * 0.92)])
    c.line(w * 0.5, h * 0.81, w * 0.5, h * 0.93)
    for x in (0.1, 0.5, 0.9):
        c.circle(w * x, h * 0.96, h * 0.035, tint=True)


def desk(c: Canvas, thing: Thing) -> None:
    """A desk from the front."""
    w, h = c.sized(thing, 1200, 750)
    c.rect(0, 0, w, h * 0.05, tint=True)
    for x in (0.03, 0.94):
        c.rect(w * x, h * 0.05, w * 0.03, h * 0.95, tint=True)
    c.rect(w * 0.06, h * 0.12, w * 0.88, h * 0.46, thin=True)
    c.label(w / 2, h * 0.34, thing.text("Цвет"), 14)


def cabinet(c: Canvas, thing: Thing) -> None:
    """A cabinet with two doors; its shelves are hidden lines."""
    w, h = c.sized(thing, 915, 1830)
    c.rect(0, 0, w, h, tint=True)
    c.line(w / 2, 0, w / 2, h)
    shelves = int(thing.number("Полок", 4))
    for n in range(1, shelves + 1):
        c.line(w * 0.05, h * n / (shelves + 1), w * 0.95, h * n / (shelves + 1), thin=True)
    c.rect(w * 0.54, h * 0.46, w * 0.05, h * 0.08, 4)


def rack(c: Canvas, thing: Thing) -> None:
    """Open shelves between four posts."""
    w, h = c.sized(thing, 1000, 2200)
    for x in (0, 0.96):
        c.rect(w * x, 0, w * 0.04, h)
    shelves = int(thing.number("Полок", 5))
    for n in range(shelves):
        c.rect(w * 0.04, h * (0.02 + n * 0.94 / (shelves - 1)), w * 0.92, h * 0.02, tint=True)
    c.label(w / 2, h * 0.12, thing.text("Нагрузка на полку"), 11)


def pedestal(c: Canvas, thing: Thing) -> None:
    """Drawers on castors."""
    w, h = c.sized(thing, 390, 595)
    drawers = int(thing.number("Ящиков", 3))
    c.rect(0, 0, w, h * 0.92, 4, tint=True)
    for n in range(drawers):
        y = h * (0.03 + n * 0.88 / drawers)
        c.rect(w * 0.05, y, w * 0.9, h * 0.82 / drawers, 3)
        c.line(w * 0.38, y + h * 0.06, w * 0.62, y + h * 0.06)
    for x in (0.12, 0.88):
        c.circle(w * x, h * 0.96, h * 0.035)


def towels(c: Canvas, thing: Thing) -> None:
    """A folded stack in its wrapper."""
    c.fit(180, 110)
    c.rect(0, 0, 180, 110, 6, tint=True)
    for n in range(1, 11):
        c.line(0, n * 10, 180, n * 10, thin=True)
    c.rect(56, 26, 68, 58, 3)
    c.label(90, 46, thing.text("Листов") or thing.text("В упаковке"), 16)
    c.label(90, 66, thing.text("Сложение") or thing.text("Размер"), 9)


def roll(c: Canvas, thing: Thing) -> None:
    """A roll with its core and a loose end."""
    c.fit(170, 130)
    c.ellipse(36, 65, 34, 64, tint=True)
    c.ellipse(36, 65, 11, 21)
    c.curve((36, 1), ((90, 1), (120, 1), (150, 1)))
    c.curve((36, 129), ((80, 129), (110, 129), (132, 129)))
    c.curve((150, 1), ((176, 20), (176, 110), (150, 129)))
    c.line(132, 129, 176, 122)
    c.label(108, 66, thing.text("Длина намотки") or thing.text("Объём"), 18)


def bottle(c: Canvas, thing: Thing) -> None:
    """A bottle of something liquid with its label."""
    c.fit(70, 180)
    c.rect(24, 0, 22, 22, 3)
    c.lines(
        [
            (26, 22),
            (24, 34),
            (6, 56),
            (0, 80),
            (0, 172),
            (8, 180),
            (62, 180),
            (70, 172),
            (70, 80),
            (64, 56),
            (46, 34),
            (44, 22),
        ],
        closed=True,
        tint=True,
    )
    c.rect(8, 84, 54, 70, 3, thin=True)
    c.label(35, 108, thing.text("Объём"), 14)
    c.label(35, 132, thing.text("Назначение").split(",")[0], 9)


def canister(c: Canvas, thing: Thing) -> None:
    """A canister with its handle."""
    c.fit(130, 170)
    c.rect(84, 0, 26, 18, 3)
    c.lines(
        [
            (88, 18),
            (88, 30),
            (118, 30),
            (130, 48),
            (130, 162),
            (122, 170),
            (8, 170),
            (0, 162),
            (0, 48),
            (14, 30),
            (88, 30),
        ],
        tint=True,
    )
    c.rect(14, 40, 50, 16, 7)
    c.rect(16, 74, 98, 72, 3, thin=True)
    c.label(65, 100, thing.text("Объём"), 20)
    c.label(65, 128, thing.text("Назначение"), 11)


def box(c: Canvas, thing: Thing) -> None:
    """A plain box with its article."""
    c.fit(180, 130)
    c.rect(0, 24, 140, 106, tint=True)
    c.lines([(0, 24), (40, 0), (180, 0), (140, 24)])
    c.lines([(180, 0), (180, 104), (140, 130)])
    c.label(70, 66, thing.article, 14)
    c.label(70, 94, thing.text("В упаковке"), 11)


KINDS: dict[str, Draw] = {
    "chair": chair,
    "desk": desk,
    "cabinet": cabinet,
    "rack": rack,
    "pedestal": pedestal,
    "towels": towels,
    "roll": roll,
    "bottle": bottle,
    "canister": canister,
    "box": box,
}
