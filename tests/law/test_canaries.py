"""Nothing of another company, of another tier or of cost stands in any byte that the shop gives a buyer."""

import base64
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.end_membership import end_membership
from accounts.actions.suspend_company import suspend_company
from accounts.permissions import Role
from b2b_portal.core.exports import csv_bytes, xlsx_bytes
from b2b_portal.core.models import Mail
from documents.render import is_available, render_invoice
from orders.actions.cancel_order import cancel_order
from orders.actions.renew_reservation import renew_reservation
from tests.accounts.confirmed import confirmed as client_of
from tests.documents.outbox import run_owed
from tests.documents.samples import sample_invoice, sample_line
from tests.factories import make_actor, make_user
from tests.factories.accounts import make_staff
from tests.law.access_matrix import MATRIX
from tests.law.canaries import Canaries, leaks_of_answer, leaks_of_bytes, leaks_of_mail, leaks_of_rows
from tests.law.planted import Planted
from tests.law.walks import Walk

PRICE = Decimal("7351946.37")


# --- the scanner can fail -------------------------------------------------------------------------------------------


def planted_price() -> Canaries:
    canaries = Canaries()
    canaries.money("a planted price", PRICE)
    canaries.word("a planted word", "zqplanted")
    canaries.code("a planted number", 104218)
    canaries.uid("a planted uid", "5b2a7c1e-0d3f-4e6a-9b8c-7d6e5f4a3b2c")
    return canaries


@pytest.mark.parametrize(
    "text",
    [
        "7351946.37",
        "7351946.3700",
        "7 351 946,37 ₽",
        "7\u00a0351\u00a0946,37",
        "7&nbsp;351&nbsp;946<i>,37</i>",
        "7&#160;351&#8239;946",
        "<td>12</td><td>7351946</td><td>5</td>",
        "<b>7</b> <b>351</b> <b>946</b>",
        '<input value="7351946,37">',
        '{"price": 7351946.37}',
        "q=7%C2%A0351%C2%A0946",
        "7,351,946",
        "from 7351947",
        "sum7351946sum",
        "ZQPlanted",
        "zq<b>planted</b>",
        "order 104218.",
        "/orders/104218/",
        "5b2a7c1e-0d3f-4e6a-9b8c-7d6e5f4a3b2c",
        "5B2A7C1E0D3F4E6A9B8C7D6E5F4A3B2C",
    ],
)
def test_found_in_finds_a_canary_however_it_is_written(text):
    assert list(planted_price().found_in(text, "a text"))


@pytest.mark.parametrize(
    "text", ["7351 946.37", "351 946", "7 351 9465", "1042180", "0104218", "735194.63", "zqplante"]
)
def test_found_in_takes_nothing_else_for_a_canary(text):
    assert not list(planted_price().found_in(text, "a text"))


def in_a_pdf() -> bytes:
    if not is_available():
        pytest.skip("no PDF here, for want of Pango: see ./run test")
    return render_invoice(sample_invoice([sample_line(str(PRICE), 1)])).content


def signed_cookie() -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("messages", base64.urlsafe_b64encode(b'[["Ordered for 7 351 946,37"]]').decode() + ":1tX:sig")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("<p>7 351 946<i>,37</i></p>"),
        lambda: JsonResponse({"price": "7\u00a0351\u00a0946,37"}),
        lambda: HttpResponse(csv_bytes(["Price"], [(PRICE,)]), content_type="text/csv"),
        lambda: HttpResponse(xlsx_bytes(["Price"], [(PRICE,)], title="Prices")),
        lambda: HttpResponse(xlsx_bytes(["Price"], [(1,)], title="zqplanted")),
        lambda: FileResponse(io.BytesIO(xlsx_bytes(["Name"], [("zqplanted",)], title="Prices"))),
        lambda: HttpResponse(in_a_pdf()),
        lambda: HttpResponse(headers={"X-Total": "7351946.37"}),
        lambda: HttpResponse(headers={"ETag": '"zqplanted"'}),
        lambda: HttpResponseRedirect("/orders/104218/"),
        lambda: HttpResponse(reason="No zqplanted"),
        signed_cookie,
    ],
    ids=["html", "json", "csv", "xlsx", "sheet", "file", "pdf", "header", "etag", "redirect", "status", "cookie"],
)
def test_leaks_of_answer_finds_a_canary_in_every_format(answer):
    assert leaks_of_answer(answer(), planted_price())


def test_leaks_of_mail_finds_a_canary_in_the_mail_and_what_is_attached():
    mail = b"To: a@b.example\nSubject: =?utf-8?B?enFwbGFudGVk?=\n\nText"
    assert leaks_of_mail(mail, planted_price())
    assert leaks_of_bytes(b"\xff\xfe" + "7 351 946,37".encode("utf-16-le"), planted_price(), "a file")


def test_walk_finds_what_a_buyer_may_see(shop: Planted):
    """The same walk over A's own prices finds them, or it would look nowhere."""
    walk = Walk(client_of(shop.a.actor), shop.own)
    walk.matrix(shop.a)
    seen = " ".join(walk.leaks)
    for place in (
        "GET /orders/export/",
        "GET /products/",
        "GET /cart/",
        "GET /orders/",
        "GET / ",
        "/pdf/",
        "POST /cart/",
    ):
        assert place in seen


