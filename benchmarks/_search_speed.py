"""How long the database takes for a search: every statement of it, prepared as the shop prepares it, rows fetched."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg

from accounts.actors import Actor
from benchmarks._scratch import figure, percentile
from benchmarks._typing import with_a_slip
from catalog.articles import search_key
from catalog.queries import hit_set as stages
from catalog.queries.assortment import seen_parameters
from catalog.queries.prepared import prepared
from catalog.queries.search_stages import MISTAKE
from catalog.readings import Readings

ROUNDS, SHOWN = 5, 20
TRIGRAM_QUERIES = 300  # each takes up to tens of milliseconds
_BARE = "SELECT product_id FROM catalog_searchrow WHERE key = %(key)s"
_TRIGRAM = (
    "SELECT product_id, key FROM catalog_searchrow WHERE key %% %(key)s ORDER BY similarity(key, %(key)s) DESC LIMIT 20"
)
MIXED = {"exact": 40, "prefix": 25, "typo": 10, "part": 5, "words": 20}  # of a hundred queries


class Recorder:
    """Keeps the statements of a search, to be run again alone: what the database takes, and not what Python does."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], object]] = []

    def around(self, run: Callable[..., Sequence[tuple[Any, ...]]]) -> Callable[..., Sequence[tuple[Any, ...]]]:
        def recorded(statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
            self.calls.append(lambda: run(statement, parameters))
            return run(statement, parameters)

        return recorded


def _recorded(actor: Actor, query: str) -> list[Callable[[], object]]:
    """Every statement that hit_set() runs for a query, in order."""
    recorder = Recorder()
    kept = stages.prepared, stages._planned
    stages.prepared, stages._planned = recorder.around(stages.prepared), recorder.around(stages._planned)
    try:
        stages.hit_set(actor, query, most=SHOWN)
    finally:
        stages.prepared, stages._planned = kept
    return recorder.calls


def measure(actor: Actor, articles: list[str], names: list[str], owner: psycopg.Connection, count: int) -> None:
    """Prints the figures: medians of the rounds' p95, each beside `select 1` of the same round."""
    queries = queries_of(articles, names, count)
    searches = {kind: [_recorded(actor, query) for query in typed] for kind, typed in queries.items()}
    trips, bare = [], []
    rounds: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        trips.append(percentile([_timed(_trip) for _ in range(count)], 95))
        bare.append(percentile([_timed(_look_up(one)) for one in queries["exact"]], 95))
        for name, values in _round(searches).items():
            rounds.setdefault(name, []).append(percentile(values, 95))
    trip, look_up = statistics.median(trips), statistics.median(bare)
    figure("machine.select_1", trip, "ms p95", rounds=_rounded(trips))
    figure("machine.index_look_up", look_up, "ms p95", times_select_1=round(look_up / trip, 2))
    for name, limit, unit in (
        ("exact.statement", 3, "select 1"),
        ("prefix.statement", 5, "select 1"),
        ("words.all", 20, "ms"),
        ("mixed.all", 15, "ms"),
        ("exact.all", None, ""),
        ("prefix.all", None, ""),
        ("typo.all", None, ""),
        ("part.all", None, ""),
    ):
        value = statistics.median(rounds[name])
        share = {"ratio_to_limit": round(value / (limit * (trip if unit == "select 1" else 1)), 3)} if limit else {}
        target = {"target": f"<= {limit} {unit}"} if limit else {}
        figure(
            f"speed.{name}",
            value,
            "ms p95",
            times_select_1=round(value / trip, 2),
            **target,
            **share,
            rounds=_rounded(rounds[name]),
        )
    _typos(actor, articles, count, owner)


def queries_of(articles: list[str], names: list[str], count: int) -> dict[str, list[str]]:
    """So many queries of each kind that people type."""
    dice = random.Random(3)
    chosen, named = dice.sample(articles, count), dice.sample(names, count)
    return {
        "exact": chosen,
        "prefix": [one[: max(3, len(one) * dice.choice([4, 5, 6, 7]) // 10)] for one in dice.sample(articles, count)],
        "typo": [with_a_slip(dice, one) or one for one in dice.sample(articles, count)],
        "part": [one[len(one) // 4 :] for one in dice.sample(articles, count)],
        "words": [
            " ".join(dice.sample(name.split(), min(dice.choice([1, 2, 3]), len(name.split())))) for name in named
        ],
    }


def _round(searches: Mapping[str, Sequence[Sequence[Callable[[], object]]]]) -> dict[str, list[float]]:
    """Milliseconds of every search: the statement of its kind, run one after the other as `select 1` is, and all."""
    found: dict[str, list[float]] = {}
    for kind, calls in searches.items():
        own = [one[kind == "prefix" and len(one) > 1] for one in calls]
        found[f"{kind}.statement"] = [_timed(call) for call in own]
        found[f"{kind}.all"] = [sum(_timed(call) for call in one) for one in calls]
    dice = random.Random(4)
    mixed = [dice.sample(found[f"{kind}.all"], len(searches[kind]) * share // 100) for kind, share in MIXED.items()]
    return {**found, "mixed.all": [one for some in mixed for one in some]}


def _typos(actor: Actor, articles: list[str], count: int, owner: psycopg.Connection) -> None:
    """The statement that puts one slip right, beside a trigram search of the same queries at threshold 0.3."""
    dice = random.Random(5)
    slips = [(article, typed) for article in dice.sample(articles, count) if (typed := with_a_slip(dice, article))]
    slips = [(search_key(article), typed) for article, typed in slips if search_key(article) != search_key(typed)]
    asked = [(key, {**seen_parameters(actor), **_slip(typed), "most": SHOWN}) for key, typed in slips]
    ours: list[list[float]] = []
    for _ in range(ROUNDS):
        ours.append([])
        found = 0
        for key, facts in asked:
            started = time.perf_counter()
            rows = prepared(MISTAKE, facts)
            ours[-1].append((time.perf_counter() - started) * 1000)
            found += any(search_key(article) == key for _pk, _match, article in rows)
    owner.execute("SET pg_trgm.similarity_threshold = 0.3")
    theirs, known = [], 0
    for key, typed in slips[:TRIGRAM_QUERIES]:
        started = time.perf_counter()
        rows = owner.execute(_TRIGRAM, {"key": search_key(typed)}, prepare=True).fetchall()
        theirs.append((time.perf_counter() - started) * 1000)
        known += any(row[1] == key for row in rows)
    p95 = statistics.median(percentile(times, 95) for times in ours)
    recall, other = found / len(slips), known / len(theirs)
    figure("speed.typo.statement", p95, "ms p95", target="<= 5 ms", ratio_to_limit=round(p95 / 5, 3))
    figure("speed.typo.recall_at_20", recall, "share", target=">= 0.95", trigram=round(other, 3))
    faster = percentile(theirs, 95) / p95
    figure(
        "speed.typo.faster_than_trigram",
        faster,
        "times",
        target=">= 10",
        trigram_p95_ms=round(percentile(theirs, 95), 1),
    )


def _slip(typed: str) -> dict[str, Any]:
    typos = " ".join(Readings(typed).typos)
    return {"layouts": [], "layout_low": None, "layout_high": None, "variants": [], "typos": typos}


def _trip() -> object:
    return prepared("SELECT 1", {})


def _look_up(article: str) -> Callable[[], object]:
    return lambda: prepared(_BARE, {"key": search_key(article)})


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def _rounded(values: list[float]) -> list[float]:
    return [round(value, 3) for value in values]
