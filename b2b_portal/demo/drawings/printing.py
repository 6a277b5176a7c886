"""Cartridges, drums, printers."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def cartridge(c: Canvas, thing: Thing) -> None:
    """A laser cartridge from the front, its grip on top, its gear at the side."""
    w, h = c.sized(thing, 347, 115)
    c.lines(
        [(0, h * 0.48), (w * 0.1, h * 0.22), (w * 0.9, h * 0.22), (w, h * 0.48), (w, h), (0, h)], closed=True, tint=True
    )
    c.lines([(w * 0.25, h * 0.22), (w * 0.25, h * 0.09), (w * 0.75, h * 0.09), (w * 0.75, h * 0.22)])
    c.lines([(w * 0.3, h * 0.09), (w * 0.3, 0), (w * 0.7, 0), (w * 0.7, h * 0.09)])
    c.rect(w * 0.07, h * 0.68, w * 0.86, h * 0.24)
    for x in (0.16, 0.84):
        c.line(w * x, h * 0.68, w * x, h * 0.92, thin=True)
    c.circle(w * 0.955, h * 0.73, h * 0.07)
    c.circle(w * 0.955, h * 0.73, h * 0.025, thin=True)
    c.label(w / 2, h * 0.4, thing.article, 12)
    if thing.text("Чип") == "есть":
        c.rect(w * 0.07, h * 0.5, w * 0.06, h * 0.1, tint=True, thin=True)
    c.line(w * 0.2, h * 0.56, w * (0.3 + min(thing.number("Ресурс", 1), 25) / 60), h * 0.56, thin=True)


def toner(c: Canvas, thing: Thing) -> None:
    """A toner tube: a long box with a shutter and a cap."""
    w, h = c.sized(thing, 300, 85)
    c.rect(0, h * 0.1, w * 0.92, h * 0.9, h * 0.18, tint=True)
    c.rect(w * 0.92, h * 0.3, w * 0.05, h * 0.5)
    c.circle(w * 0.985, h * 0.55, h * 0.12, tint=True)
    c.rect(w * 0.08, 0, w * 0.2, h * 0.1)
    c.rect(w * 0.12, h * 0.34, w * 0.66, h * 0.4, h * 0.05, thin=True)
    c.label(w * 0.45, h * 0.54, thing.article, 12)
    for x in (0.82, 0.85, 0.88):
        c.line(w * x, h * 0.2, w * x, h * 0.9, thin=True)


def drum(c: Canvas, thing: Thing) -> None:
    """A drum between two side plates."""
    w, h = c.sized(thing, 330, 75)
    for x in (0, w * 0.93):
        c.rect(x, 0, w * 0.07, h, h * 0.08)
    c.rect(w * 0.07, h * 0.3, w * 0.86, h * 0.5, tint=True)
    c.line(w * 0.07, h * 0.42, w * 0.93, h * 0.42, thin=True)
    c.line(w * 0.07, h * 0.68, w * 0.93, h * 0.68, thin=True)
    c.rect(w * 0.07, h * 0.05, w * 0.86, h * 0.18, thin=True)
    c.circle(w * 0.965, h * 0.55, h * 0.13)
    c.label(w / 2, h * 0.55, thing.article, 11)


def ink(c: Canvas, thing: Thing) -> None:
    """A bottle of ink."""
    w, h = c.sized(thing, 50, 130)
    c.rect(0, h * 0.3, w, h * 0.7, w * 0.1, tint=True)
    c.lines([(w * 0.1, h * 0.3), (w * 0.3, h * 0.2), (w * 0.7, h * 0.2), (w * 0.9, h * 0.3)])
    c.rect(w * 0.34, 0, w * 0.32, h * 0.2, w * 0.05)
    c.rect(w * 0.1, h * 0.42, w * 0.8, h * 0.4, thin=True)
    c.label(w / 2, h * 0.56, thing.article[-4:], 12)
    c.label(w / 2, h * 0.7, thing.text("Цвет")[:7], 9)


def _tray(c: Canvas, w: float, top: float, h: float) -> None:
    c.rect(0, top, w, h - top, w * 0.03, tint=True)
    c.line(0, top + (h - top) * 0.62, w, top + (h - top) * 0.62)
    c.rect(w * 0.36, top + (h - top) * 0.78, w * 0.28, (h - top) * 0.07, thin=True)
    c.rect(w * 0.16, top + (h - top) * 0.3, w * 0.58, (h - top) * 0.1, thin=True)
    c.lines([(w * 0.2, top + (h - top) * 0.4), (w * 0.24, top + (h - top) * 0.56), (w * 0.68, top + (h - top) * 0.56)])


def _panel(c: Canvas, thing: Thing, w: float, y: float, h: float) -> None:
    c.rect(w * 0.78, y, w * 0.16, h, thin=True)
    c.label(w * 0.86, y + h / 2, f"{thing.number('Скорость', 20):g}", 10)


def printer(c: Canvas, thing: Thing) -> None:
    """A printer from the front; the panel says how many pages a minute."""
    w, h = c.sized(thing, 381, 216)
    _tray(c, w, h * 0.08, h)
    c.lines([(w * 0.12, h * 0.08), (w * 0.2, 0), (w * 0.7, 0), (w * 0.76, h * 0.08)])
    _panel(c, thing, w, h * 0.2, h * 0.14)


def mfp(c: Canvas, thing: Thing) -> None:
    """A printer with a scanner and, where it is tall enough, a feeder on top."""
    w, h = c.sized(thing, 420, 323)
    has_feeder = h / w > 0.7
    lid = h * (0.16 if has_feeder else 0.04)
    if has_feeder:
        c.lines([(w * 0.14, lid), (w * 0.2, 0), (w * 0.66, 0), (w * 0.86, lid)], tint=True)
        c.line(w * 0.22, lid * 0.5, w * 0.7, lid * 0.5, thin=True)
    c.rect(w * 0.02, lid, w * 0.96, h * 0.12, w * 0.01)
    c.lines([(w * 0.06, lid + h * 0.12), (w * 0.06, h * 0.36)])
    c.lines([(w * 0.94, lid + h * 0.12), (w * 0.94, h * 0.36)])
    _tray(c, w, h * 0.36, h)
    _panel(c, thing, w, h * 0.41, h * 0.12)


def roller(c: Canvas, thing: Thing) -> None:
    """A pick-up roller seen from its side."""
    wide, across = thing.number("Ширина", 48), thing.number("Диаметр", 24)
    c.fit(wide * 1.5, across * 1.1)
    c.rect(0, across * 0.4, wide * 1.5, across * 0.3, tint=True)
    c.rect(wide * 0.25, 0, wide, across * 1.1, across * 0.12, tint=True)
    for n in range(1, 12):
        c.line(wide * (0.25 + n / 12), 0, wide * (0.25 + n / 12), across * 1.1, thin=True)
    c.across(f"{wide:g} мм", left=wide * 0.25, right=wide * 1.25)
    c.upright(f"⌀ {across:g} мм")


def chip(c: Canvas, thing: Thing) -> None:
    """A chip with its contacts."""
    w, h = c.sized(thing, 14, 8)
    c.rect(0, 0, w, h, 0.5, tint=True)
    for n in range(4):
        c.rect(w * (0.1 + n * 0.21), h * 0.12, w * 0.16, h * 0.34, 0.2)
    c.label(w / 2, h * 0.72, thing.article.removeprefix("CHIP-"), 13)


KINDS: dict[str, Draw] = {
    "cartridge": cartridge,
    "toner": toner,
    "drum": drum,
    "ink": ink,
    "printer": printer,
    "mfp": mfp,
    "roller": roller,
    "chip": chip,
}
