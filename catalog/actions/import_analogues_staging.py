"""Staging of a table of analogues: its rows, the products they name, and the pairs and doubts that follow."""

from collections.abc import Iterable

from django.db import connection

from catalog.analogue_feed import MOST_IN_GROUP, Fault, RefusedSaying, SaidRow

_TABLES = "analogue_raw", "analogue_brand", "analogue_member", "analogue_pair", "analogue_doubt"
_MAKE = """
    CREATE TEMP TABLE analogue_raw (
        line int, grp text, brand text, article text, other_brand text, other_article text, kind text,
        differs_in text, product_id bigint, other_id bigint, fault text
    );
    CREATE TEMP TABLE analogue_brand (name text PRIMARY KEY, id bigint NOT NULL);
    CREATE TEMP TABLE analogue_member (grp text, product_id bigint, article text, key text, line int);
    CREATE TEMP TABLE analogue_pair (product_id bigint, other_id bigint, kind text, differs_in text);
    CREATE TEMP TABLE analogue_doubt (article text, other_article text, doubt text);
"""
_COPY = """
    COPY analogue_raw (line, grp, brand, article, other_brand, other_article, kind, differs_in) FROM STDIN
"""
# the brand that is printed so, or else the one that differs in case: as catalog/queries/named.py
_BRANDS = """
    INSERT INTO analogue_brand
    SELECT DISTINCT ON (said.name) said.name, brand.id
      FROM (SELECT brand AS name FROM analogue_raw UNION SELECT other_brand FROM analogue_raw) AS said
      JOIN catalog_brand AS brand ON lower(brand.name) = lower(said.name)
     ORDER BY said.name, brand.name <> said.name, brand.id
"""
_PRODUCTS = """
    UPDATE analogue_raw AS raw SET {end}_id = product.id
      FROM analogue_brand AS brand JOIN catalog_product AS product ON product.brand_id = brand.id
     WHERE brand.name = raw.{prefix}brand AND product.article = raw.{prefix}article
"""
_UNKNOWN = "UPDATE analogue_raw SET fault = 'unknown' WHERE {missing}"
_MEMBERS = """
    INSERT INTO analogue_member
    SELECT DISTINCT ON (raw.grp, raw.product_id) raw.grp, raw.product_id, product.article, product.key, raw.line
      FROM analogue_raw AS raw JOIN catalog_product AS product ON product.id = raw.product_id
     ORDER BY raw.grp, raw.product_id, raw.line
"""
_LARGE = """
    WITH large AS (SELECT grp, min(line) AS line FROM analogue_member GROUP BY grp HAVING count(*) > %(most)s),
         gone AS (DELETE FROM analogue_member USING large WHERE analogue_member.grp = large.grp)
    UPDATE analogue_raw AS raw SET fault = 'large_group' FROM large WHERE raw.line = large.line
"""
_SAME_SPELLINGS = """
    least(known.article, known.other_article) = least(one.article, two.article)
    AND greatest(known.article, known.other_article) = greatest(one.article, two.article)
"""
_GROUP_PAIRS = f"""
    INSERT INTO analogue_pair
    SELECT DISTINCT one.product_id, two.product_id, NULL, ''
      FROM analogue_member AS one JOIN analogue_member AS two
        ON two.grp = one.grp AND one.product_id < two.product_id
     WHERE two.article = one.article OR (NOT %(only_equal)s AND two.key <> one.key)
        OR EXISTS (SELECT FROM catalog_analoguecandidate AS known
                    WHERE known.state = 'linked' AND {_SAME_SPELLINGS})
"""
# letters, digits and points are what tells parts apart: one has a decimal point where the other has none
_LEFT = "regexp_replace(upper({article}), '[^A-Z0-9.,]', '', 'g')"
_DOUBTS = f"""
    INSERT INTO analogue_doubt
    SELECT DISTINCT one.article, two.article,
           CASE WHEN {_LEFT.format(article="one.article")} = {_LEFT.format(article="two.article")}
                THEN 'spelling' ELSE 'point' END
      FROM (SELECT DISTINCT grp, article, key FROM analogue_member) AS one
      JOIN (SELECT DISTINCT grp, article, key FROM analogue_member) AS two
        ON two.grp = one.grp AND one.article < two.article COLLATE "C"
     WHERE %(only_equal)s OR two.key = one.key
"""
# a symmetric pair is stored with the smaller key first
_PAIRS = """
    INSERT INTO analogue_pair
    SELECT DISTINCT ON (least(product_id, other_id), greatest(product_id, other_id))
           CASE WHEN is_symmetric THEN least(product_id, other_id) ELSE product_id END,
           CASE WHEN is_symmetric THEN greatest(product_id, other_id) ELSE other_id END, kind, differs_in
      FROM (SELECT *, coalesce(kind, 'functional') IN ('full', 'functional') AS is_symmetric
              FROM analogue_raw WHERE fault IS NULL) AS raw
     ORDER BY least(product_id, other_id), greatest(product_id, other_id), line DESC
"""


def open_staging() -> None:
    """Makes the temporary tables of a run, empty; they belong to this connection alone."""
    close_staging()
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)


def close_staging() -> None:
    """Drops them."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(f'pg_temp.{name}' for name in _TABLES)}")


def stage_rows(rows: Iterable[SaidRow | RefusedSaying], refused: list[RefusedSaying]) -> int:
    """Copies the sound rows, adds the others to `refused`, and returns how many there were in all."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in rows:
            count += 1
            if isinstance(row, RefusedSaying):
                refused.append(row)
            else:
                copy.write_row(
                    (row.line, row.group, row.brand, row.article, row.other_brand, row.other_article, row.kind,
                     row.differs_in)
                )  # fmt: skip
    return count


def count_groups() -> int:
    """How many groups the table has."""
    return _number("SELECT count(DISTINCT grp) FROM analogue_raw")


def stage_groups(*, only_equal: bool) -> int:
    """Makes pairs and doubts of the groups; returns how many different members of the groups the catalogue knows."""
    _find_products("product_id IS NULL", ("product", ""))
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS)
        known = int(cursor.rowcount)
        cursor.execute(_LARGE, {"most": MOST_IN_GROUP})
        cursor.execute("ANALYZE analogue_member")
        for statement in (_GROUP_PAIRS, _DOUBTS):
            cursor.execute(statement, {"only_equal": only_equal})
        cursor.execute("ANALYZE analogue_pair, analogue_doubt")
    return known


def stage_pairs() -> int:
    """Makes the pairs that the rows name, and returns how many there are."""
    _find_products("product_id IS NULL OR other_id IS NULL", ("product", ""), ("other", "other_"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE analogue_raw SET fault = 'itself' WHERE product_id = other_id")
        cursor.execute(_PAIRS)
        known = int(cursor.rowcount)
        cursor.execute("ANALYZE analogue_pair")
    return known


def faulty_rows(fault: Fault) -> list[RefusedSaying]:
    """The rows with this fault, by line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, concat_ws(', ', nullif(grp, ''), brand, article, nullif(other_brand, ''), "
            "nullif(other_article, '')) FROM analogue_raw WHERE fault = %s ORDER BY line",
            [fault.value],
        )
        return [RefusedSaying(line, fault, text) for line, text in cursor.fetchall()]


def _find_products(missing: str, *ends: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analogue_raw")
        cursor.execute(_BRANDS)
        cursor.execute("ANALYZE analogue_brand")
        for end, prefix in ends:
            cursor.execute(_PRODUCTS.format(end=end, prefix=prefix))
        cursor.execute(_UNKNOWN.format(missing=missing))


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
