"""Power tools, bearings, protection of people."""

from math import cos, pi, sin

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def drill(c: Canvas, thing: Thing) -> None:
    """A cordless drill: chuck, motor, grip, battery."""
    w, h = c.sized(thing, 170, 245)
    c.lines([(0, h * 0.11), (w * 0.06, h * 0.07), (w * 0.06, h * 0.19), (0, h * 0.15)], closed=True)
    c.lines(
        [(w * 0.06, h * 0.05), (w * 0.3, h * 0.03), (w * 0.3, h * 0.23), (w * 0.06, h * 0.21)], closed=True, tint=True
    )
    for n in range(4):
        c.line(w * (0.11 + n * 0.05), h * 0.05, w * (0.11 + n * 0.05), h * 0.21, thin=True)
    c.rect(w * 0.3, 0, w * 0.7, h * 0.28, w * 0.08, tint=True)
    c.lines([(w * 0.46, h * 0.28), (w * 0.52, h * 0.72), (w * 0.82, h * 0.72), (w * 0.84, h * 0.28)])
    c.lines([(w * 0.44, h * 0.3), (w * 0.36, h * 0.34), (w * 0.4, h * 0.42), (w * 0.48, h * 0.42)], thin=True)
    c.rect(w * 0.3, h * 0.72, w * 0.66, h * 0.28, w * 0.06, tint=True)
    c.label(w * 0.63, h * 0.86, thing.text("Напряжение"), 13)
    c.label(w * 0.66, h * 0.14, thing.text("Крутящий момент"), 11)


def grinder(c: Canvas, thing: Thing) -> None:
    """An angle grinder with its disc and side handle."""
    w, h = c.sized(thing, 270, 105)
    disc = min(thing.number("Диаметр диска", 125) * 0.6, h * 0.72)
    c.circle(disc * 0.9, h * 0.5, disc * 0.86)
    c.circle(disc * 0.9, h * 0.5, disc * 0.14, tint=True)
    c.rect(disc * 0.7, h * 0.26, w * 0.2, h * 0.48, h * 0.1, tint=True)
    c.lines(
        [
            (disc * 0.7 + w * 0.2, h * 0.28),
            (w * 0.94, h * 0.34),
            (w, h * 0.44),
            (w, h * 0.56),
            (w * 0.94, h * 0.66),
            (disc * 0.7 + w * 0.2, h * 0.72),
        ],
        closed=True,
        tint=True,
    )
    c.rect(w * 0.62, h * 0.43, w * 0.16, h * 0.14, h * 0.05, thin=True)
    c.label(disc * 0.9, h * 0.5 - disc * 0.45, f"⌀ {thing.number('Диаметр диска', 125):g}", 11)
    c.label(w * 0.52, h * 0.9, thing.text("Мощность"), 12)


def rotary_hammer(c: Canvas, thing: Thing) -> None:
    """A rotary hammer with its depth stop."""
    w, h = c.sized(thing, 370, 214)
    c.rect(0, h * 0.22, w * 0.12, h * 0.1)
    c.lines(
        [(w * 0.12, h * 0.14), (w * 0.24, h * 0.08), (w * 0.24, h * 0.46), (w * 0.12, h * 0.4)], closed=True, tint=True
    )
    c.rect(w * 0.24, h * 0.04, w * 0.5, h * 0.44, h * 0.08, tint=True)
    c.lines([(w * 0.36, h * 0.48), (w * 0.36, h * 0.7), (w * 0.6, h * 0.7), (w * 0.66, h * 0.48)])
    c.curve((w * 0.74, h * 0.06), ((w * 1.04, 0), (w * 1.02, h * 0.5), (w * 0.92, h * 0.94)))
    c.curve((w * 0.74, h * 0.24), ((w * 0.88, h * 0.24), (w * 0.86, h * 0.6), (w * 0.8, h * 0.94)))
    c.line(w * 0.8, h * 0.94, w * 0.92, h * 0.94)
    c.rect(w * 0.22, h * 0.48, w * 0.06, h * 0.52, w * 0.02, tint=True)
    c.label(w * 0.49, h * 0.2, thing.text("Мощность"), 13)
    c.label(w * 0.49, h * 0.35, thing.text("Энергия удара"), 12)


