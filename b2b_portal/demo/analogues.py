"""Which products of the demo replace or accompany which."""

import csv
from datetime import datetime
from pathlib import Path

from accounts.actors import SYSTEM
from catalog.actions.link_analogue import link_analogue
from catalog.enums import AnalogueKind
from catalog.models import Product

ROWS = Path(__file__).parent / "analogues.csv"


def make_analogues(at: datetime) -> int:
    """Links the demo's products as analogues.csv says. Returns how many links."""
    products = {product.article: product for product in Product.objects.all()}
    with ROWS.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        link_analogue(
            product=products[row["article"]],
            other=products[row["other"]],
            kind=AnalogueKind(row["kind"]),
            differs_in=row["differs_in"],
            by=SYSTEM,
            at=at,
        )
    return len(rows)
