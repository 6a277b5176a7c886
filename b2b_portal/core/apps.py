from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "b2b_portal.core"
    label = "core"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from b2b_portal.core import receivers  # noqa: F401, PLC0415  registers tasks once the models are loaded