def jigsaw(c: Canvas, thing: Thing) -> None:
    """A jigsaw on its sole, the blade below."""
    w, h = c.sized(thing, 217, 197)
    c.rect(0, h * 0.72, w, h * 0.06, 2, tint=True)
    c.lines(
        [(w * 0.08, h * 0.72), (w * 0.06, h * 0.24), (w * 0.3, h * 0.12), (w * 0.42, h * 0.3), (w * 0.42, h * 0.72)],
        closed=True,
        tint=True,
    )
    c.curve(
        (w * 0.3, h * 0.12),
        ((w * 0.6, -h * 0.1), (w, h * 0.06), (w, h * 0.42)),
        ((w, h * 0.6), (w * 0.9, h * 0.6), (w * 0.84, h * 0.56)),
        ((w * 0.8, h * 0.28), (w * 0.56, h * 0.24), (w * 0.42, h * 0.3)),
    )
    c.rect(w * 0.42, h * 0.5, w * 0.44, h * 0.22, 6, tint=True)
    c.lines([(w * 0.16, h * 0.78), (w * 0.16, h), (w * 0.21, h * 0.94), (w * 0.21, h * 0.78)])
    c.label(w * 0.64, h * 0.61, thing.text("Мощность"), 12)


def tool_battery(c: Canvas, thing: Thing) -> None:
    """A battery that slides into a tool."""
    w, h = c.sized(thing, 115, 65)
    c.rect(0, h * 0.34, w, h * 0.66, 6, tint=True)
    c.lines([(w * 0.1, h * 0.34), (w * 0.14, h * 0.1), (w * 0.86, h * 0.1), (w * 0.9, h * 0.34)])
    for n in range(5):
        c.rect(w * (0.24 + n * 0.12), h * 0.1, w * 0.03, h * 0.24, thin=True)
    c.label(w / 2, h * 0.67, f"{thing.text('Напряжение')}  {thing.text('Ёмкость')}", 15)


def bearing(c: Canvas, thing: Thing) -> None:
    """A ball bearing, its rings in proportion; a sealed one hides its balls."""
    inner, outer = thing.number("Внутренний диаметр", 20), thing.number("Наружный диаметр", 47)
    c.fit(outer, outer)
    middle, out, hole = outer / 2, outer / 2, inner / 2
    c.circle(middle, middle, out)
    c.circle(middle, middle, hole)
    ring = (out - hole) * 0.28
    c.circle(middle, middle, out - ring, tint=True)
    c.circle(middle, middle, hole + ring)
    ball, track = (out - hole) * 0.21, (out + hole) / 2
    is_sealed = "резин" in thing.text("Уплотнение")
    if is_sealed:
        c.circle(middle, middle, track, thin=True)
        c.circle(middle, middle, hole + ring * 1.2, thin=True)
        c.label(middle, middle + track, thing.article, 9)
    else:
        count = max(7, int(2 * pi * track / (ball * 2.7)))
        for n in range(count):
            a = 2 * pi * n / count
            c.circle(middle + track * cos(a), middle + track * sin(a), ball, thin=True)
    c.label(middle, middle, f"⌀ {inner:g}", 13)
    c.across(f"⌀ {outer:g} мм")


