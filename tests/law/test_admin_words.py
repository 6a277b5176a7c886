"""The admin speaks the reader's language: Django would make English names of fields that have none."""

import pytest
from django.contrib import admin
from django.db.models import Field, Model
from django.utils.functional import Promise

OURS = [model for model in admin.site._registry if model.__module__.partition(".")[0] not in {"django", "allauth"}]


def shown_fields(model: type[Model]) -> list[Field]:
    """The fields of the model that its list and its page show."""
    page = admin.site._registry[model]
    names = {*page.list_display, *page.readonly_fields, *(page.fields or [])}
    if not page.fields:
        names |= {field.name for field in model._meta.fields if field.editable and not field.auto_created}
    return [field for field in model._meta.fields if field.name in names]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_shown_field_has_a_translated_name(model: type[Model]) -> None:
    assert not [field.name for field in shown_fields(model) if not isinstance(field.verbose_name, Promise)]
