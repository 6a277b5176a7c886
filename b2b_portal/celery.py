"""The Celery application: transport only. What is owed stands in core_delivery, not in the broker."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "b2b_portal.settings")
os.environ.setdefault("DATABASE_ROLE", "worker")

app = Celery("b2b_portal")
app.conf.update(settings.CELERY)
app.autodiscover_tasks()
