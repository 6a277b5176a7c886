"""How a person wants the cabinet."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ZONES = (
    ("Europe/Kaliningrad", _("Kaliningrad")),
    ("Europe/Moscow", _("Moscow")),
    ("Europe/Samara", _("Samara")),
    ("Asia/Yekaterinburg", _("Yekaterinburg")),
    ("Asia/Omsk", _("Omsk")),
    ("Asia/Krasnoyarsk", _("Krasnoyarsk")),
    ("Asia/Irkutsk", _("Irkutsk")),
    ("Asia/Yakutsk", _("Yakutsk")),
    ("Asia/Vladivostok", _("Vladivostok")),
    ("Asia/Magadan", _("Magadan")),
    ("Asia/Kamchatka", _("Kamchatka")),
)


class ChangeProfileForm(forms.Form):
    """Language, time zone, letter keys."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and deadlines are shown in it."))
    has_letter_keys = forms.BooleanField(
        label=_("Letter keys: g o, j, k and others"),
        required=False,
        help_text=_("Switch off if they get in the way of a screen reader or voice control."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices(str(self.initial.get("time_zone", "")), timezone.now())


def zone_choices(own: str, at: datetime) -> list[tuple[str, str]]:
    """The zones of Russia with their distance from UTC, and the person's own zone if it is another."""
    zones = [*ZONES] if not own or own in dict(ZONES) else [*ZONES, (own, own)]
    return [(key, f"{name}, {_offset(key, at)}") for key, name in zones]


def _offset(key: str, at: datetime) -> str:
    offset = at.astimezone(ZoneInfo(key)).utcoffset() or timedelta()
    hours, minutes = divmod(int(offset.total_seconds()) // 60, 60)
    return f"UTC{hours:+d}" + (f":{minutes:02d}" if minutes else "")
