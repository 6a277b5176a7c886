"""What a product is, as SQL on whole sets: a sheet is compared with it, and what is published is looked up by it."""

# What a product is, in the words of a row: {"name": ..., "category": "A > B", ..., "attribute:colour": ...}
FACTS = """
    jsonb_build_object('name', product.name, 'category', section.path, 'unit', product.unit,
                       'vat_rate', product.vat_rate, 'pack_multiple', product.pack_multiple,
                       'minimum_quantity', product.minimum_quantity)
    || coalesce((SELECT jsonb_object_agg('attribute:' || key, value) FROM jsonb_each(product.attributes)), '{}')
"""
SECTIONS = """
    WITH RECURSIVE section AS MATERIALIZED (
        SELECT id, name::text AS path FROM catalog_category WHERE parent_id IS NULL
        UNION ALL
        SELECT child.id, section.path || ' > ' || child.name
          FROM catalog_category AS child JOIN section ON section.id = child.parent_id
    )
"""
