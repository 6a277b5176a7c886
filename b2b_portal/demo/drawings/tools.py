"""Hand tools and what is screwed, drilled and cut with them."""

from math import cos, pi, sin

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def pliers(c: Canvas, thing: Thing) -> None:
    """Pliers, cutters, slip-joint pliers, strippers: the jaws tell them apart."""
    c.fit(200, 96)
    kind = thing.text("Вид")
    c.curve((70, 44), ((110, 10), (160, 4), (200, 8)))
    c.curve((200, 8), ((206, 14), (204, 20), (198, 22)), ((160, 20), (116, 30), (86, 52)))
    c.curve((70, 52), ((110, 86), (160, 92), (200, 88)))
    c.curve((200, 88), ((206, 82), (204, 76), (198, 74)), ((160, 76), (116, 66), (86, 44)))
    c.circle(76, 48, 9, tint=True)
    if "боко" in kind:
        c.lines([(70, 40), (34, 34), (22, 48), (34, 62), (70, 56)], closed=True, tint=True)
        c.line(22, 48, 66, 48)
    elif "перестав" in kind:
        c.lines([(68, 42), (40, 20), (6, 18), (4, 32), (34, 40), (66, 50)], closed=True, tint=True)
        c.lines([(72, 58), (44, 66), (14, 54), (18, 42), (36, 44), (64, 52)], closed=True, tint=True)
    else:
        c.lines([(70, 40), (40, 34), (2, 42), (2, 47), (66, 47)], closed=True, tint=True)
        c.lines([(70, 56), (40, 62), (2, 54), (2, 49), (66, 49)], closed=True, tint=True)
        for n in range(7):
            c.line(6 + n * 4, 44, 6 + n * 4, 52, thin=True)
    if thing.text("Изоляция", "нет") != "нет":
        c.label(150, 48, thing.text("Изоляция"), 12)
    c.across(thing.text("Длина"))


def screwdriver(c: Canvas, thing: Thing) -> None:
    """A screwdriver lying; its tip is a cross or a blade."""
    blade = thing.number("Длина стержня", 100)
    c.fit(blade + 110, 34)
    c.rect(blade, 3, 106, 28, 12, tint=True)
    for n in range(4):
        c.line(blade + 22, 9 + n * 5.4, blade + 88, 9 + n * 5.4, thin=True)
    c.rect(blade - 4, 8, 8, 18, 3)
    c.rect(8, 14, blade - 12, 6)
    c.lines(
        [
            (8, 14),
            (0, 15.5 if "PH" in thing.text("Шлиц") else 12),
            (0, 18.5 if "PH" in thing.text("Шлиц") else 22),
            (8, 20),
        ]
    )
    c.label(blade / 2, -4, thing.text("Шлиц"), 15)
    c.across(thing.text("Длина стержня"), right=blade - 4)


def _hexagon(x: float, y: float, r: float) -> list[tuple[float, float]]:
    return [(x + r * cos(pi * n / 3), y + r * sin(pi * n / 3)) for n in range(6)]


def wrench(c: Canvas, thing: Thing) -> None:
    """A combination wrench: one end open, one a ring."""
    c.fit(230, 60)
    c.lines([(44, 22), (190, 25), (190, 35), (44, 38)], closed=True, tint=True)
    c.lines([(4, 14), (20, 6), (38, 12), (44, 22)])
    c.lines([(4, 46), (20, 54), (38, 48), (44, 38)])
    c.lines([(4, 14), (8, 22), (24, 22), (24, 38), (8, 38), (4, 46)])
    c.circle(206, 30, 22, tint=True)
    c.lines(_hexagon(206, 30, 13), closed=True)
    c.label(116, 30, thing.text("Размер под ключ"), 12)
    c.across(thing.text("Длина"))


def adjustable(c: Canvas, thing: Thing) -> None:
    """A wrench whose jaw moves."""
    c.fit(240, 76)
    c.lines([(62, 30), (226, 26), (236, 36), (226, 46), (62, 50)], closed=True, tint=True)
    c.circle(224, 36, 5)
    c.lines([(62, 30), (44, 6), (6, 0), (0, 12), (30, 20), (32, 32), (44, 34)], closed=False)
    c.lines([(62, 50), (48, 66), (14, 70), (8, 60), (30, 54), (32, 40), (44, 40)], closed=False)
    c.rect(46, 34, 16, 9, 2)
    for n in range(4):
        c.line(48 + n * 4, 34, 48 + n * 4, 43, thin=True)
    c.label(140, 37, thing.text("Раскрытие губок"), 12)
    c.across(thing.text("Длина"))