def gloves(c: Canvas, thing: Thing) -> None:
    """A glove, its coating tinted."""
    c.fit(120, 160)
    c.curve(
        (30, 160),
        ((30, 130), (20, 110), (10, 92)),
        ((0, 74), (14, 66), (24, 82)),
        ((28, 90), (30, 92), (32, 84)),
        ((30, 60), (24, 30), (28, 18)),
        ((32, 8), (44, 10), (46, 20)),
        ((48, 40), (50, 50), (52, 62)),
        ((52, 40), (52, 16), (56, 6)),
        ((62, -2), (72, 2), (74, 12)),
        ((74, 30), (74, 46), (74, 62)),
        ((76, 44), (78, 26), (84, 18)),
        ((92, 12), (100, 18), (98, 30)),
        ((96, 54), (96, 60), (96, 72)),
        ((98, 60), (102, 52), (108, 52)),
        ((118, 54), (116, 66), (112, 84)),
        ((106, 110), (96, 130), (96, 160)),
        tint=True,
    )
    c.line(30, 160, 96, 160)
    for n in range(4):
        c.line(30, 138 + n * 6, 98, 138 + n * 6, thin=True)
    c.label(66, 106, thing.text("Размер"), 20)


def glasses(c: Canvas, thing: Thing) -> None:
    """Safety glasses from the front."""
    c.fit(200, 80)
    for x in (10, 108):
        c.rect(x, 20, 82, 50, 22, tint=True)
        c.line(x + 20, 34, x + 34, 58, thin=True)
        c.line(x + 30, 32, x + 44, 58, thin=True)
    c.curve((92, 36), ((96, 26), (104, 26), (108, 36)))
    c.curve((10, 34), ((0, 28), (-6, 22), (-8, 10)))
    c.curve((190, 34), ((200, 28), (206, 22), (208, 10)))
    c.label(100, 4, thing.text("Линза"), 12)


def helmet(c: Canvas, thing: Thing) -> None:
    """A helmet from the side."""
    c.fit(200, 130)
    c.curve((14, 108), ((14, -30), (176, -30), (176, 108)), tint=True)
    c.curve((62, 8), ((80, -6), (112, -6), (128, 8)))
    c.line(62, 8, 60, 104)
    c.line(128, 8, 130, 104)
    c.lines([(6, 108), (184, 108), (208, 118), (184, 120), (6, 120)], closed=True, tint=True)
    c.label(95, 66, thing.article, 13)


def respirator(c: Canvas, thing: Thing) -> None:
    """A half mask with straps and valve."""
    c.fit(180, 130)
    c.curve(
        (20, 46),
        ((60, -14), (120, -14), (160, 46)),
        ((158, 100), (120, 130), (90, 130)),
        ((60, 130), (22, 100), (20, 46)),
        tint=True,
    )
    c.curve((20, 46), ((0, 30), (-10, 20), (-16, 4)))
    c.curve((160, 46), ((180, 30), (190, 20), (196, 4)))
    c.curve((30, 84), ((10, 88), (-6, 92), (-16, 104)))
    c.curve((150, 84), ((170, 88), (186, 92), (196, 104)))
    c.rect(70, 66, 40, 34, 8)
    for n in range(4):
        c.line(74, 73 + n * 7, 106, 73 + n * 7, thin=True)
    c.label(90, 40, thing.text("Класс защиты").split(" ")[0], 14)


def earplugs(c: Canvas, thing: Thing) -> None:
    """Two plugs on a cord."""
    c.fit(170, 100)
    for x in (10, 126):
        c.lines([(x, 70), (x + 6, 40), (x + 28, 40), (x + 34, 70)], closed=True, tint=True)
        c.rect(x + 4, 70, 26, 14, 4)
    c.curve((27, 84), ((30, 130), (140, 130), (143, 84)))
    c.label(85, 56, thing.text("Снижение шума"), 14)


KINDS: dict[str, Draw] = {
    "drill": drill,
    "grinder": grinder,
    "rotary_hammer": rotary_hammer,
    "jigsaw": jigsaw,
    "tool_battery": tool_battery,
    "bearing": bearing,
    "gloves": gloves,
    "glasses": glasses,
    "helmet": helmet,
    "respirator": respirator,
    "earplugs": earplugs,
}
