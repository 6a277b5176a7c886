"""Nothing searches products themselves any more; a search row just written is found in a short pending list."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

# every search reads the pending lists whole, so they are kept to half a megabyte
SHORT = """
    ALTER INDEX searchrow_words SET (gin_pending_list_limit = 512);
    ALTER INDEX searchrow_key_part SET (gin_pending_list_limit = 512);
"""
LONG = """
    ALTER INDEX searchrow_words RESET (gin_pending_list_limit);
    ALTER INDEX searchrow_key_part RESET (gin_pending_list_limit);
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("catalog", "0027_moves_of_lowest_prices"),
    ]

    operations = [
        migrations.RunSQL(SHORT, LONG),
        RemoveIndexConcurrently(model_name="product", name="product_key_part"),
        RemoveIndexConcurrently(model_name="product", name="product_name_words"),
    ]
