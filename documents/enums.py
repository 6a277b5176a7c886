"""Kinds and states of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    INVOICE = "invoice", _("invoice for payment")


class DocumentState(models.TextChoices):
    RENDERING = "rendering", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("not made")
    PUT_OFF = "put_off", _("made when first opened")
