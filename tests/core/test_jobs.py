import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from b2b_portal.core import jobs
from b2b_portal.core.enums import JobState
from b2b_portal.core.files import store_file
from b2b_portal.core.models import Job
from tests.conftest import client_of
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(buyer: Actor, now: datetime) -> Job:
    return jobs.open_job("import", buyer.user_uid, 200, now)


def test_advance_notes_progress_in_one_query(job: Job, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        jobs.advance(job, done=50, bad=2)
    job.refresh_from_db()
    assert (job.done, job.bad, job.percent, job.state) == (50, 2, 25, JobState.RUNNING)


def test_begin_starts_what_was_asked_and_forgets_a_first_run(buyer: Actor, now: datetime) -> None:
    job = jobs.ask_job("import", buyer.user_uid)
    assert (job.state, job.started_at) == (JobState.WAITING, None)
    jobs.begin(job, now)
    jobs.advance(job, done=10, bad=1, total=40)
    jobs.begin(job, now + timedelta(minutes=5))
    job.refresh_from_db()
    assert (job.state, job.done, job.bad, job.total) == (JobState.RUNNING, 0, 0, 40)
    assert job.started_at == now + timedelta(minutes=5)
    jobs.finish(job, {})
    jobs.begin(job, now)
    job.refresh_from_db()
    assert job.is_over


def test_fail_ends_what_never_began(buyer: Actor) -> None:
    job = jobs.ask_job("import", buyer.user_uid)
    jobs.fail(job, "Nobody came.")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Nobody came.")


def test_advance_learns_the_total_on_the_way(buyer: Actor, now: datetime) -> None:
    job = jobs.open_job("import", buyer.user_uid, None, now)
    assert job.percent is None
    jobs.advance(job, done=10, bad=0, total=40)
    job.refresh_from_db()
    assert job.percent == 25


def test_advance_stops_the_work_when_asked_to(job: Job) -> None:
    assert jobs.ask_to_stop(job)
    with pytest.raises(jobs.JobCancelled):
        jobs.advance(job, done=60, bad=0)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 60)
    assert job.finished_at


def test_finish_and_fail_end_the_job_once(job: Job) -> None:
    jobs.finish(job, {"created": 7})
    jobs.fail(job, "too late")
    job.refresh_from_db()
    assert (job.state, job.report, job.error) == (JobState.DONE, {"created": 7}, "")
    assert not jobs.ask_to_stop(job)


def test_fail_keeps_the_reason(job: Job) -> None:
    jobs.fail(job, "The file is not a table.")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The file is not a table.")


def test_job_page_polls_while_running_and_not_after(job: Job, buyer_client: Client) -> None:
    address = reverse("core:job", args=[job.uid])
    assert 'hx-trigger="every 1s"' in buyer_client.get(address).text
    part = buyer_client.get(address, headers={"HX-Request": "true"})
    assert part.text.strip().startswith("<div")
    assert "HX-Refresh" not in part
    jobs.finish(job, {})
    assert "every 1s" not in buyer_client.get(address).text
    assert buyer_client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_job_page_says_what_went_wrong(job: Job, buyer_client: Client) -> None:
    jobs.fail(job, "The file is not a table.")
    assert "The file is not a table." in buyer_client.get(reverse("core:job", args=[job.uid])).text


def test_cancel_asks_to_stop(job: Job, buyer_client: Client) -> None:
    answer = buyer_client.post(reverse("core:job-cancel", args=[job.uid]))
    assert answer.url == reverse("core:job", args=[job.uid])
    job.refresh_from_db()
    assert job.is_cancel_asked


def test_a_stranger_and_a_colleague_find_nothing(job: Job, buyer: Actor) -> None:
    for actor in (make_actor(), make_actor(buyer.company)):
        client = client_of(actor)
        assert client.get(reverse("core:job", args=[job.uid])).status_code == 404
        assert client.post(reverse("core:job-cancel", args=[job.uid])).status_code == 404
    job.refresh_from_db()
    assert not job.is_cancel_asked


def test_staff_see_any_job_and_nobody_one_that_is_not(job: Job) -> None:
    client = client_of(Actor(user=make_user(is_staff=True)))
    assert client.get(reverse("core:job", args=[job.uid])).status_code == 200
    assert client.get(reverse("core:job", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("company", [None, "own", "other"])
def test_the_result_is_for_its_owner_while_he_acts_for_the_company(buyer: Actor, job: Job, company: str | None) -> None:
    file = store_file(b"a;b", name="prices.csv", content_type="text/csv; charset=utf-8")
    owner_company = {"own": str(buyer.company_uid), "other": str(uuid.uuid4())}.get(company or "")
    jobs.finish(job, {"company": owner_company} if owner_company else {}, file)
    answer = client_of(buyer).get(reverse("core:job-result", args=[job.uid]))
    page = client_of(buyer).get(reverse("core:job", args=[job.uid])).text
    if company == "other":
        assert answer.status_code == 404
        assert "prices.csv" not in page
        return
    assert answer.getvalue() == b"a;b"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="prices.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert "prices.csv" in page
    staff = make_user("boss@shop.example", is_staff=True)
    assert client_of(Actor(user=staff)).get(reverse("core:job-result", args=[job.uid])).status_code == 404


def test_a_job_without_a_file_has_none_to_save(buyer_client: Client, job: Job) -> None:
    assert buyer_client.get(reverse("core:job-result", args=[job.uid])).status_code == 404
