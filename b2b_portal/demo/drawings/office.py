"""Paper, stationery, office machines, furniture, household goods."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def paper(c: Canvas, thing: Thing) -> None:
    """A ream standing, its weight and format on the wrapper."""
    sizes = thing.sizes()
    h, w = (sizes[0], sizes[1]) if len(sizes) > 1 else (297.0, 210.0)
    c.fit(w * 1.18, h * 1.1)
    c.lines([(w, h * 0.1), (w * 1.18, 0), (w * 1.18, h), (w, h * 1.1)], closed=True)
    c.lines([(0, h * 0.1), (w * 0.18, 0), (w * 1.18, 0)])
    for n in range(1, 6):
        c.line(w * (1 + n * 0.03), h * (0.1 - n * 0.0167), w * (1 + n * 0.03), h * (1.1 - n * 0.0167), thin=True)
    c.rect(0, h * 0.1, w, h, tint=True)
    c.rect(w * 0.1, h * 0.3, w * 0.8, h * 0.34, thin=True)
    c.label(w / 2, h * 0.42, thing.text("Формат"), 26)
    c.label(w / 2, h * 0.55, thing.text("Плотность"), 11)
    c.label(w / 2, h * 0.9, f"{thing.text('Листов в пачке')} л.", 12)
    c.across(f"{w:g} мм", right=w)


def sticky(c: Canvas, thing: Thing) -> None:
    """A pad of notes, the top one curling."""
    c.fit(140, 140)
    for n in (8, 4):
        c.lines([(n, 140), (140 + n, 140), (140 + n, n)], thin=True)
    c.lines([(0, 0), (140, 0), (140, 100), (104, 136), (0, 136)], closed=True, tint=True)
    c.lines([(140, 100), (110, 104), (104, 136)])
    c.label(66, 66, thing.text("Размер"), 14)


def notebook(c: Canvas, thing: Thing) -> None:
    """A notebook on a spiral or with staples."""
    c.fit(130, 180)
    c.rect(0, 8, 130, 172, 4, tint=True)
    for y in range(7):
        c.line(14, 80 + y * 13, 116, 80 + y * 13, thin=True)
    for x in range(10):
        c.line(14 + x * 11.3, 80, 14 + x * 11.3, 158, thin=True)
    if thing.text("Крепление") == "спираль":
        for n in range(12):
            c.ellipse(11 + n * 10, 8, 3, 8)
    c.label(65, 48, f"{thing.text('Формат')}  {thing.text('Листов')} л.", 14)


def binder(c: Canvas, thing: Thing) -> None:
    """A lever arch file: the spine with its label and finger hole, the cover beside it."""
    spine = thing.number("Ширина корешка", 75)
    c.fit(spine + 210, 320)
    c.rect(0, 0, spine, 320, 2, tint=True)
    c.rect(spine * 0.16, 40, spine * 0.68, 150, thin=True)
    c.circle(spine / 2, 250, min(spine * 0.28, 20))
    c.rect(spine, 0, 210, 320, 2)
    c.line(spine + 14, 0, spine + 14, 320, thin=True)
    c.label(spine + 112, 130, thing.text("Формат"), 22)
    c.label(spine + 112, 170, thing.text("Цвет"), 12)
    c.across(f"{spine:g} мм", right=spine)
    c.upright("320 мм")


def file_sleeve(c: Canvas, thing: Thing) -> None:
    """A punched sleeve with a sheet in it."""
    c.fit(150, 190)
    c.rect(0, 0, 150, 190, 3)
    c.rect(22, 10, 118, 172, tint=True, thin=True)
    for n in range(4):
        c.circle(10, 32 + n * 42, 3.4)
    c.label(80, 80, thing.text("Формат"), 24)
    c.label(80, 112, thing.text("Плотность"), 11)


def tray(c: Canvas, thing: Thing) -> None:
    """A standing tray for papers."""
    c.fit(150, 180)
    c.lines([(0, 180), (0, 20), (34, 0), (150, 90), (150, 180)], closed=True, tint=True)
    c.lines([(0, 60), (14, 60), (14, 180)], thin=True)
    for n in range(4):
        c.line(40 + n * 24, 60 + n * 18, 40 + n * 24, 168, thin=True)
    c.across(thing.text("Ширина"))


def pen(c: Canvas, thing: Thing) -> None:
    """A pen or a marker; the stroke it draws is as thick as its line."""
    is_marker = "ручка" not in thing.text("Вид") and thing.text("Вид") not in ("шариковая", "гелевая")
    c.fit(240, 70)
    half = 13 if is_marker else 8
    c.lines([(0, 24), (10, 24 - 2), (30, 24 - half), (30, 24 + half), (10, 24 + 2)], closed=True)
    c.rect(30, 24 - half, 150, half * 2, 2, tint=True)
    c.rect(180, 24 - half - 1, 58, half * 2 + 2, 4)
    if not is_marker:
        c.rect(186, 24 - half - 7, 50, 5, 2, thin=True)
    c.label(104, 24, thing.article, 11)
    c.curve((0, 60), ((30, 46), (50, 74), (80, 60)), ((110, 46), (130, 74), (160, 60)))
    c.label(200, 60, thing.text("Толщина линии"), 12)


def stapler(c: Canvas, thing: Thing) -> None:
    """A stapler, open a little."""
    w, h = c.sized(thing, 130, 55)
    c.lines([(0, h), (0, h * 0.84), (w * 0.9, h * 0.78), (w, h)], closed=True, tint=True)
    c.curve(
        (w * 0.04, h * 0.34),
        ((w * 0.3, h * 0.1), (w * 0.8, -h * 0.08), (w * 0.96, h * 0.3)),
        ((w, h * 0.56), (w * 0.96, h * 0.7), (w * 0.88, h * 0.76)),
        ((w * 0.6, h * 0.66), (w * 0.3, h * 0.6), (w * 0.04, h * 0.62)),
        ((w * 0.02, h * 0.5), (w * 0.02, h * 0.42), (w * 0.04, h * 0.34)),
        tint=True,
    )
    c.label(w * 0.5, h * 0.36, thing.text("Скобы"), 13)


def staples(c: Canvas, thing: Thing) -> None:
    """A box of staples and two rows of them."""
    c.fit(180, 110)
    c.rect(0, 0, 180, 64, 3, tint=True)
    c.label(90, 24, thing.text("Размер"), 18)
    c.label(90, 46, thing.text("В упаковке"), 11)
    for y in (80, 98):
        for n in range(30):
            c.lines([(20 + n * 4.6, y + 10), (20 + n * 4.6, y), (23 + n * 4.6, y), (23 + n * 4.6, y + 10)], thin=True)


def scissors(c: Canvas, thing: Thing) -> None:
    """Scissors, half open."""
    c.fit(200, 100)
    c.lines([(0, 10), (104, 46), (98, 56), (0, 14)], closed=True, tint=True)
    c.lines([(0, 90), (104, 54), (98, 44), (0, 86)], closed=True, tint=True)
    c.circle(100, 50, 4)
    c.line(104, 48, 140, 34)
    c.line(104, 52, 140, 66)
    for y in (22, 78):
        c.ellipse(166, y, 32, 18)
        c.ellipse(166, y, 22, 10, thin=True)
    c.across(thing.text("Длина"))


def shredder(c: Canvas, thing: Thing) -> None:
    """A shredder: the slot above, the bin with its window below."""
    w, h = c.sized(thing, 338, 404)
    c.rect(0, 0, w, h * 0.3, w * 0.04, tint=True)
    c.rect(w * 0.14, h * 0.06, w * 0.72, h * 0.035, 3)
    c.rect(w * 0.04, h * 0.3, w * 0.92, h * 0.7, w * 0.03)
    c.rect(w * 0.3, h * 0.42, w * 0.4, h * 0.46, w * 0.03, thin=True)
    for n in range(9):
        c.line(w * (0.34 + n * 0.04), h * 0.5, w * (0.33 + n * 0.042), h * 0.84, thin=True)
    c.label(w / 2, h * 0.2, f"{thing.text('Уровень секретности')}  {thing.text('Корзина')}", 12)


def laminator(c: Canvas, thing: Thing) -> None:
    """A flat machine with its slot and two lights."""
    w, h = c.sized(thing, 380, 80)
    c.rect(0, 0, w, h, h * 0.2, tint=True)
    c.rect(w * 0.08, h * 0.56, w * 0.84, h * 0.08, 2)
    c.rect(w * 0.16, h * 0.64, w * 0.68, h * 0.7, thin=True)
    c.circle(w * 0.86, h * 0.28, h * 0.08)
    c.circle(w * 0.8, h * 0.28, h * 0.04, tint=True)
    c.label(w * 0.4, h * 0.28, thing.text("Формат"), 15)


def calculator(c: Canvas, thing: Thing) -> None:
    """A desk calculator."""
    w, h = c.sized(thing, 130, 192)
    c.rect(0, 0, w, h, 6, tint=True)
    c.rect(w * 0.08, h * 0.06, w * 0.84, h * 0.18, 2)
    digits = int(thing.number("Разрядов", 12))
    c.label(w * 0.88, h * 0.15, "1234567890123456"[:digits], 15, anchor="end")
    for y in range(5):
        for x in range(5):
            c.rect(w * (0.08 + x * 0.175), h * (0.32 + y * 0.13), w * 0.14, h * 0.095, 3, thin=True)


def aa_battery(c: Canvas, thing: Thing) -> None:
    """A blister of cells."""
    count = int(thing.number("В упаковке", 4))
    c.fit(count * 34, 110)
    for n in range(count):
        c.rect(n * 34, 8, 28, 102, 4, tint=True)
        c.rect(n * 34 + 9, 0, 10, 8, 2)
        c.line(n * 34, 84, n * 34 + 28, 84, thin=True)
        c.label(n * 34 + 14, 24, "+", 12)
        c.label(n * 34 + 14, 52, thing.text("Типоразмер").split(",")[0], 12)


KINDS: dict[str, Draw] = {
    "paper": paper,
    "sticky": sticky,
    "notebook": notebook,
    "binder": binder,
    "file_sleeve": file_sleeve,
    "tray": tray,
    "pen": pen,
    "stapler": stapler,
    "staples": staples,
    "scissors": scissors,
    "shredder": shredder,
    "laminator": laminator,
    "calculator": calculator,
    "aa_battery": aa_battery,
}
