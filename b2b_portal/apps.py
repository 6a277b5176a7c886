"""The wiring as an app: binds tasks of all rooms to our broker in every process, the web process too."""

from importlib import import_module

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "b2b_portal"
    verbose_name = "Wiring"

    def ready(self) -> None:
        import_module("b2b_portal.celery")
