"""The icon sprite: drawings of the lucide wheel plus our six state shapes, made into one SVG when first asked for.

Nothing built is committed. The address carries a digest of the content, so browsers keep the file for a year and a
new set of icons gets a new address by itself.
"""

import hashlib
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

# our short name -> lucide's name; a name enters this list together with its first use
LUCIDE = {
    "alert": "triangle-alert",
    "back": "arrow-left",
    "box": "package",
    "building": "building-2",
    "calendar": "calendar",
    "cart": "shopping-cart",
    "bell": "bell",
    "chat": "message-square",
    "check": "check",
    "clock": "clock",
    "copy": "copy",
    "doc": "file-text",
    "docs": "files",
    "dots": "ellipsis",
    "down": "chevron-down",
    "download": "download",
    "edit": "pencil",
    "filter": "funnel",
    "globe": "globe",
    "grid": "layout-grid",
    "home": "house",
    "info": "info",
    "key": "keyboard",
    "left": "chevron-left",
    "link": "external-link",
    "list": "list",
    "lock": "lock",
    "mail": "mail",
    "menu": "menu",
    "minus": "minus",
    "moon": "moon",
    "phone": "phone",
    "pin": "map-pin",
    "plus": "plus",
    "print": "printer",
    "repeat": "repeat",
    "right": "chevron-right",
    "screen": "monitor",
    "search": "search",
    "settings": "settings",
    "shield": "shield-check",
    "sign-in": "log-in",
    "sign-out": "log-out",
    "sort": "arrow-up-down",
    "sun": "sun",
    "swap": "arrow-left-right",
    "trash": "trash-2",
    "truck": "truck",
    "undo": "undo-2",
    "user": "user",
    "users": "users",
    "wallet": "wallet",
    "warehouse": "warehouse",
    "x": "x",
}

# state = shape + word + colour; the shapes differ in greyscale and for the colour-blind
SHAPES = {
    "s-dot": '<circle cx="8" cy="8" r="4.6" fill="currentColor" stroke="none"/>',
    "s-half": '<circle cx="8" cy="8" r="4.6" stroke-width="2.2"/>'
    '<path d="M8 3.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" stroke="none"/>',
    "s-ring": '<circle cx="8" cy="8" r="4.6" stroke-width="2.2"/>',
    "s-tri": '<path d="M8 2.6 14 13H2z" fill="currentColor" stroke="none"/>',
    "s-sq": '<path d="M3.8 3.8h8.4v8.4H3.8z" fill="currentColor" stroke="none"/>',
    "s-appr": '<path d="M2.5 6.6c2-2.2 3.6-1 5.5 0s3.5 2.2 5.5 0M2.5 11.2c2-2.2 3.6-1 5.5 0s3.5 2.2 5.5 0"/>',
}

NAMES = frozenset(LUCIDE) | frozenset(SHAPES)


def _drawing(archive: ZipFile, name: str) -> str:
    """The shapes of one lucide icon, without the surrounding <svg> and its namespace."""
    root = ElementTree.fromstring(archive.read(f"{name}.svg"))
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in root)


@lru_cache(maxsize=1)
def sprite() -> str:
    """All icons as <symbol id="i-NAME"> of one SVG document."""
    packed = files("lucide").joinpath("lucide.zip").read_bytes()
    with ZipFile(BytesIO(packed)) as archive:
        symbols = [
            f'<symbol id="i-{name}" viewBox="0 0 24 24">{_drawing(archive, LUCIDE[name])}</symbol>'
            for name in sorted(LUCIDE)
        ]
    symbols += [f'<symbol id="i-{name}" viewBox="0 0 16 16">{shape}</symbol>' for name, shape in SHAPES.items()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


@lru_cache(maxsize=1)
def sprite_digest() -> str:
    """Twelve hex digits of the sprite's content, for its address."""
    return hashlib.sha256(sprite().encode()).hexdigest()[:12]
