"""Drives, memory, monitors, what lies on the desk."""

from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing


def ssd(c: Canvas, thing: Thing) -> None:
    """A 2.5 inch drive."""
    w, h = c.sized(thing, 100, 70)
    c.rect(0, 0, w, h, 3, tint=True)
    c.rect(w * 0.08, h * 0.14, w * 0.7, h * 0.72, 1.5, thin=True)
    c.label(w * 0.43, h * 0.4, thing.text("Объём"), 20)
    c.label(w * 0.43, h * 0.64, "SATA", 11)
    c.rect(w * 0.95, h * 0.12, w * 0.05, h * 0.22)
    c.rect(w * 0.95, h * 0.42, w * 0.05, h * 0.36)
    for x, y in ((0.04, 0.07), (0.04, 0.93), (0.88, 0.07), (0.88, 0.93)):
        c.circle(w * x, h * y, 1.2, thin=True)


def ssd_m2(c: Canvas, thing: Thing) -> None:
    """An M.2 drive with its edge connector."""
    w, h = c.sized(thing, 80, 22)
    c.rect(0, 0, w, h, 0.6, tint=True)
    c.circle(w, h / 2, 2)
    for n in range(20):
        if n not in (14, 15):
            c.line(0, h * 0.08 + n * h * 0.044, 3, h * 0.08 + n * h * 0.044, thin=True)
    c.rect(8, h * 0.16, 14, h * 0.68)
    c.rect(26, h * 0.16, 20, h * 0.68, thin=True)
    c.rect(50, h * 0.16, 20, h * 0.68, thin=True)
    c.label(36, h / 2, thing.text("Объём"), 15)


def hdd(c: Canvas, thing: Thing) -> None:
    """A 3.5 inch disk with its plate and label."""
    w, h = c.sized(thing, 102, 147)
    c.rect(0, 0, w, h, 3, tint=True)
    c.circle(w / 2, h * 0.36, w * 0.42)
    c.circle(w / 2, h * 0.36, w * 0.1)
    c.rect(w * 0.12, h * 0.62, w * 0.76, h * 0.28, thin=True)
    c.label(w / 2, h * 0.71, thing.text("Объём"), 17)
    c.label(w / 2, h * 0.82, f"{thing.number('Скорость вращения', 5400):g} об/мин", 9)
    for x, y in ((0.06, 0.05), (0.94, 0.05), (0.06, 0.95), (0.94, 0.95)):
        c.circle(w * x, h * y, 2, thin=True)


def ram(c: Canvas, thing: Thing) -> None:
    """A module of memory; a short one has fewer chips and its notch elsewhere."""
    w, h = c.sized(thing, 133, 31)
    notch = w * (0.55 if w > 100 else 0.3)
    edge = [(0, 0), (w, 0), (w, h), (notch + 2, h), (notch + 2, h - 3), (notch - 2, h - 3), (notch - 2, h), (0, h)]
    c.lines(edge, closed=True, tint=True)
    chips = 8 if w > 100 else 4
    for n in range(chips):
        c.rect(w * (0.04 + n * 0.93 / chips), h * 0.18, w * 0.74 / chips, h * 0.42, 0.5)
    for n in range(int(w / 2.6)):
        x = 1.5 + n * 2.6
        if abs(x - notch) > 3:
            c.line(x, h - 3.4, x, h - 0.4, thin=True)
    c.label(w / 2, h * 0.72, f"{thing.text('Тип')} {thing.text('Объём')} {thing.text('Частота')}", 11)


def monitor(c: Canvas, thing: Thing) -> None:
    """A monitor on its stand; the diagonal is written across the screen."""
    w, h = c.sized(thing, 540, 420)
    screen = w * 0.6
    c.rect(0, 0, w, screen, 8, tint=True)
    c.rect(w * 0.02, w * 0.02, w * 0.96, screen - w * 0.05, 2, thin=True)
    c.line(w * 0.05, screen - w * 0.06, w * 0.95, w * 0.05, thin=True)
    c.label(w / 2, screen * 0.42, thing.text("Диагональ"), 26)
    c.label(w / 2, screen * 0.62, thing.text("Разрешение"), 11)
    width = w * (0.05 if thing.text("Регулировка высоты") == "есть" else 0.09)
    c.rect(w / 2 - width / 2, screen, width, h - screen - 14)
    c.rect(w * 0.32, h - 14, w * 0.36, 14, 6, tint=True)


