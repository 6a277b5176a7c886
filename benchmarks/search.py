"""How fast and how well the search box finds, over real parts.

./run bench search [--file NAME] [--queries N]     NAME: jlcparts_50k.csv.gz (default) or jlcparts_all.csv.gz

Loads the file once into a database of its own and prints one JSON line per figure: milliseconds of the whole search
(all its stages and the products' rows, in process, with the web role's rights), the ratio to `select 1` of the same
minute, and how often the wanted article came first, over queries made from real articles by a seeded generator.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from itertools import islice

import psycopg

from benchmarks._scratch import SHARED, figure, manage, percentile, round_trip, scratch_database

TO_LOOK_ALIKES = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
TO_LAYOUT = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOPASDFGHJKLZXCVBNM",
    "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ",
)


def main() -> None:
    """Loads, then measures every kind of query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="jlcparts_50k.csv.gz")
    parser.add_argument("--queries", type=int, default=300)
    options = parser.parse_args()
    with scratch_database() as environment:
        manage(environment, "import_catalog", str(SHARED / options.file), "--profile", "jlcparts", "--rate", "90")
        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
            sizes = owner.execute(
                "SELECT relname, pg_relation_size(oid) / 1048576.0 FROM pg_class "
                "WHERE relname LIKE 'product\\_%' OR relname = 'catalog_product' ORDER BY relname"
            ).fetchall()
        for name, mib in sizes:
            figure(f"size.{name}", float(mib), "MiB")
        os.environ.update(environment, DATABASE_ROLE="web", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
        _measure(environment["DATABASE_URL"], options.queries)


def _measure(url: str, count: int) -> None:
    import django  # noqa: PLC0415  settings read the scratch database's address, known only now

    django.setup()
    from accounts.actors import SYSTEM  # noqa: PLC0415
    from catalog.models import Product  # noqa: PLC0415
    from catalog.queries.search import search  # noqa: PLC0415

    chosen = random.Random(5).sample(
        list(Product.objects.exclude(key="").order_by("pk").values_list("article", "name")), count
    )
    with psycopg.connect(url, autocommit=True) as connection:
        machine = percentile(round_trip(connection), 50)
    figure("machine.select_1", machine, "ms")
    for kind, typed in QUERIES.items():
        dice = random.Random(7)
        times, first, listed = [], 0, 0
        for article, name in chosen:
            query = typed(dice, article, name)
            started = time.perf_counter()
            result = search(SYSTEM, query)
            times.append((time.perf_counter() - started) * 1000)
            places = [hit.product.article == article for hit in islice(result.hits, 20)]
            first += places[:1] == [True]
            listed += any(places)
        p95 = percentile(times, 95)
        figure(
            f"search.{kind}",
            p95,
            "ms p95",
            p50=round(statistics.median(times), 2),
            times_select_1=round(p95 / machine),
            top_1=round(first / count, 3),
            top_20=round(listed / count, 3),
        )


def _edited(dice: random.Random, article: str, name: str) -> str:
    """One wrong, missing, extra or swapped character."""
    place = dice.randrange(len(article))
    edit = dice.choice(["wrong", "missing", "extra", "swapped"])
    head, letter, tail = article[:place], article[place], article[place + 1 :]
    if edit == "missing":
        return head + tail
    if edit == "swapped" and tail:
        return head + tail[0] + letter + tail[1:]
    other = dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    return head + other + (letter if edit == "extra" else "") + tail


QUERIES: dict[str, Callable[[random.Random, str, str], str]] = {
    "exact": lambda dice, article, name: article,
    "case": lambda dice, article, name: article.swapcase(),
    "separators": lambda dice, article, name: article.replace("-", " ").replace(".", "/"),
    "look_alikes": lambda dice, article, name: article.upper().translate(TO_LOOK_ALIKES),
    "layout": lambda dice, article, name: article.translate(TO_LAYOUT),
    "prefix": lambda dice, article, name: article[: max(3, len(article) * 6 // 10)],
    "part": lambda dice, article, name: article[len(article) // 4 :],
    "edit": _edited,
    "words": lambda dice, article, name: " ".join(dice.sample(name.split(), min(2, len(name.split())))),
    "nothing": lambda dice, article, name: article[::-1] + "QJX",
}

if __name__ == "__main__":
    main()
