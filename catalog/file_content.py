"""What bytes are, told by the bytes: a file's name and the browser's word for it prove nothing."""

import re
from xml.etree import ElementTree

PNG, JPEG, WEBP, SVG, PDF = "image/png", "image/jpeg", "image/webp", "image/svg+xml", "application/pdf"
PICTURES = frozenset({PNG, JPEG, WEBP, SVG})
PAPERS = frozenset({PDF})
EXTENSIONS = {PNG: ".png", JPEG: ".jpg", WEBP: ".webp", SVG: ".svg", PDF: ".pdf"}

_END = 1024  # a PDF may carry a few bytes behind its last mark
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = {"g", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
_PAINT = {"defs", "symbol", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"}
_DRAWN = frozenset({"svg", "title", "desc", *_SHAPES, *_PAINT})
_OUTSIDE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|javascript:|data:", re.IGNORECASE)


def content_type_of(content: bytes) -> str | None:
    """The content type of a whole picture or paper that the shop takes; None for everything else.

    An SVG may hold shapes, text and gradients: no script, no style sheet, nothing from elsewhere.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-12:]:
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return JPEG
    if (
        content[:4] == b"RIFF"
        and content[8:12] == b"WEBP"
        and int.from_bytes(content[4:8], "little") + 8 <= len(content)
    ):
        return WEBP
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_END:]:
        return PDF
    return SVG if _is_plain_svg(content) else None


def _riff_length(content: bytes) -> int:
    return int.from_bytes(content[4:8], "little") + 8


def _is_plain_svg(content: bytes) -> bool:
    if b"<svg" not in content or b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{_NAMESPACE}svg" and all(map(_is_harmless, root.iter()))


def _is_harmless(element: ElementTree.Element) -> bool:
    if not str(element.tag).startswith(_NAMESPACE) or str(element.tag).removeprefix(_NAMESPACE) not in _DRAWN:
        return False
    return all(_is_inner(name.rpartition("}")[2], value) for name, value in element.attrib.items())


def _is_inner(name: str, value: str) -> bool:
    """Neither an event nor a way out of the file."""
    if name.lower().startswith("on") or _OUTSIDE.search(value):
        return False
    return name != "href" or value.startswith("#")
