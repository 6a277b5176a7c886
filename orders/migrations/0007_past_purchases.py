from django.db import migrations

# what every company bought last of each product, of orders and lines that were not cancelled
_NOTE = """
    INSERT INTO catalog_companyproduct AS known (company_id, product_id, last_bought_at, last_quantity, last_unit_gross)
    SELECT DISTINCT ON (orders_order.company_id, line.product_id)
           orders_order.company_id, line.product_id, orders_order.placed_at, line.quantity,
           CASE WHEN line.price_includes_vat THEN line.unit_price
                ELSE round(line.unit_price * (1 + coalesce(line.vat_rate, 0)), 4) END
      FROM orders_orderline AS line
      JOIN orders_order ON orders_order.id = line.order_id
     WHERE line.product_id IS NOT NULL AND line.cancelled_at IS NULL AND orders_order.status <> 'cancelled'
     ORDER BY orders_order.company_id, line.product_id, orders_order.placed_at DESC, line.id DESC
        ON CONFLICT (company_id, product_id) DO UPDATE
       SET last_bought_at = excluded.last_bought_at, last_quantity = excluded.last_quantity,
           last_unit_gross = excluded.last_unit_gross
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0017_bought_searched_watched"),
        ("orders", "0006_thread"),
    ]

    operations = [migrations.RunSQL(_NOTE, migrations.RunSQL.noop)]
