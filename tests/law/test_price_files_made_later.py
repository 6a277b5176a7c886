"""The same law for files that are made in the background: they are read by a connection of their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from b2b_portal.core.files import read_file
from b2b_portal.core.models import Job
from catalog.actions.ask_price_list import ask_price_list
from catalog.enums import FeedFormat
from catalog.price_list_columns import PriceColumn, WantedFile
from tests.conftest import client_of
from tests.documents.outbox import run_owed
from tests.law.canaries import leaks_of_bytes
from tests.law.planted import plant


@pytest.mark.django_db(transaction=True)
def test_a_file_made_in_the_background_holds_prices_of_its_company_only() -> None:
    shop = plant()
    for kind in FeedFormat:
        wanted = WantedFile(kind, tuple(PriceColumn))
        jobs = [ask_price_list(wanted=wanted, by=world.actor, at=timezone.now()) for world in (shop.a, shop.b)]
        run_owed()
        ours, theirs = (read_file(Job.objects.get(pk=job.pk).result) for job in jobs)
        assert leaks_of_bytes(ours, shop.own_quiet, "our file")
        assert leaks_of_bytes(theirs, shop.others, "their file")
        leaks = [str(leak) for leak in leaks_of_bytes(ours, shop.secrets, f"our {kind}")]
        assert not leaks, "\n".join(leaks)
        urls = [reverse("core:job-result", args=[job.uid]) for job in jobs]
        assert [client_of(shop.a.actor).get(url).status_code for url in urls] == [200, 404]