def hammer(c: Canvas, thing: Thing) -> None:
    """A bench hammer."""
    c.fit(240, 100)
    c.lines([(30, 40), (236, 44), (236, 60), (30, 62)], closed=True, tint=True)
    c.rect(120, 40, 116, 24, 8)
    c.lines([(6, 6), (34, 6), (38, 24), (38, 78), (30, 100), (10, 100), (2, 78), (2, 24)], closed=True, tint=True)
    c.line(2, 24, 38, 24, thin=True)
    c.label(74, 24, thing.text("Масса бойка"), 13)
    c.across(thing.text("Длина"), left=2)


def tape(c: Canvas, thing: Thing) -> None:
    """A tape measure with some of its tape out."""
    c.fit(210, 90)
    c.rect(0, 0, 92, 88, 22, tint=True)
    c.circle(46, 42, 30, thin=True)
    c.label(46, 42, thing.text("Длина ленты"), 16)
    c.rect(92, 70, 110, 12, thin=True)
    for n in range(22):
        c.line(96 + n * 5, 70, 96 + n * 5, 76 if n % 5 == 0 else 73, thin=True)
    c.lines([(202, 68), (208, 68), (208, 86)])


def knife(c: Canvas, thing: Thing) -> None:
    """A knife with snap-off blades."""
    c.fit(230, 44)
    c.rect(66, 4, 160, 34, 10, tint=True)
    c.lines([(66, 8), (14, 8), (0, 30), (66, 30)], closed=True)
    for n in range(4):
        c.line(22 + n * 12, 8, 12 + n * 12, 30, thin=True)
    c.rect(104, 12, 50, 14, 5)
    c.across(thing.text("Длина"))


def disc(c: Canvas, thing: Thing) -> None:
    """A cutting disc."""
    mm = thing.number("Диаметр", 125)
    c.fit(mm, mm)
    c.circle(mm / 2, mm / 2, mm / 2, tint=True)
    c.circle(mm / 2, mm / 2, mm * 0.27, thin=True)
    c.circle(mm / 2, mm / 2, 11.1)
    for n in range(24):
        a = 2 * pi * n / 24
        c.line(
            mm / 2 + mm * 0.46 * cos(a),
            mm / 2 + mm * 0.46 * sin(a),
            mm / 2 + mm * 0.43 * cos(a),
            mm / 2 + mm * 0.43 * sin(a),
            thin=True,
        )
    c.label(mm / 2, mm * 0.16, f"{mm:g}×{thing.text('Толщина').removesuffix(' мм')}×22", 13)
    c.label(mm / 2, mm * 0.7, thing.text("Материал").split(" ")[0], 10)
    c.across(f"⌀ {mm:g} мм")


def drill_bit(c: Canvas, thing: Thing) -> None:
    """A drill: the spiral, the shank, its two sizes."""
    long, thick = thing.number("Длина", 160), thing.number("Диаметр", 8)
    c.fit(long, max(thick * 1.8, long * 0.1))
    y, half = max(thick * 1.8, long * 0.1) / 2, thick / 2
    spiral = long * 0.62
    c.lines(
        [(0, y), (half * 1.4, y - half), (spiral, y - half), (spiral, y + half), (half * 1.4, y + half)], closed=True
    )
    turn = max(thick * 1.6, 6)
    x = half * 1.6
    while x + turn < spiral:
        c.curve(
            (x, y + half), ((x + turn * 0.4, y + half), (x + turn * 0.6, y - half), (x + turn, y - half)), thin=True
        )
        x += turn * 0.7
    is_sds = thing.text("Хвостовик") == "SDS-plus"
    c.rect(spiral, y - half * 0.9, long * 0.1, half * 1.8)
    c.rect(
        long * 0.72,
        y - max(half, 5) * (1 if is_sds else 0.9),
        long * 0.28,
        max(half, 5) * (2 if is_sds else 1.8),
        1,
        tint=True,
    )
    if is_sds:
        c.rect(long * 0.82, y - 2, long * 0.1, 4, 2)
    c.across(f"{long:g} мм")
    c.upright(f"⌀ {thick:g} мм", top=y - half, bottom=y + half)


