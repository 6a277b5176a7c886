"""How fast and how well the search box finds, over a million products.

./run bench search [--file NAME] [--rows N] [--queries N]     NAME: jlcparts_all.csv.gz (default) or jlcparts_50k.csv.gz

Loads the demo, the real parts and made products up to `--rows` once into a database of its own, then prints one JSON
line per figure, each with its limit of the same run beside it: sizes of the indexes; database time of every kind of
query beside `select 1`, a bare index look-up and a trigram search (medians of five rounds); how often what was meant
comes first; the facets and prices of a broad search and whole pages over HTTP; searches while 10,000 products come in.
"""

import argparse
import os
import tempfile

import django
import psycopg

from benchmarks._scratch import SHARED, figure, manage, scratch_database
from benchmarks._search_catalogue import load, sizes

ROWS = 1_000_000


def main() -> None:
    """Loads, then measures everything in one go."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="jlcparts_all.csv.gz")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--queries", type=int, default=1_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, scratch_database() as environment:
        environment |= {"DATA_DIR": folder, "PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "0"}
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        load(environment, SHARED / options.file, options.rows)
        os.environ.update(environment, DATABASE_ROLE="web", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
        django.setup()  # reads the scratch database's address, so what needs settings is imported only now
        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            for name, mib in sizes(owner):
                figure(f"size.{name}", mib, "MiB")
            measure(owner, options.queries)


def measure(owner: psycopg.Connection, count: int) -> None:
    """Prints every figure of a loaded shop, as a buyer of the demo's company sees it. Django must be set up."""
    from accounts.models import User  # noqa: PLC0415
    from accounts.queries.acting import actor_of  # noqa: PLC0415
    from benchmarks import _search_live, _search_pages, _search_quality, _search_speed  # noqa: PLC0415
    from benchmarks._search_catalogue import articles_and_names  # noqa: PLC0415

    buyer = actor_of(User.objects.get(email="buyer@demo.example"))
    articles, names = articles_and_names(owner)
    figure("catalogue.products", len(articles), "on sale")
    _search_speed.measure(buyer, articles, names, owner, count)
    _search_quality.measure(buyer, articles, count)
    _search_pages.measure(buyer, articles, names, count)
    _search_live.measure(buyer, articles, owner)  # the last one: it adds products


if __name__ == "__main__":
    main()
