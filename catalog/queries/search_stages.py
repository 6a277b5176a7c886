"""The SQL of the stages of a search, over the narrow rows of what is on sale (catalog/models/search_row.py).

Each gives rows (product, why it was found, its article where that tells what was understood). Each branch of a
UNION ALL has a LIMIT, PostgreSQL runs the branches in order and stops when it has enough; each branch asks whether the
company sees the product, so that a hidden one takes nobody's place.

All but PART and NAMED are prepared: their plans must be good whatever the values are, so a prefix is a
range between two bounds and not LIKE. These two are planned each time: how they are best run depends on how common the
letters or words are.
"""

from catalog.queries.assortment import seen

MOST_HITS = 200  # paging of a search is bounded: nobody reads on, and page 10 must cost what page 1 costs
RANKED_WORD_HITS = 500  # ts_rank reads every text it ranks

_SEEN = seen("row.product_id", "row.brand_id", "row.category_id")
_SEEN_PREPARED = seen("row.product_id", "row.brand_id", "row.category_id", is_prepared=True)
# another sign in the same place, or none but decimal points, is nearer than 3.3 is to 33
_SIGNED = "upper(regexp_replace({}, '[^[:alnum:]]+', '-', 'g'))"
_UNSIGNED = "upper(regexp_replace({}, '[^[:alnum:].]+|(?<![0-9])[.]|[.](?![0-9])', '', 'g'))"
_NEAR = " OR ".join(
    f"{form.format('product.article')} = {form.format('%(typed)s::text')}" for form in (_SIGNED, _UNSIGNED)
)
_BEST_FIRST = "ARRAY['exact', 'own_code', 'ean', 'oe', 'cross', 'superseded']"
# a thousand keys: one text is sent and read twice as fast as an array; no key has a space in it
_TYPOS = "(SELECT string_to_array(%(typos)s, ' '))::text[]"
_ROW = "catalog_searchrow AS row"
_PRODUCT = "JOIN catalog_product AS product ON product.id = row.product_id"

