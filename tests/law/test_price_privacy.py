"""What others pay, and what goods cost us, can neither be read nor guessed from what a company gets."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Company
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import ImportKind
from catalog.models import Cost, ImportBatch, Price, PriceFloor, PriceList, PriceListCompany, Product
from tests.conftest import client_of
from tests.factories import make_user
from tests.law.access_matrix import MATRIX
from tests.law.canaries import Canaries, body_of, leaks_of_answer
from tests.law.planted import Planted, secret
from tests.law.tree import ROOMS
from tests.law.walks import rolled_back

OF_THE_PERSON = ("account_", "mfa_", "accounts:sessions")  # every look signs in once more
ONCE_ONLY = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken[^}]+|name="key" value="[-\w]+"|id="[^"]*key[^"]*"'
)


@pytest.fixture(autouse=True)
def moment() -> Iterator[datetime]:
    """Time does not pass between two looks at one page."""
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        yield now


def same(answer: HttpResponse) -> tuple[int, dict[str, str], str]:
    """An answer without what every answer has for itself."""
    body = body_of(answer)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    return answer.status_code, dict(answer.headers), ONCE_ONLY.sub("", body.decode("utf-8", "replace"))


def addresses(shop: Planted) -> list[str]:
    """Where A sees prices, sums, counts and sorted rows."""
    brand, article = shop.a.product.brand.name, shop.quiet.article
    found = [
        reverse(name, kwargs=row.kwargs(shop.a) or None)
        for name, row in MATRIX.items()
        if row.method == "get" and row.needs not in {"public", "staff"} and not name.startswith(OF_THE_PERSON)
    ]
    search, suggest = reverse("catalog:search"), reverse("catalog:suggest")
    found += [f"{page}?q={words}" for page in (search, suggest) for words in (brand, article, f"{article}+5", "Perch")]
    found += [f"{search}?q={brand}&sort={sort}" for sort in ("price", "-price", "name", "stock")]
    found += [f"{reverse('orders:orders-export')}?format={kind}" for kind in ("csv", "xlsx")]
    return [*found, reverse("product", args=[shop.quiet.uid])]


def seen_by_a(shop: Planted) -> dict[str, tuple[int, dict[str, str], str]]:
    """All that A sees; each page asked in a transaction of its own, so that no page changes the next."""
    client, seen = client_of(shop.a.actor), {}
    for url in addresses(shop):
        with rolled_back():
            seen[url] = same(client.get(url))
    return seen


def change_others(shop: Planted, factor: str) -> None:
    """All prices that are not A's become others, B loses one list, and costs and floors move."""
    own = {"opt-1", "own-a", "draft-a"}
    for price_list in PriceList.objects.filter(source=None).exclude(code__in=own):
        rows = Price.objects.filter(price_list=price_list).select_related("product")
        news = [NewPrice(row.product, row.quantity, round(row.unit_price * Decimal(factor), 2)) for row in rows]
        set_prices(price_list=price_list, prices=news, by=SYSTEM, at=timezone.now())
    assert PriceListCompany.objects.filter(company=shop.b.company, price_list__kind="promotion").delete()[0] == 1
    for cost in Cost.objects.all():
        Cost.objects.filter(pk=cost.pk).update(unit_net=cost.unit_net * Decimal(factor))
    for floor in PriceFloor.objects.all():
        PriceFloor.objects.filter(pk=floor.pk).update(unit_price=floor.unit_price * Decimal("0.9"))


@pytest.mark.parametrize("factor", ["0.01", "3"])
def test_prices_of_others_change_no_byte_of_ours(shop: Planted, factor: str):
    before = seen_by_a(shop)
    change_others(shop, factor)
    after = seen_by_a(shop)
    assert [url for url in before if before[url] != after[url]] == []


def test_our_own_prices_change_our_pages(shop: Planted):
    """The comparison can fail: a price of A shows on the pages that tell it."""
    before = seen_by_a(shop)
    base = PriceList.objects.get(code="opt-1")
    rows = Price.objects.filter(price_list=base).select_related("product")
    news = [NewPrice(row.product, row.quantity, row.unit_price + 10) for row in rows]
    set_prices(price_list=base, prices=news, by=SYSTEM, at=timezone.now())
    after = seen_by_a(shop)
    changed = {url.partition("?")[0] for url in before if before[url] != after[url]}
    assert {reverse("catalog:search"), reverse("catalog:suggest"), reverse("orders:cart")} < changed
    assert reverse("product", args=[shop.quiet.uid]) in changed
    assert reverse("orders:orders-export") not in changed  # what was ordered keeps its price


