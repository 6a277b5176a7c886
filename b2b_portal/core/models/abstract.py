"""Abstract models and constraint builders that every room shares."""

from typing import Any, NoReturn

from django.db import models
from django.db.models.functions import Now


class Timestamped(models.Model):
    """Carries the moment the database first saw the row."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses UPDATE and DELETE early; `prepare_database` also takes both rights from the application's roles."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise TypeError(f"{self.model.__name__} rows are never deleted")


class AppendOnly(Timestamped):
    """A row that is written once: histories, movements, price changes."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True


def not_negative(model: str, *fields: str) -> list[models.CheckConstraint]:
    """Builds one CHECK (field >= 0) per field, named <model>_<field>_not_negative."""
    return [
        models.CheckConstraint(condition=models.Q(**{f"{field}__gte": 0}), name=f"{model}_{field}_not_negative")
        for field in fields
    ]


def one_of(model: str, field: str, values: list[str]) -> models.CheckConstraint:
    """Builds CHECK (field IN values), named <model>_<field>_known."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=f"{model}_{field}_known")