def mouse(c: Canvas, thing: Thing) -> None:
    """A mouse from above."""
    sizes = thing.sizes()
    w, h = (sizes[0], sizes[2]) if len(sizes) > 2 else (60.0, 100.0)
    c.fit(w, h)
    c.rect(0, 0, w, h, w * 0.45, tint=True)
    c.line(0, h * 0.42, w, h * 0.42)
    c.line(w / 2, 0, w / 2, h * 0.42)
    c.rect(w * 0.43, h * 0.12, w * 0.14, h * 0.2, w * 0.06, tint=True)
    c.label(w / 2, h * 0.66, f"{thing.number('Разрешение датчика', 1000):g} dpi", 10)
    if thing.text("Подключение") == "USB":
        c.curve((w / 2, 0), ((w / 2, -14), (w * 0.8, -6), (w * 0.9, -16)))
    c.across(f"{w:g} мм")
    c.upright(f"{h:g} мм")


def keyboard(c: Canvas, thing: Thing) -> None:
    """Rows of keys; a keyboard without digits at the right is shorter."""
    sizes = thing.sizes()
    w, h = (sizes[0], sizes[2]) if len(sizes) > 2 else (450.0, 155.0)
    c.fit(w, h)
    c.rect(0, 0, w, h, 8, tint=True)
    step, top = w / 23, h * 0.12
    for row in range(5):
        y = top + row * h * 0.16
        for n in range(22):
            if row == 4 and 3 <= n <= 9 or n in (14, 18) or (row in (1, 3) and 15 <= n <= 17):
                continue
            c.rect(step * (0.6 + n), y, step * 0.82, h * 0.12, 2, thin=True)
    c.rect(step * 3.6, top + 4 * h * 0.16, step * 6.8, h * 0.12, 2)
    c.across(f"{w:g} мм")
    c.upright(f"{h:g} мм")


def headset(c: Canvas, thing: Thing) -> None:
    """A head band, two cups, an arm with the microphone."""
    w, h = c.sized(thing, 170, 190)
    c.curve((w * 0.1, h * 0.55), ((w * 0.06, -h * 0.16), (w * 0.94, -h * 0.16), (w * 0.9, h * 0.55)))
    c.curve((w * 0.16, h * 0.5), ((w * 0.14, -h * 0.04), (w * 0.86, -h * 0.04), (w * 0.84, h * 0.5)), thin=True)
    for x in (0.02, 0.8):
        c.rect(w * x, h * 0.5, w * 0.18, h * 0.34, 12, tint=True)
    c.curve((w * 0.1, h * 0.84), ((w * 0.12, h), (w * 0.3, h * 0.98), (w * 0.46, h * 0.96)))
    c.rect(w * 0.44, h * 0.91, w * 0.14, h * 0.09, 6, tint=True)


def webcam(c: Canvas, thing: Thing) -> None:
    """A camera on its clip."""
    w, h = c.sized(thing, 94, 43)
    c.rect(0, 0, w, h * 0.62, h * 0.28, tint=True)
    c.circle(w / 2, h * 0.31, h * 0.24)
    c.circle(w / 2, h * 0.31, h * 0.12, tint=True)
    c.lines([(w * 0.38, h * 0.62), (w * 0.34, h), (w * 0.66, h), (w * 0.62, h * 0.62)])
    c.label(w * 0.82, h * 0.31, f"{thing.sizes('Разрешение')[-1]:g}p" if thing.sizes("Разрешение") else "HD", 11)


KINDS: dict[str, Draw] = {
    "ssd": ssd,
    "ssd_m2": ssd_m2,
    "hdd": hdd,
    "ram": ram,
    "monitor": monitor,
    "mouse": mouse,
    "keyboard": keyboard,
    "headset": headset,
    "webcam": webcam,
}
