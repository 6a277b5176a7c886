import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.files import store_file
from b2b_portal.core.models import Delivery, Holiday, Job, Mail
from tests.conftest import client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_client() -> Client:
    """A browser in which a superuser is signed in."""
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


@pytest.fixture
def mail() -> Mail:
    mail = Mail.objects.create(
        key="k", to="a@b.example", subject="Счёт", text="Первая строка\n<script>", html="<p>Первая</p>"
    )
    mail.attachments.add(store_file(b"%PDF-1.7", name="Счёт № 7.pdf", content_type="application/pdf"))
    return mail


def test_mail_folder_shows_the_text_and_hands_out_the_whole(staff_client: Client, mail: Mail) -> None:
    page = staff_client.get(reverse("admin:core_mail_change", args=[mail.pk]))
    assert "Первая строка\n&lt;script&gt;" in page.text
    eml = staff_client.get(reverse("admin:core_mail_eml", args=[mail.pk]))
    assert eml["Content-Type"] == "message/rfc822"
    assert b"To: a@b.example" in eml.content
    paper = staff_client.get(reverse("admin:core_mail_file", args=[mail.pk, mail.attachments.get().uid]))
    assert paper.content == b"%PDF-1.7"
    assert paper["Content-Disposition"].startswith("attachment")


def test_mail_folder_is_shut_to_staff_without_the_right(mail: Mail) -> None:
    client = client_of(Actor(user=make_user(is_staff=True)))
    file = mail.attachments.get()
    for address in (
        reverse("admin:core_mail_changelist"),
        reverse("admin:core_mail_eml", args=[mail.pk]),
        reverse("admin:core_mail_file", args=[mail.pk, file.uid]),
    ):
        assert client.get(address).status_code == 403


def test_mail_folder_gives_no_file_of_another_mail(staff_client: Client, mail: Mail) -> None:
    stranger = store_file(b"other", name="other.pdf", content_type="application/pdf")
    assert staff_client.get(reverse("admin:core_mail_file", args=[mail.pk, stranger.uid])).status_code == 404
    assert staff_client.get(reverse("admin:core_mail_eml", args=[999])).status_code == 404


def test_deliveries_show_the_dead_unless_others_are_asked_for(staff_client: Client) -> None:
    for state in ("dead", "done"):
        Delivery.objects.create(event=f"event-{state}", receiver="r", state=state)
    address = reverse("admin:core_delivery_changelist")
    dead, everything = staff_client.get(address).text, staff_client.get(address, {"state": "all"}).text
    assert "event-dead" in dead
    assert "event-done" not in dead
    assert "event-done" in everything


def test_retry_gives_dead_deliveries_new_attempts_and_leaves_others(staff_client: Client) -> None:
    dead = Delivery.objects.create(event="e", receiver="r", state="dead", attempts=3)
    done = Delivery.objects.create(event="e", receiver="r", state="done", attempts=1)
    chosen = {"action": "retry", "_selected_action": [dead.pk, done.pk]}
    staff_client.post(f"{reverse('admin:core_delivery_changelist')}?state=all", chosen)
    dead.refresh_from_db()
    done.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.WAITING, 0)
    assert done.state == DeliveryState.DONE


def test_retry_is_not_offered_to_who_may_only_look() -> None:
    looker = make_user(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_delivery"))
    dead = Delivery.objects.create(event="e", receiver="r", state="dead", attempts=3)
    chosen = {"action": "retry", "_selected_action": [dead.pk]}
    client_of(Actor(user=looker)).post(reverse("admin:core_delivery_changelist"), chosen)
    dead.refresh_from_db()
    assert dead.state == DeliveryState.DEAD


def test_job_page_leads_to_the_work(staff_client: Client) -> None:
    job = Job.objects.create(kind="import", total=10, done=5)
    page = staff_client.get(reverse("admin:core_job_change", args=[job.pk]))
    assert reverse("core:job", args=[job.uid]) in page.text


def test_holidays_are_kept_by_staff(staff_client: Client) -> None:
    staff_client.post(reverse("admin:core_holiday_add"), {"day": "2027-12-31", "name": "moved"})
    assert not Holiday.objects.get(day="2027-12-31").is_working
    staff_client.post(reverse("admin:core_holiday_delete", args=["2027-12-31"]), {"post": "yes"})
    assert not Holiday.objects.exists()


def test_admin_speaks_the_language_and_theme_of_the_person(staff_client: Client) -> None:
    staff_client.cookies["theme"] = "dark"
    page = staff_client.get(reverse("admin:index"), headers={"Accept-Language": "ru"})
    assert 'lang="ru"' in page.text
    assert "theme-dark" in page.text
    assert "theme.js" not in page.text


def test_admin_has_no_password_form_of_its_own(staff_client: Client) -> None:
    assert staff_client.get("/admin/password_change/").url == reverse("account_change_password")