def saw_blade(c: Canvas, thing: Thing) -> None:
    """Blades of a jigsaw, one beside another."""
    c.fit(170, 120)
    for n in range(5):
        y = n * 25.0
        teeth = [(30 + k * 7.0 + (3.5 if k % 2 else 0), y + (10 if k % 2 else 16)) for k in range(18)]
        c.lines([(0, y), (12, y - 3), (12, y + 15), (0, y + 12)], closed=True, tint=True)
        c.lines([(12, y), (156, y), (162, y + 8), *reversed(teeth), (12, y + 12)], closed=True, tint=True)
    c.label(110, 124, thing.text("Материал"), 11)


def screw(c: Canvas, thing: Thing) -> None:
    """A countersunk screw."""
    long, thick = thing.number("Длина", 41), thing.number("Диаметр", 3.5)
    c.fit(long, thick * 2.4)
    y = thick * 1.2
    c.lines(
        [
            (0, 0),
            (thick, y - thick / 2),
            (long - thick, y - thick / 2),
            (long, y),
            (long - thick, y + thick / 2),
            (thick, y + thick / 2),
            (0, y * 2),
        ],
        closed=True,
        tint=True,
    )
    x = long * 0.28
    while x < long - thick:
        c.line(x, y + thick * 0.62, x + thick * 0.5, y - thick * 0.62)
        x += thick * 0.55
    c.across(f"{long:g} мм")
    c.upright(f"⌀ {thick:g} мм".replace(".", ","), top=y - thick / 2, bottom=y + thick / 2)


def dowel(c: Canvas, thing: Thing) -> None:
    """A dowel, split along its length."""
    long, thick = thing.number("Длина", 40), thing.number("Диаметр", 8)
    c.fit(long, thick * 1.4)
    y = thick * 0.7
    c.rect(0, 0, long * 0.04, thick * 1.4, 0.5)
    c.rect(long * 0.04, y - thick / 2, long * 0.28, thick, tint=True)
    c.rect(long * 0.32, y - thick / 2, long * 0.68, thick, thick * 0.3, tint=True)
    c.line(long * 0.34, y, long, y)
    for n in range(6):
        x = long * (0.4 + n * 0.095)
        c.lines([(x, y - thick / 2), (x + long * 0.03, y - thick * 0.36), (x, y - thick * 0.22)], thin=True)
        c.lines([(x, y + thick / 2), (x + long * 0.03, y + thick * 0.36), (x, y + thick * 0.22)], thin=True)
    c.across(f"{long:g} мм")
    c.upright(f"⌀ {thick:g} мм")


def anchor(c: Canvas, thing: Thing) -> None:
    """An anchor bolt with sleeve, washer and nut."""
    long, thick = thing.number("Длина", 95), thing.number("Диаметр", 10)
    c.fit(long, thick * 2.4)
    y = thick * 1.2
    c.rect(0, y - thick * 0.35, long * 0.2, thick * 0.7, thin=True)
    c.rect(long * 0.12, y - thick * 0.85, long * 0.09, thick * 1.7, 0.6, tint=True)
    c.rect(long * 0.21, 0, long * 0.02, thick * 2.4)
    c.rect(long * 0.23, y - thick / 2, long * 0.65, thick, tint=True)
    c.line(long * 0.5, y, long * 0.88, y)
    c.lines(
        [
            (long * 0.88, y - thick * 0.4),
            (long, y - thick * 0.55),
            (long, y + thick * 0.55),
            (long * 0.88, y + thick * 0.4),
        ]
    )
    c.across(f"{long:g} мм")
    c.upright(f"⌀ {thick:g} мм", top=y - thick / 2, bottom=y + thick / 2)


KINDS: dict[str, Draw] = {
    "pliers": pliers,
    "screwdriver": screwdriver,
    "wrench": wrench,
    "adjustable": adjustable,
    "hammer": hammer,
    "tape": tape,
    "knife": knife,
    "disc": disc,
    "drill_bit": drill_bit,
    "saw_blade": saw_blade,
    "screw": screw,
    "dowel": dowel,
    "anchor": anchor,
}
