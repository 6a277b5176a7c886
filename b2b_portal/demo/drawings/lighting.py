"""Lamps and luminaires."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def _screw_base(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    for n in range(4):
        c.lines([(x, y + h * n / 5), (x + w, y + h * (n + 0.6) / 5)], thin=True)
    c.lines([(x, y), (x, y + h * 0.78), (x + w * 0.3, y + h), (x + w * 0.7, y + h), (x + w, y + h * 0.78), (x + w, y)])


def _bulb(c: Canvas, thing: Thing, w: float, h: float) -> None:
    neck, base = w * 0.46, h * 0.24
    left, right = (w - neck) / 2, (w + neck) / 2
    bottom = h - base
    if thing.text("Форма") == "C37":
        c.curve(
            (left, bottom),
            ((-w * 0.3, h * 0.5), (w * 0.3, h * 0.12), (w / 2, 0)),
            ((w * 0.7, h * 0.12), (w * 1.3, h * 0.5), (right, bottom)),
            tint=True,
        )
    else:
        c.curve(
            (left, bottom),
            ((w * 0.2, h * 0.62), (0, h * 0.5), (0, h * 0.28)),
            ((0, -h * 0.09), (w, -h * 0.09), (w, h * 0.28)),
            ((w, h * 0.5), (w * 0.8, h * 0.62), (right, bottom)),
            tint=True,
        )
    c.lines([(w * 0.1, h * 0.48), (left, bottom), (right, bottom), (w * 0.9, h * 0.48)], thin=True)
    _screw_base(c, left, bottom, neck, base)
    c.label(w / 2, h * 0.26, thing.text("Мощность"), 15)
    c.label(w / 2, h * 0.38, thing.text("Цветовая температура"), 11)
    c.label(w / 2, h * 0.6, thing.text("Цоколь"), 11)


def lamp(c: Canvas, thing: Thing) -> None:
    """A bulb, a candle, a spot or a tube, as its shape says."""
    shape = thing.text("Форма")
    if shape == "T8":
        c.fit(260, 40)
        c.rect(14, 6, 232, 28, 2, tint=True)
        for x in (0, 246):
            c.rect(x, 8, 14, 24)
        for x in (-8, 260):
            c.line(x, 14, x + 8, 14)
            c.line(x, 26, x + 8, 26)
        c.label(130, 20, f"{thing.text('Мощность')}  {thing.text('Цветовая температура')}", 14)
        c.across(f"{thing.sizes()[1]:g} мм")
        return
    w, h = c.sized(thing, 60, 110)
    if shape == "MR16":
        c.lines([(0, h * 0.12), (w * 0.3, h * 0.72), (w * 0.7, h * 0.72), (w, h * 0.12)], closed=True, tint=True)
        c.rect(0, 0, w, h * 0.12, 1)
        for x in (0.42, 0.58):
            c.line(w * x, h * 0.72, w * x, h)
        c.label(w / 2, h * 0.34, thing.text("Мощность"), 15)
        c.label(w / 2, h * 0.52, thing.text("Цоколь"), 11)
        return
    _bulb(c, thing, w, h)


def panel_light(c: Canvas, thing: Thing) -> None:
    """A square panel for a suspended ceiling."""
    w, h = c.sized(thing, 595, 595)
    c.rect(0, 0, w, h, 4)
    c.rect(w * 0.04, h * 0.04, w * 0.92, h * 0.92, 4, tint=True)
    for n in range(1, 6):
        c.line(w * 0.04, h * (0.04 + n * 0.153), w * 0.96, h * (0.04 + n * 0.153), thin=True)
    c.label(w / 2, h * 0.42, thing.text("Мощность"), 20)
    c.label(w / 2, h * 0.58, thing.text("Цветовая температура"), 13)


def linear_light(c: Canvas, thing: Thing) -> None:
    """A long sealed luminaire with its clips."""
    c.fit(260, 60)
    c.rect(0, 12, 260, 36, 12, tint=True)
    c.rect(14, 18, 232, 24, 6, thin=True)
    for x in (40, 206):
        c.rect(x, 2, 14, 10, 2)
    c.label(130, 30, f"{thing.text('Мощность')}  {thing.text('Степень защиты')}", 14)
    c.across(f"{thing.sizes()[0]:g} мм")


def floodlight(c: Canvas, thing: Thing) -> None:
    """A floodlight on its bracket."""
    w, h = c.sized(thing, 150, 125)
    c.rect(0, 0, w, h * 0.78, 4, tint=True)
    c.rect(w * 0.08, h * 0.08, w * 0.84, h * 0.62, 2)
    for x in range(4):
        for y in range(3):
            c.rect(w * (0.18 + x * 0.17), h * (0.16 + y * 0.18), w * 0.1, h * 0.1, 1, thin=True)
    c.lines([(0, h * 0.4), (-w * 0.05, h * 0.4), (-w * 0.05, h), (w * 1.05, h), (w * 1.05, h * 0.4), (w, h * 0.4)])
    c.label(w / 2, h * 0.9, f"{thing.text('Мощность')}  {thing.text('Степень защиты')}", 11)


KINDS: dict[str, Draw] = {
    "lamp": lamp,
    "panel_light": panel_light,
    "linear_light": linear_light,
    "floodlight": floodlight,
}
