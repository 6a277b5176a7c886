"""Finds the few products that are gone by key, without holding up who writes meanwhile."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("catalog", "0029_assortments_of_new_sections"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="product",
            index=models.Index(fields=["key"], name="product_key_gone", condition=models.Q(is_on_sale=False)),
        ),
    ]
