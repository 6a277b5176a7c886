"""How many queries the shop's pages ask, how quick they are, and how much of it is more than fetching the rows.

./run bench pages [--file NAME] [--requests N] [--profile PAGE]     NAME: jlcparts_50k.csv.gz (default)

A signed-in buyer asks through the WSGI handler, in process, with all middleware. In turns with each page he asks

  view   the page's own view with its templates not drawn: every query and every dataclass
  sql    a view that runs the page's own SQL statements and fetches their rows as tuples, no more
  rows   (results only) a view that selects the same products with their brands by primary key and writes their names

and the page's rate is given as a share of theirs: medians of the same minute. One JSON line per figure. Queries are
those of the page itself: the session's, the person's and his company's, and the header's, stand beside. `--profile`
prints where one page's time goes instead.
"""

import argparse
import os
import tempfile

import django
import psycopg

from benchmarks._scratch import SHARED, figure, manage, percentile, round_trip, scratch_database

PAGES = ("results", "product", "order", "overview", "orders", "cart")


def main() -> None:
    """Builds a shop at work in a database of its own and measures its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="jlcparts_50k.csv.gz")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--profile", choices=PAGES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, scratch_database() as environment:
        environment |= {"DATA_DIR": folder, "PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "0"}
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        os.environ.update(environment, DATABASE_ROLE="web", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
        django.setup()  # reads the scratch database's address, so what needs settings is imported only now
        from benchmarks import _browser, _load  # noqa: PLC0415

        _load.import_goods(environment, SHARED / options.file)
        shop = _load.fill()
        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("VACUUM ANALYZE")
            figure("machine.select_1", percentile(round_trip(owner), 50), "ms")
        browser = _browser.Browser(shop)
        if options.profile:
            browser.profile(options.profile, options.requests)
            return
        for name in PAGES:
            browser.measure(name, options.requests)


if __name__ == "__main__":
    main()
