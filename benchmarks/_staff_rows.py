"""A hundred thousand rows of every table that grows, written by SQL as the owner: what a shop has after some years.

They are sound where a list looks: every stock row has its movement, every order its history, paper and mail.
"""

import psycopg
from django.test import Client

from accounts.actors import Actor
from tests.conftest import client_of
from tests.factories import make_actor, make_price_list, make_seller, make_user, make_warehouse

ROWS = 100_000
COMPANIES = 20
_AUDITED = ("orders_order", "documents_document")  # an audit row per row would take minutes and is on no list

_STATEMENTS = (
    "INSERT INTO catalog_brand (name) SELECT 'Brand ' || n FROM generate_series(1, 200) n",
    "INSERT INTO catalog_category (name) SELECT 'Category ' || n FROM generate_series(1, 100) n",
    """
    INSERT INTO catalog_product (uid, brand_id, article, key, name, category_id, attributes, unit, vat_rate,
                                 pack_multiple, minimum_quantity, is_on_sale)
    SELECT gen_random_uuid(), brand.id, 'CF-' || n || 'X', 'CF' || n || 'X', 'Картридж для принтеров номер ' || n,
           category.id, '{}', '796', 0.22, 1, 1, n % 10 > 0
      FROM generate_series(1, %(rows)s) n
      JOIN catalog_brand brand ON brand.name = 'Brand ' || (n % 200 + 1)
      JOIN catalog_category category ON category.name = 'Category ' || (n % 100 + 1)
    """,
    """
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT (SELECT min(id) FROM catalog_pricelist), id, 1, 100 + id %% 900 FROM catalog_product
    """,
    """
    INSERT INTO catalog_stock (warehouse_id, product_id, on_hand, reserved)
    SELECT (SELECT min(id) FROM catalog_warehouse), id, 100, 1 FROM catalog_product
    """,
    """
    INSERT INTO catalog_stockmovement (stock_id, kind, on_hand_delta, reserved_delta, moved_at)
    SELECT id, 'receipt', 100, 0, now() - id * interval '1 minute' FROM catalog_stock
    """,
    """
    INSERT INTO catalog_reservation (uid, stock_id, holder, quantity, until, state)
    SELECT gen_random_uuid(), id, gen_random_uuid(), 1, now() + id * interval '1 minute', 'active' FROM catalog_stock
    """,
    """
    INSERT INTO catalog_analogue (product_id, other_id, kind, differs_in)
    SELECT id, id + 1, 'full', '' FROM catalog_product WHERE id < (SELECT max(id) FROM catalog_product)
    """,
    """
    INSERT INTO catalog_transit (product_id, warehouse_id, expected_on, quantity)
    SELECT id, (SELECT min(id) FROM catalog_warehouse), current_date + 7, 5 FROM catalog_product
    """,
    """
    INSERT INTO orders_order (uid, key, company_id, contract_id, placed_by_id, placed_at, status, buyer_number, comment,
        seller_requisites, buyer_requisites, contract_terms, delivery, consignee, renewals, revision, net, tax, gross)
    WITH contracts AS MATERIALIZED (SELECT array_agg(id ORDER BY id) AS ids FROM accounts_contract)
    SELECT gen_random_uuid(), gen_random_uuid(), contract.company_id, contract.id, member.user_id,
           now() - n * interval '7 minutes', (ARRAY['placed', 'confirmed', 'shipped', 'cancelled'])[n % 4 + 1],
           'PO-' || n, '', '{}', '{}', '{}', '{}', '{}', 0, 1, 100, 22, 122
      FROM contracts
     CROSS JOIN generate_series(1, %(rows)s) n
      JOIN accounts_contract contract ON contract.id = contracts.ids[n % cardinality(contracts.ids) + 1]
      JOIN accounts_membership member ON member.company_id = contract.company_id
    """,
    """
    INSERT INTO orders_history (order_id, kind, happened_at, by_name, facts)
    SELECT id, 'placed', placed_at, 'Person', '{}' FROM orders_order
    """,
    """
    INSERT INTO documents_series (seller_id, kind, year, last_number)
    SELECT (SELECT min(id) FROM accounts_seller), 'invoice', 2026, %(rows)s
    """,
    """
    INSERT INTO core_file (uid, name, content_type, size, sha256, path)
    SELECT gen_random_uuid(), 'invoice.pdf', 'application/pdf', 1000, '0', '0' FROM generate_series(1, %(rows)s)
    """,
    """
    INSERT INTO documents_document (uid, series_id, number, kind, revision, company_id, order_id, issued_at, gross,
                                    schema_version, snapshot, state, file_id)
    SELECT gen_random_uuid(), (SELECT max(id) FROM documents_series), row_number() OVER (ORDER BY orders_order.id),
           'invoice', 1, company_id, orders_order.id, placed_at, gross, 1,
           jsonb_build_object('lines', repeat('{"name": "Картридж"}', 100)), 'ready',
           (SELECT min(id) FROM core_file) + row_number() OVER (ORDER BY orders_order.id) - 1
      FROM orders_order
    """,
    """
    INSERT INTO core_mail (uid, key, "to", subject, text, html, state, error, sent_at)
    SELECT gen_random_uuid(), 'mail-' || n, 'person' || n || '@buyer.example', 'Заказ ' || n,
           repeat('Здравствуйте. ', 50), repeat('<p>Здравствуйте.</p>', 200), 'sent', '', now()
      FROM generate_series(1, %(rows)s) n
    """,
    """
    INSERT INTO core_delivery (event, receiver, payload, state, attempts, fence, error, done_at)
    SELECT 'orders.order_placed', 'orders.tasks.tell', '{}', CASE WHEN n % 2 = 0 THEN 'done' ELSE 'dead' END, 1, 1,
           '', now()
      FROM generate_series(1, %(rows)s) n
    """,
    """
    INSERT INTO core_job (uid, kind, state, done, bad, report, error, is_cancel_asked, started_at)
    SELECT gen_random_uuid(), 'import_catalog', 'done', 10, 0, '{}', '', false, now()
      FROM generate_series(1, %(rows)s) n
    """,
)


def fill(owner: psycopg.Connection) -> None:
    """Makes twenty companies by the tests' factories and the rows by SQL. Django must be set up."""
    make_seller()
    make_price_list()
    make_warehouse()
    for _number in range(COMPANIES):
        make_actor()
    owner.execute("VACUUM ANALYZE")
    for table in _AUDITED:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
    for statement in _STATEMENTS:
        owner.execute(statement.replace("%(rows)s", str(ROWS)).replace("%%", "%"))  # type: ignore[arg-type]
    owner.execute("VACUUM ANALYZE")


def boss() -> Client:
    """A browser of a superuser."""
    client = client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    return client
