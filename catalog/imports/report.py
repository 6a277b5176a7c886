"""What a comparison found, counted: by verdict, by warning, by brand."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import connection

from catalog.models import Brand, ImportRow

MOST_BRANDS = 500
CHANGES = ("new", "up", "down")

_COUNTS = f"""
    SELECT brand_id, verdict, count(*), coalesce(sum(was), 0), coalesce(sum(becomes), 0),
           count(*) FILTER (WHERE flags & {ImportRow.JUMP} > 0),
           count(*) FILTER (WHERE flags & {ImportRow.TENFOLD} > 0),
           count(*) FILTER (WHERE flags & {ImportRow.BELOW_COST} > 0)
      FROM import_compared GROUP BY brand_id, verdict
"""


def read_report() -> dict[str, Any]:
    """Counts the connection's import_compared.

    rows = valid + invalid; valid = new + up + down + unchanged + unknown + doubtful; invalid = bad + repeated.

    `missing` are rows of the list that the sheet lacks, not rows of the sheet. `brands` has the sums of changed rows.
    """
    counts: Counter[str] = Counter()
    brands: dict[int | None, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        for brand_id, verdict, rows, was, becomes, jump, tenfold, below_cost in cursor.fetchall():
            counts.update({verdict: rows, "jump": jump, "tenfold": tenfold, "below_cost": below_cost})
            if verdict in CHANGES or verdict == "same":
                _add(brands.setdefault(brand_id, _empty(brand_id)), verdict, rows, was, becomes)
    valid = sum(counts[verdict] for verdict in (*CHANGES, "same", "unknown", "doubtful"))
    invalid = counts["bad"] + counts["repeated"]
    told = ("new", "up", "down", "missing", "unknown", "doubtful", "repeated", "bad", "jump", "tenfold", "below_cost")
    return {
        "rows": valid + invalid,
        "valid": valid,
        "invalid": invalid,
        "unchanged": counts["same"],
        **{name: counts[name] for name in told},
        "brands": _told_brands(brands),
    }


def _empty(brand_id: int | None) -> dict[str, Any]:
    return {"id": brand_id, "new": 0, "up": 0, "down": 0, "unchanged": 0, "was": Decimal(0), "becomes": Decimal(0)}


def _add(brand: dict[str, Any], verdict: str, rows: int, was: Decimal, becomes: Decimal) -> None:
    brand["unchanged" if verdict == "same" else verdict] += rows
    if verdict in {"up", "down"}:
        brand["was"] += was
        brand["becomes"] += becomes


def _told_brands(brands: dict[int | None, dict[str, Any]]) -> list[dict[str, Any]]:
    """The brands with most changes, by name, their sums as texts."""
    ordered = sorted(brands.values(), key=lambda one: (-sum(one[name] for name in CHANGES), one["id"] or 0))
    names = dict(Brand.objects.filter(pk__in=[one["id"] for one in ordered[:MOST_BRANDS]]).values_list("pk", "name"))
    return [
        {**one, "name": names.get(one["id"], ""), "was": str(one["was"]), "becomes": str(one["becomes"])}
        for one in ordered[:MOST_BRANDS]
    ]
