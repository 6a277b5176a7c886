"""Line drawings of the demo's products, our own: kind of thing and facts about it -> SVG."""

from collections.abc import Mapping

from b2b_portal.demo.drawings import (
    computers,
    electrical,
    lighting,
    network,
    office,
    premises,
    printing,
    tools,
    workshop,
)
from b2b_portal.demo.drawings.canvas import Canvas, Draw, Thing

KINDS: Mapping[str, Draw] = {
    **printing.KINDS,
    **computers.KINDS,
    **network.KINDS,
    **electrical.KINDS,
    **lighting.KINDS,
    **tools.KINDS,
    **workshop.KINDS,
    **office.KINDS,
    **premises.KINDS,
}


def draw(kind: str, thing: Thing) -> bytes:
    """The drawing of one thing, the same bytes for the same facts. Raises KeyError for a kind nobody draws."""
    canvas = Canvas()
    KINDS[kind](canvas, thing)
    return canvas.svg()


__all__ = ["KINDS", "Thing", "draw"]
