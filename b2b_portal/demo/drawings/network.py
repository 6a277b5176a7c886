"""Switches, routers, power and cords."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def _port(c: Canvas, x: float, y: float, size: float) -> None:
    c.rect(x, y, size, size * 0.8, thin=True)
    c.rect(x + size * 0.25, y + size * 0.5, size * 0.5, size * 0.3, thin=True)


def switch(c: Canvas, thing: Thing) -> None:
    """As many ports as it has, in one row or two."""
    w, h = c.sized(thing, 180, 44)
    ports, uplinks = int(thing.number("Портов", 8)), int(thing.number("Портов SFP", 0))
    c.rect(0, 0, w, h, 2, tint=True)
    rows = 2 if ports > 12 else 1
    step = w * 0.74 / (ports / rows)
    size = min(step * 0.84, h * 0.36)
    for n in range(ports):
        _port(c, w * 0.16 + (n // rows) * step, h * (0.32 if rows == 1 else 0.12) + (n % rows) * h * 0.44, size)
    for n in range(uplinks):
        c.rect(w * 0.92, h * (0.1 + n * 0.84 / uplinks), w * 0.05, h * 0.6 / uplinks)
    for n in range(3):
        c.circle(w * 0.03 + n * w * 0.035, h * 0.3, h * 0.05, thin=True)
    c.label(w * 0.07, h * 0.66, f"{ports}", 11)


def router(c: Canvas, thing: Thing) -> None:
    """Its back: antennas, the port outside and the ports inside."""
    w, h = thing.face(215, 37)
    aerials = int(thing.number("Антенн", 4))
    high = h * (2.6 if aerials else 1)
    top = high - h
    c.fit(w, high)
    c.rect(0, top, w, h, h * 0.2, tint=True)
    for n in range(aerials):
        x = w * (0.06 + n * 0.88 / max(aerials - 1, 1))
        c.rect(x - 3, 0, 6, top, 3)
    size = h * 0.42
    _port(c, w * 0.22, top + h * 0.3, size)
    for n in range(int(thing.number("Портов LAN", 4))):
        _port(c, w * 0.36 + n * size * 1.25, top + h * 0.3, size)
    c.circle(w * 0.12, top + h / 2, h * 0.12)
    c.across(f"{w:g} мм")
    if thing.text("Wi-Fi", "нет") != "нет":
        c.label(w * 0.5, top * 0.5 if aerials else top, thing.text("Wi-Fi").split(",")[0], 12)


def access_point(c: Canvas, thing: Thing) -> None:
    """A disc or a square that hangs from the ceiling, with waves."""
    w, h = c.sized(thing, 180, 180)
    c.rect(0, 0, w, h, w * (0.5 if abs(w - h) < 2 else 0.16), tint=True)
    for n in (0.1, 0.2, 0.3):
        c.curve(
            (w * (0.5 - n), h * 0.5),
            ((w * (0.5 - n), h * (0.5 - n * 1.3)), (w * (0.5 + n), h * (0.5 - n * 1.3)), (w * (0.5 + n), h * 0.5)),
            thin=True,
        )
    c.circle(w / 2, h * 0.5, w * 0.025, tint=True)
    c.label(w / 2, h * 0.68, thing.text("Wi-Fi").split(",")[0], 12)


def sfp(c: Canvas, thing: Thing) -> None:
    """A module with its lever and two sockets of the fibre."""
    w, h = c.sized(thing, 56, 13)
    c.rect(0, 0, w * 0.82, h, 0.6, tint=True)
    c.rect(w * 0.82, h * 0.08, w * 0.12, h * 0.84)
    c.lines([(w * 0.94, h * 0.2), (w, h * 0.2), (w, h * 0.8), (w * 0.94, h * 0.8)])
    c.label(w * 0.42, h * 0.5, thing.text("Дальность"), 14)
    for n in range(8):
        c.line(0.6, h * (0.16 + n * 0.1), 4, h * (0.16 + n * 0.1), thin=True)


def ups(c: Canvas, thing: Thing) -> None:
    """A tower, or a flat one for a rack, with its display."""
    w, h = c.sized(thing, 110, 180)
    c.rect(0, 0, w, h, 4, tint=True)
    watts = thing.text("Мощность").split(",")[0]
    if w > h:
        c.rect(w * 0.03, h * 0.18, w * 0.16, h * 0.5)
        c.label(w * 0.11, h * 0.43, watts, 10)
        for n in range(30):
            c.line(w * 0.24 + n * w * 0.024, h * 0.2, w * 0.24 + n * w * 0.024, h * 0.8, thin=True)
        return
    c.rect(w * 0.18, h * 0.1, w * 0.64, h * 0.22, 3)
    c.label(w / 2, h * 0.21, watts, 12)
    c.circle(w / 2, h * 0.43, w * 0.07)
    for n in range(int(thing.number("Розеток", 3))):
        c.line(w * 0.18, h * (0.58 + n * 0.045), w * 0.82, h * (0.58 + n * 0.045), thin=True)


def battery(c: Canvas, thing: Thing) -> None:
    """A sealed battery with two contacts."""
    w, h = c.sized(thing, 151, 94)
    c.rect(0, h * 0.08, w, h * 0.92, 3, tint=True)
    for x in (0.08, 0.84):
        c.rect(w * x, 0, w * 0.08, h * 0.08)
    c.line(0, h * 0.24, w, h * 0.24, thin=True)
    c.label(w / 2, h * 0.5, f"{thing.text('Напряжение')}  {thing.text('Ёмкость')}", 15)
    c.label(w * 0.12, h * 0.8, "+", 18)
    c.label(w * 0.88, h * 0.8, "−", 18)


def _outlet(c: Canvas, x: float, y: float, r: float) -> None:
    c.circle(x, y, r)
    for dx in (-0.36, 0.36):
        c.circle(x + r * dx, y, r * 0.13, tint=True, thin=True)
    for dy in (-1, 1):
        c.line(x - r * 0.14, y + r * 0.86 * dy, x + r * 0.14, y + r * 0.86 * dy)


def power_strip(c: Canvas, thing: Thing) -> None:
    """Outlets in a row behind a switch."""
    w, h = c.sized(thing, 420, 62)
    c.rect(0, 0, w, h, 6, tint=True)
    c.rect(w * 0.03, h * 0.28, h * 0.4, h * 0.44, 2)
    outlets = int(thing.number("Розеток", 5))
    step = (w - h * 1.1) / outlets
    for n in range(outlets):
        _outlet(c, h + step * (n + 0.45), h / 2, min(step * 0.42, h * 0.38))


def patchcord(c: Canvas, thing: Thing) -> None:
    """Two plugs and a loop of cable; the words say what they are and how long."""
    c.fit(260, 130)
    ends = thing.text("Разъёмы", "RJ-45 — RJ-45").split(" — ")
    for x, name in ((0, ends[0]), (222, ends[-1])):
        c.rect(x, 52, 38, 26, 3, tint=True)
        c.rect(x + (-10 if x == 0 else 38), 57, 10, 16)
        c.label(x + 19, 94, name, 10)
    c.curve((38, 65), ((90, 65), (60, -10), (130, 0)), ((200, 10), (170, 65), (222, 65)))
    c.curve((38, 69), ((96, 69), (66, -4), (130, 5)), ((194, 14), (164, 69), (222, 69)), thin=True)
    c.label(130, 46, thing.text("Длина"), 20)
    if thing.text("Категория"):
        c.label(130, 116, f"кат. {thing.text('Категория')}", 11)


def coil(c: Canvas, thing: Thing) -> None:
    """A box of cable with a window and the end that comes out of it."""
    c.fit(200, 170)
    c.rect(0, 0, 200, 170, 3, tint=True)
    c.circle(100, 84, 58)
    for r in (46, 34, 22):
        c.circle(100, 84, r, thin=True)
    c.circle(100, 84, 9, tint=True)
    c.label(100, 156, thing.text("Длина бухты"), 13)
    c.curve((158, 84), ((190, 90), (196, 130), (224, 126)))


def rj45(c: Canvas, thing: Thing) -> None:
    """A plug from above with its eight contacts and its clip."""
    c.fit(12, 22)
    c.rect(0, 0, 12, 22, 0.6, tint=True)
    for n in range(8):
        c.rect(1.3 + n * 1.22, 0.6, 0.7, 5, thin=True)
    c.rect(4, 8, 4, 14, 0.4)
    c.label(6, 18, f"×{thing.number('В упаковке', 1):g}", 12)


KINDS: dict[str, Draw] = {
    "switch": switch,
    "router": router,
    "access_point": access_point,
    "sfp": sfp,
    "ups": ups,
    "battery": battery,
    "power_strip": power_strip,
    "patchcord": patchcord,
    "coil": coil,
    "rj45": rj45,
}
