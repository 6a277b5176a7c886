from io import StringIO

import pytest
from django.core.management import call_command

from b2b_portal.core.models import Holiday


@pytest.mark.django_db
def test_load_holidays_leaves_years_that_staff_keep() -> None:
    Holiday.objects.create(day="2027-05-04", name="moved by hand")
    call_command("load_holidays", stdout=StringIO())
    call_command("load_holidays", stdout=StringIO())
    assert Holiday.objects.filter(day__year=2027).count() == 1
    assert Holiday.objects.filter(day__year=2026, is_working=False).count() == 18