# --- nobody sees what is not his ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_people_of_a_company_see_nothing_of_others(shop: Planted, role: Role):
    secrets = shop.secrets | shop.own_quiet if role is Role.ACCOUNTANT else shop.secrets
    walk = Walk(client_of(shop.people[role]), secrets)
    walk.matrix(shop.a, with_libraries=role is Role.ADMINISTRATOR)
    walk.foreign(shop.b)
    assert not walk.leaks, "\n".join(walk.leaks)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ACCOUNTANT])
def test_links_lead_a_company_to_nothing_of_others(shop: Planted, role: Role):
    secrets = shop.secrets | shop.own_quiet if role is Role.ACCOUNTANT else shop.secrets
    walk = Walk(client_of(shop.people[role]), secrets)
    for start in ("/", reverse("catalog:search"), f"{reverse('catalog:search')}?q={shop.quiet.article}"):
        walk.links(start)
    assert walk.asked > 20
    assert not walk.leaks, "\n".join(walk.leaks)


def test_a_suspended_company_sees_nothing_of_others(shop: Planted):
    suspend_company(company=shop.a.company, reason="Invoices are overdue", by=make_staff(), at=timezone.now())
    walk = Walk(client_of(shop.people[Role.ADMINISTRATOR]), shop.secrets)
    walk.matrix(shop.a)
    walk.foreign(shop.b)
    assert not walk.leaks, "\n".join(walk.leaks)


def test_nobody_sees_nothing_of_anybody(shop: Planted):
    walk = Walk(Client(), shop.secrets | shop.own | shop.own_quiet)
    walk.matrix(shop.a, with_libraries=True)
    walk.foreign(shop.b)
    walk.links("/")
    assert not walk.leaks, "\n".join(walk.leaks)


def test_a_person_of_no_company_sees_nothing_of_anybody(shop: Planted):
    person = make_user()
    walk = Walk(Client(headers={"Accept-Language": "en"}), shop.secrets | shop.own | shop.own_quiet)
    walk.client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    walk.matrix(shop.a)
    walk.foreign(shop.b)
    assert not walk.leaks, "\n".join(walk.leaks)


@pytest.mark.parametrize("works_at_a", [False, True])
def test_somebody_who_left_sees_nothing_of_the_company(shop: Planted, works_at_a: bool):
    """Somebody of B who placed nothing there and is signed in with B chosen; he leaves, and perhaps works at A now."""
    leaver = make_actor(shop.b.company, Role.ADMINISTRATOR)
    client = client_of(leaver)
    chosen = client.post(reverse("accounts:company"), {"company": shop.b.company.uid})
    assert chosen.status_code == 302
    assert leaks_of_answer(client.get("/"), shop.others)
    end_membership(membership=leaver.user.memberships.get(), by=make_staff(), at=timezone.now())
    if works_at_a:
        make_actor(shop.a.company, Role.REQUESTER, leaver.user)
    walk = Walk(client, shop.secrets)
    walk.matrix(shop.a)
    walk.foreign(shop.b)
    assert not walk.leaks, "\n".join(walk.leaks)


def test_mails_tell_nothing_of_others(shop: Planted, settings: Settings):
    """Both companies renew, cancel and order; A's people read their mails and what is attached."""
    now = timezone.now()
    for world in (shop.a, shop.b):
        renew_reservation(order=world.order, by=world.actor, at=now)
        client_of(world.actor).post(reverse("orders:cart-order"), world.order_form)
        cancel_order(order=world.order, by=world.actor, at=now)
    run_owed()
    people = {actor.user.email for actor in shop.people.values()}
    mails = [path.read_bytes() for path in Path(settings.MAIL_DIR).glob("*.eml")]
    ours = [mail for mail in mails if any(f"To: {email}".encode() in mail for email in people)]
    assert len(ours) == Mail.objects.filter(to__in=people).count() > 1
    assert any(leaks_of_mail(mail, shop.own) for mail in ours)
    assert any(leaks_of_mail(mail, shop.others) for mail in mails)
    leaks = [str(leak) for mail in ours for leak in leaks_of_mail(mail, shop.secrets)]
    assert not leaks, "\n".join(leaks)
    assert not [leak for mail in mails for leak in leaks_of_mail(mail, shop.costs)]


def test_the_cache_holds_no_price_of_anybody(shop: Planted):
    """After both companies walked through the shop, the table of the cache has nothing worth stealing."""
    everything = shop.secrets | shop.own | shop.own_quiet
    cache.set("canary", "7 351 946,37")
    assert leaks_of_rows(cached(), everything | planted_price(), "the cache")
    for world in (shop.a, shop.b):
        client = client_of(world.actor)
        for name, row in MATRIX.items():
            getattr(client, row.method)(reverse(name, kwargs=row.kwargs(world) or None), row.data(world))
    leaks = [str(leak) for leak in leaks_of_rows(cached(), everything, "the cache")]
    assert not leaks, "\n".join(leaks)


def cached() -> list[dict[str, str]]:
    """The cache's rows, their packed values unpacked."""
    table = django_settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key, value FROM {table}")
        rows = cursor.fetchall()
    return [{"key": key, "value": base64.b64decode(value).decode("utf-8", "replace")} for key, value in rows]
