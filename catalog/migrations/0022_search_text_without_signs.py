"""Only letters and digits make words of a search; a point stays between digits, so sizes and articles are found."""

from django.db import migrations

# «кабель 3 х 2,5», "3×2.5" and "3x2.5" read alike; so do «SSD-диск» and «SSD диск», CF259X/59X and its two articles
TEXT = """
    CREATE OR REPLACE FUNCTION catalog_search_text(said text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(
               regexp_replace(
               regexp_replace(translate(lower(said), 'ё×*', 'еxx'), '(?<=\\d),(?=\\d)', '.', 'g'),
               '(?<=\\d) ?[xх] ?(?=\\d)', 'x', 'g'),
               '[^[:alnum:].]+|(?<!\\d)[.]+|[.]+(?!\\d)', ' ', 'g')
    $$;
"""
BEFORE = """
    CREATE OR REPLACE FUNCTION catalog_search_text(said text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(
               regexp_replace(replace(said, 'ё', 'е'), '(\\d),(\\d)', '\\1.\\2', 'g'),
               '(\\d)[хХ×*](?=\\d)', '\\1x', 'g')
    $$;
"""
ANEW = """
    INSERT INTO catalog_searchdue (product_id) SELECT id FROM catalog_product WHERE is_on_sale
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0021_search_rows_for_pricing"),
    ]

    operations = [
        migrations.RunSQL(TEXT, BEFORE),
        migrations.RunSQL(ANEW, ANEW),
    ]