def test_words_of_others_find_what_nonsense_finds(shop: Planted):
    """B's own codes, numbers of orders, names: asking for them tells A nothing, not even by a count."""
    client = client_of(shop.a.actor)
    theirs = [secret("own code 0"), secret("buyer_number"), secret("full name"), secret("contract")]
    for address in ("catalog:search", "catalog:suggest", "orders:orders"):
        for number, word in enumerate(theirs):
            told, nothing = (_told(client, address, asked) for asked in (word, secret(f"nonsense {number}")))
            assert told == nothing, address
    found = client_of(shop.b.actor).get(reverse("catalog:search"), {"q": theirs[0]})
    assert shop.b.product.article in found.text


def _told(client: Client, address: str, asked: str) -> str:
    """The page without the words that it repeats."""
    return same(client.get(reverse(address), {"q": asked}))[2].replace(asked, "").replace(asked.upper(), "")


def test_orders_of_others_are_not_counted_in_ours(shop: Planted):
    """The sums of A's orders do not know B's."""
    before = seen_by_a(shop)
    shop.b.order.lines.update(net=1, tax=0, gross=1)
    type(shop.b.order).objects.filter(pk=shop.b.order.pk).update(
        net=1, tax=0, gross=1, comment="other", buyer_number="7"
    )
    after = seen_by_a(shop)
    assert [url for url in before if before[url] != after[url]] == []


# --- staff ----------------------------------------------------------------------------------------------------------


def staff_client(*, codes: Sequence[str]) -> Client:
    """Somebody of our staff who has these permissions."""
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def every_right() -> list[str]:
    return list(Permission.objects.values_list("codename", flat=True))


def staff_pages() -> Iterator[str]:
    """Every list of the admin with its export, its form and the page of a row; and the pages of imports."""
    for model in (one for one in site._registry if one._meta.app_label in ROOMS):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        for page in ("add", "export"):
            try:
                yield reverse(f"{name}_{page}")
            except NoReverseMatch:
                continue
        for row in model._default_manager.order_by("pk")[:1]:
            yield reverse(f"{name}_change", args=[row.pk])
    for batch in ImportBatch.objects.all():
        for page in ("columns", "rows", "publish", "progress"):
            yield reverse(f"admin:catalog_importbatch_{page}", args=[batch.pk])
        yield reverse("price-impact", args=[batch.uid])
    yield f"{reverse('admin:catalog_importbatch_add')}?kind={ImportKind.COSTS}"
    for product, company in product_pairs():
        asked = urlencode({"company": company.code, "product": product.article, "quantity": 1})
        yield f"{reverse('admin:catalog_pricelist_why')}?{asked}"
        yield f"{reverse('admin:catalog_pricelist_price_history')}?{asked}"


def product_pairs() -> list[tuple[Product, Company]]:
    """Whose prices of what staff ask about."""
    return list(zip(Product.objects.order_by("pk"), Company.objects.order_by("pk"), strict=False))


def leaks_to_staff(client: Client, costs: Canaries) -> list[str]:
    found = []
    for url in staff_pages():
        with rolled_back():
            answer = client.get(url, follow=True)
            found += [f"{url}: {leak}" for leak in leaks_of_answer(answer, costs.without(url))]
    return found


def test_staff_without_the_permission_see_no_cost(shop: Planted):
    client = staff_client(codes=[code for code in every_right() if not code.endswith("_cost")])
    assert leaks_to_staff(client, shop.costs) == []
    batch = ImportBatch.objects.get(kind=ImportKind.COSTS)
    assert client.get(reverse("admin:catalog_importbatch_rows", args=[batch.pk])).status_code == 404
    upload = client.get(reverse("admin:catalog_importbatch_add"), {"kind": ImportKind.COSTS}).text
    assert 'href="?kind=costs"' not in upload
    assert 'href="?kind=stock"' in upload


def test_staff_who_may_only_see_costs_publish_none(shop: Planted):
    client = staff_client(codes=("view_cost", "view_importbatch", "add_importbatch"))
    batches = {one.kind: one for one in ImportBatch.objects.all()}
    for kind, status in ((ImportKind.COSTS, 403), (ImportKind.PRICES, 200)):
        url = reverse("admin:catalog_importbatch_publish", args=[batches[kind].pk])
        assert client.get(url).status_code == status
    report = client.get(reverse("admin:catalog_importbatch_change", args=[batches[ImportKind.COSTS].pk]))
    assert leaks_of_answer(report, shop.costs)


def test_staff_with_the_permission_see_cost(shop: Planted):
    """The walk above goes where costs are."""
    assert leaks_to_staff(staff_client(codes=every_right()), shop.costs)
