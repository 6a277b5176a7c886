"""A catalogue of a million products to search in: the demo, real parts, and made ones up to the number asked for."""

from pathlib import Path

import psycopg

from benchmarks._scratch import manage

_BRANDS = 400
_PIECE = 20_000  # products in one statement, about as an import has them
_WORDS = {
    "sections": ["Картриджи", "Кабели", "Мыши", "Клавиатуры", "Бумага", "Мониторы", "Принтеры", "Лампы"],
    "kinds": ["лазерный", "силовой", "беспроводная", "совместимый", "оригинальный", "гибкий", "офисная", "игровая"],
    "colours": ["чёрный", "белый", "красный", "синий", "жёлтый", "зелёный"],
    "brands": _BRANDS,
}
_GROUND = """
    INSERT INTO catalog_category (name) SELECT unnest(%(sections)s::text[]) ON CONFLICT DO NOTHING;
    INSERT INTO catalog_brand (name)
    SELECT 'Мастер ' || g FROM generate_series(0, %(brands)s - 1) AS g ON CONFLICT DO NOTHING;
    CREATE TEMP TABLE IF NOT EXISTS made_from AS
    SELECT row_number() OVER () AS n, found[1] AS head, found[2] AS digits, found[3] AS tail
      FROM (SELECT regexp_match(article, '^([ -~]*?)([0-9]{1,9})([^0-9]*)$') AS found FROM catalog_product
             WHERE article ~ '^[ -~]{5,30}$' AND NOT attributes ? 'Ресурс') AS real
     WHERE found IS NOT NULL;
    CREATE UNIQUE INDEX IF NOT EXISTS made_from_n ON made_from (n);
    ANALYZE made_from
"""
# a maker of spares has whole families of others' articles: another running number in an article that there is
_MADE = """
    INSERT INTO catalog_product (uid, brand_id, article, key, name, category_id, attributes, unit, vat_rate,
                                 pack_multiple, minimum_quantity, is_on_sale)
    SELECT DISTINCT ON (brand.id, article)
           gen_random_uuid(), brand.id, article, upper(regexp_replace(article, '[^[:alnum:]]', '', 'g')),
           concat_ws(' ', section.name, kind, colour, g %% 5 + 1 || 'х' || g %% 9 + 1 || ',5'), section.id,
           jsonb_build_object('Цвет', colour, 'Ресурс', (dice %% 200 + 1) * 100), '796', 0.22, 1, 1, true
      FROM generate_series(%(first)s::int, %(last)s::int) AS g
     CROSS JOIN LATERAL (SELECT ('x' || left(md5(g::text), 7))::bit(28)::int AS dice) AS thrown
     CROSS JOIN (SELECT max(n) AS most FROM made_from) AS there
      JOIN made_from ON made_from.n = dice %% there.most + 1
     CROSS JOIN LATERAL (
           SELECT head || right(lpad((digits::bigint + g)::text, 9, '0'), length(digits)) || tail AS article,
                  (%(kinds)s::text[])[dice %% cardinality(%(kinds)s::text[]) + 1] AS kind,
                  (%(colours)s::text[])[dice / 8 %% cardinality(%(colours)s::text[]) + 1] AS colour) AS made
      JOIN catalog_brand AS brand ON brand.name = 'Мастер ' || dice / 64 %% %(brands)s
      JOIN catalog_category AS section
        ON section.name = (%(sections)s::text[])[g %% cardinality(%(sections)s::text[]) + 1]
        ON CONFLICT DO NOTHING
"""


def load(environment: dict[str, str], path: Path, rows: int) -> None:
    """Imports the demo and the file, makes products up to `rows`, leaves tables and indexes as autovacuum would."""
    manage({**environment, "EMBEDDED": "1"}, "load_demo")
    manage(environment, "import_catalog", str(path), "--profile", "jlcparts", "--rate", "90")
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        fill(owner, rows)
        owner.execute("VACUUM ANALYZE")


def fill(owner: psycopg.Connection, rows: int, piece: int = _PIECE) -> None:
    """Makes products until `rows` are on sale, at most `piece` in one statement."""
    cursor = psycopg.ClientCursor(owner)  # several statements, values by name
    cursor.execute(_GROUND, _WORDS)
    ((made,),) = cursor.execute("SELECT count(*) FROM catalog_product WHERE attributes ? 'Ресурс'").fetchall()
    while (missing := rows - on_sale(owner)) > 0:
        more = min(missing, piece)
        cursor.execute(_MADE, {**_WORDS, "first": made + 1, "last": made + more})
        made += more


def on_sale(owner: psycopg.Connection) -> int:
    """How many products a search can find."""
    ((count,),) = owner.execute("SELECT count(*) FROM catalog_searchrow").fetchall()
    return int(count)


def articles_and_names(owner: psycopg.Connection) -> tuple[list[str], list[str]]:
    """Every article and name that a search can find, in one order."""
    rows = owner.execute(
        """SELECT product.article, product.name FROM catalog_searchrow AS row
             JOIN catalog_product AS product ON product.id = row.product_id
            WHERE row.key <> '' ORDER BY row.product_id"""
    ).fetchall()
    return [article for article, _name in rows], [name for _article, name in rows]


def sizes(owner: psycopg.Connection) -> list[tuple[str, float]]:
    """MiB of the searched table, its words out of line, and its indexes."""
    return owner.execute(
        """SELECT relname, pg_table_size(oid) / 1048576.0::float FROM pg_class WHERE relname = 'catalog_searchrow'
            UNION ALL
           SELECT child.relname, pg_relation_size(child.oid) / 1048576.0::float
             FROM pg_index JOIN pg_class AS child ON child.oid = indexrelid
            WHERE indrelid IN ('catalog_searchrow'::regclass, 'catalog_articlenumber'::regclass,
                               'catalog_companyproduct'::regclass)
            ORDER BY 1"""
    ).fetchall()
