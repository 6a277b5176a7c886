"""Finds by key, by part of a key and by words in the search rows, without holding up who writes meanwhile."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("catalog", "0014_search_triggers"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="searchrow",
            index=models.Index(fields=["key"], name="searchrow_key_prefix", opclasses=["text_pattern_ops"]),
        ),
        AddIndexConcurrently(
            model_name="searchrow",
            index=GinIndex(OpClass("key", name="gin_trgm_ops"), name="searchrow_key_part"),
        ),
        AddIndexConcurrently(
            model_name="searchrow",
            index=GinIndex(fields=["words"], name="searchrow_words"),
        ),
    ]