# the article; the company's own code; other numbers; what came instead of an article no longer on sale
EXACT = f"""
    SELECT row.product_id, row.match, product.article
      FROM (SELECT product_id, brand_id, category_id, stock_class, 'exact' AS match
              FROM catalog_searchrow WHERE key = %(key)s
             UNION ALL
            SELECT product_id, sold.brand_id, sold.category_id, sold.stock_class, other.match
              FROM (SELECT product_id, 'own_code' AS match
                      FROM catalog_companyproduct WHERE company_id = %(company)s AND key = %(key)s
                     UNION ALL
                    SELECT product_id, kind FROM catalog_articlenumber WHERE key = %(key)s
                     UNION ALL
                    SELECT link.other_id, 'superseded'
                      FROM catalog_product AS gone JOIN catalog_analogue AS link ON link.product_id = gone.id
                     WHERE gone.key = %(key)s AND NOT gone.is_on_sale AND link.kind = 'superseded') AS other
              JOIN catalog_searchrow AS sold USING (product_id)) AS row {_PRODUCT}
     WHERE {_SEEN_PREPARED}
     ORDER BY array_position({_BEST_FIRST}, row.match), upper(product.article) <> upper(%(typed)s),
              NOT ({_NEAR}), row.stock_class, product.article, row.product_id
     LIMIT %(most)s
"""
PREFIX = f"""
    SELECT row.product_id, 'prefix', '' FROM {_ROW}
     WHERE row.key ~>~ %(low)s AND row.key ~<~ %(high)s AND {_SEEN_PREPARED}
     ORDER BY row.key USING ~<~ LIMIT %(most)s
"""
# of a query with signs in it: articles that are printed so come first
PREFIX_AS_PRINTED = f"""
    SELECT begun.product_id, 'prefix', ''
      FROM (SELECT row.product_id, row.key FROM {_ROW}
             WHERE row.key ~>~ %(low)s AND row.key ~<~ %(high)s AND {_SEEN_PREPARED}
             ORDER BY row.key USING ~<~ LIMIT least({MOST_HITS + 1}, 2 * %(most)s)) AS begun
      JOIN catalog_product AS product ON product.id = begun.product_id
     ORDER BY NOT starts_with(upper(product.article), upper(%(typed)s)), begun.key USING ~<~, begun.product_id
     LIMIT %(most)s
"""
# with lost zeros before it first, then where it stands further ahead
PART = f"""
    SELECT within.product_id, 'part', ''
      FROM (SELECT row.product_id, row.key FROM {_ROW}
             WHERE row.key LIKE %(part)s AND row.key NOT LIKE %(prefix)s AND {_SEEN} LIMIT {MOST_HITS + 1}) AS within
      JOIN catalog_product AS product ON product.id = within.product_id
     ORDER BY ltrim(within.key, '0') <> ltrim(%(key)s, '0'), strpos(within.key, %(key)s), length(within.key),
              within.key, ltrim(upper(product.article), '0') <> ltrim(upper(%(typed)s), '0'), within.product_id
     LIMIT %(most)s
"""
# numbers among words, first where the other words name their maker: a number and its maker belong together
NUMBERS = f"""
    SELECT found.product_id, found.match, product.article, found.is_named
      FROM ((SELECT row.product_id, 'exact' AS match, array_position(%(numbers)s, row.key::text) AS place, 0 AS kind,
                    %(lowered)s && string_to_array(lower(brand.name), ' ') OR EXISTS (
                    SELECT FROM catalog_brandalias AS alias
                     WHERE alias.brand_id = brand.id AND lower(alias.alias) = ANY(%(lowered)s)) AS is_named
               FROM {_ROW} JOIN catalog_brand AS brand ON brand.id = row.brand_id
              WHERE row.key = ANY(%(numbers)s) AND {_SEEN_PREPARED} LIMIT {MOST_HITS})
            UNION ALL
            (SELECT row.product_id, 'own_code', 0, 1, false
               FROM catalog_companyproduct AS own JOIN {_ROW} ON row.product_id = own.product_id
              WHERE own.company_id = %(company)s AND own.key = %(wanted)s AND {_SEEN_PREPARED} LIMIT {MOST_HITS})
            UNION ALL
            (SELECT row.product_id, number.kind, array_position(%(numbers)s, number.key::text), 2,
                    %(lowered)s && regexp_split_to_array(lower(number.brand_name), '[^[:alnum:]]+')
               FROM catalog_articlenumber AS number JOIN {_ROW} ON row.product_id = number.product_id
              WHERE number.key = ANY(%(numbers)s) AND {_SEEN_PREPARED} LIMIT {MOST_HITS})) AS found
      JOIN catalog_product AS product ON product.id = found.product_id
     WHERE found.is_named OR found.match <> 'exact' OR product.key ~ '[0-9]'
     ORDER BY found.is_named DESC, found.kind, found.place, found.product_id
     LIMIT %(most)s
"""
MISTAKE = f"""
    (SELECT row.product_id, 'layout' AS match, product.article
       FROM {_ROW} {_PRODUCT}
      WHERE row.key = ANY(%(layouts)s) AND {_SEEN_PREPARED}
      ORDER BY array_position(%(layouts)s, row.key::text), row.stock_class, product.article, row.product_id
      LIMIT %(most)s)
    UNION ALL
    (SELECT begun.product_id, 'layout', product.article
       FROM (SELECT row.product_id, row.key FROM {_ROW}
              WHERE row.key ~>=~ %(layout_low)s AND row.key ~<~ %(layout_high)s AND row.key <> ALL(%(layouts)s)
                AND {_SEEN_PREPARED}
              ORDER BY row.key USING ~<~ LIMIT %(most)s) AS begun
       JOIN catalog_product AS product ON product.id = begun.product_id
      ORDER BY begun.key USING ~<~, begun.product_id)
    UNION ALL
    (SELECT row.product_id, 'variant', product.article
       FROM {_ROW} {_PRODUCT}
      WHERE row.key = ANY(%(variants)s) AND {_SEEN_PREPARED}
      ORDER BY array_position(%(variants)s, row.key::text), row.product_id LIMIT %(most)s)
    UNION ALL
    (SELECT row.product_id, 'typo', product.article
       FROM {_ROW} {_PRODUCT}
      WHERE row.key = ANY({_TYPOS}) AND {_SEEN_PREPARED}
      ORDER BY row_number() OVER (PARTITION BY row.key ORDER BY row.stock_class, row.product_id),
               array_position({_TYPOS}, row.key::text), row.product_id
      LIMIT %(most)s)
    LIMIT %(most)s
"""
# the words as search rows hold them; the last one may be unfinished
WORDS = """
    SELECT to_tsquery('russian', string_agg(
               format('''%%s''%%s', word, CASE WHEN place = most AND length(word) >= 3 THEN ':*' ELSE '' END), ' & '
               ORDER BY place))::text
      FROM (SELECT word, place, max(place) OVER () AS most
              FROM regexp_split_to_table(catalog_search_text(%(typed)s), '\\s+') WITH ORDINALITY AS split (word, place)
             WHERE word <> '') AS asked
"""
NAMED = f"""
    SELECT product_id, 'name', ''
      FROM (SELECT row.product_id, row.stock_class, row.words FROM {_ROW}
             WHERE row.words @@ %(words)s::tsquery AND {_SEEN} LIMIT {RANKED_WORD_HITS}) AS row
     ORDER BY ts_rank(words, %(words)s::tsquery) DESC, stock_class, product_id LIMIT %(most)s
"""
NEAREST = f"""
    (SELECT row.product_id, 'part' AS match, ''
       FROM {_ROW} WHERE row.key ~>=~ %(longer_low)s AND row.key ~<~ %(longer_high)s AND {_SEEN_PREPARED}
      ORDER BY row.key USING ~<~, row.product_id LIMIT %(most)s)
    UNION ALL
    (SELECT row.product_id, 'part', ''
       FROM {_ROW} WHERE row.key ~>=~ %(shorter_low)s AND row.key ~<~ %(shorter_high)s AND {_SEEN_PREPARED}
      ORDER BY row.key USING ~<~, row.product_id LIMIT %(most)s)
    LIMIT %(most)s
"""
# parts of the condition that a product belongs to what was found
IN_RANKED = "row.product_id = ANY(%(hit_ids)s)"
IN_PREFIX = "row.key ~>=~ %(hit_low)s AND row.key ~<~ %(hit_high)s"
IN_PART = "row.key LIKE %(hit_part)s"
IN_LAYOUT = "row.key ~>=~ %(hit_layout_low)s AND row.key ~<~ %(hit_layout_high)s"
IN_WORDS = "row.words @@ %(hit_words)s::tsquery"
VISIBLE = _SEEN
