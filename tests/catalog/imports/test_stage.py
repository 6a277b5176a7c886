"""A sent file from the disk to a published version: broken off, stopped, begun again, scheduled, published twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.base import ContentFile

from accounts.actors import SYSTEM
from b2b_portal.core import jobs
from b2b_portal.core.enums import JobState
from b2b_portal.core.files import file_path, store_upload
from b2b_portal.core.models import Delivery, Job
from b2b_portal.core.sheets import samples
from catalog import tasks
from catalog.actions.cancel_import import cancel_import
from catalog.actions.lock_import import ImportNotReady
from catalog.actions.open_import import TargetMissing, open_import
from catalog.actions.publish_import import publish_due_imports, publish_import
from catalog.actions.publish_price_version import ListChanged
from catalog.actions.set_costs import NewCost, set_costs
from catalog.actions.set_prices import ListIsComputed, NewPrice, set_prices
from catalog.actions.start_import import start_import
from catalog.enums import ImportKind, ImportState
from catalog.imports.layout import guess_layout
from catalog.imports.stage import publish_staged, stage_import
from catalog.models import Cost, ImportBatch, ImportRow, Price, PriceListVersion, Product
from catalog.queries.imports import import_at_work
from tests.factories import make_price, make_price_list, make_product

TEXT = "Бренд;Артикул;Цена\nHP;CF1;110\nHP;CF2;220\nCanon;C1;330\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods():
    price_list = make_price_list("opt-2")
    products = [make_product(article=article, brand=brand) for brand, article in (("HP", "CF1"), ("HP", "CF2"))]
    products.append(make_product(article="C1", brand="Canon"))
    for product in products:
        make_price(product, "100", price_list=price_list)
    return price_list


def sent(price_list, now, content=TEXT, name="prices.csv", kind=ImportKind.PRICES):
    """A file whose comparison was asked for."""
    data = content if isinstance(content, bytes) else content.encode()
    stored = store_upload(ContentFile(data, name=name), name=name, content_type="text/csv")
    layout = guess_layout(samples(file_path(stored)), kind)
    batch = open_import(kind=kind, file=stored, layout=layout.as_json(), price_list=price_list, by=SYSTEM, at=now)
    start_import(batch=batch, by=SYSTEM, at=now)
    return import_at_work(batch.pk)


def compared(price_list, now, **facts):
    batch = sent(price_list, now, **facts)
    stage_import(batch=batch, by=SYSTEM, at=now)
    return import_at_work(batch.pk)


def published(batch, now, **choice):
    publish_import(batch=batch, by=SYSTEM, at=now, **choice)
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=now)
    return import_at_work(batch.pk)


def prices():
    return dict(Price.objects.values_list("product__article", "unit_price"))


def test_stage_import_keeps_the_report_and_tells_the_job(goods, now):
    batch = compared(goods, now)
    assert (batch.state, batch.report["up"], batch.base_number) == (ImportState.READY, 3, 0)
    assert [(one["name"], one["up"]) for one in batch.report["brands"]] == [("HP", 2), ("Canon", 1)]
    assert (batch.job.state, batch.job.done) == (JobState.DONE, 3)


def test_stage_import_reads_an_uncommon_spelling_far_below_plain_ones(goods, now):
    plain = "HP;{0};{0}\n"
    text = (
        "Бренд;Артикул;Цена\n" + "".join(plain.format(number) for number in range(1, 1002)) + "HP;CF1;1 234,56 руб.\n"
    )
    batch = compared(goods, now, content=text + "HP;CF2;сто\n")
    rows = ImportRow.objects.filter(batch_id=batch.pk)
    assert rows.get(verdict="up").becomes == Decimal("1234.56")
    assert rows.values_list("reason", "article", "said").get(verdict="bad") == ("not_a_number", "CF2", "сто")
    assert (batch.report["unknown"], batch.report["missing"]) == (1001, 1)


def test_stage_import_finds_twins_beside_a_row_that_cannot_be_read(goods, now):
    batch = compared(
        goods, now, content="Бренд;Артикул;Цена\nHP;CF1;5\nHP;CF1;6\nHP;CF2;сто\nHP;CF2;120\nCanon;C1;130\n"
    )
    rows = ImportRow.objects.filter(batch_id=batch.pk).order_by("line")
    assert [row.reason for row in rows] == ["contradiction", "contradiction", "not_a_number", None, None]
    assert batch.report["missing"] == 0


def test_stage_import_begun_again_after_a_lost_worker_does_no_harm(goods, now):
    batch = sent(goods, now)
    ImportRow.objects.create(batch_id=batch.pk, line=2, verdict="up")  # what a worker left when it was killed
    stage_import(batch=batch, by=SYSTEM, at=now)
    assert ImportRow.objects.filter(batch_id=batch.pk).count() == 3
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=now)  # the message came twice
    assert ImportRow.objects.filter(batch_id=batch.pk).count() == 3


def test_stage_import_stops_when_asked(goods, now):
    batch = sent(goods, now)
    jobs.ask_to_stop(batch.job)
    stage_import(batch=batch, by=SYSTEM, at=now)
    batch = import_at_work(batch.pk)
    assert (batch.state, batch.job.state) == (ImportState.CANCELLED, JobState.CANCELLED)


def test_stage_import_says_why_a_file_cannot_be_read(goods, now):
    batch = sent(goods, now)
    file_path(batch.file).write_bytes(b"\x1f\x8b\x08broken")
    stage_import(batch=batch, by=SYSTEM, at=now)
    batch = import_at_work(batch.pk)
    assert batch.state == ImportState.FAILED
    assert batch.error
    assert prices() == {"CF1": 100, "CF2": 100, "C1": 100}


def test_give_import_up_lets_it_be_started_again(goods, now):
    batch = sent(goods, now)
    tasks.give_import_up(batch.pk)
    batch = import_at_work(batch.pk)
    assert (batch.state, batch.job.state) == (ImportState.FAILED, JobState.FAILED)
    start_import(batch=batch, by=SYSTEM, at=now)
    assert import_at_work(batch.pk).state == ImportState.READING


def test_start_import_owes_the_work_to_a_worker(goods, now):
    batch = sent(goods, now)
    assert Delivery.objects.filter(event="catalog.import_asked", payload={"batch_id": batch.pk}).count() == 1


def test_publish_staged_publishes_chosen_brands_only(goods, now):
    batch = compared(goods, now)
    canon = next(one["id"] for one in batch.report["brands"] if one["name"] == "Canon")
    batch = published(batch, now, brand_ids=[canon])
    assert (batch.state, batch.version.report["up"]) == (ImportState.PUBLISHED, 1)
    assert prices() == {"CF1": 100, "CF2": 100, "C1": 330}


def test_a_worker_killed_before_its_last_word_leaves_no_job_running(goods, now):
    batch = compared(goods, now)
    Job.objects.filter(pk=batch.job.pk).update(state=JobState.RUNNING, finished_at=None)
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=now)
    assert import_at_work(batch.pk).job.state == JobState.DONE
    batch = published(batch, now)
    Job.objects.filter(pk=batch.job.pk).update(state=JobState.RUNNING, finished_at=None)
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=now)
    assert (import_at_work(batch.pk).job.state, PriceListVersion.objects.count()) == (JobState.DONE, 1)


def test_publish_staged_a_second_time_publishes_nothing(goods, now):
    batch = published(compared(goods, now), now)
    publish_staged(batch=batch, by=SYSTEM, at=now)
    assert PriceListVersion.objects.count() == 1


def test_publish_import_waits_for_its_moment(goods, now):
    batch = compared(goods, now)
    assert publish_import(batch=batch, publish_at=now + timedelta(hours=2), by=SYSTEM, at=now) is None
    assert publish_due_imports(by=SYSTEM, at=now + timedelta(hours=1)) == 0
    assert publish_due_imports(by=SYSTEM, at=now + timedelta(hours=2)) == 1
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=now)
    assert prices()["CF1"] == 110


def test_publish_import_tells_the_second_manager(goods, now):
    first, second = compared(goods, now), compared(goods, now, content=TEXT.replace("110", "120"))
    published(first, now)
    with pytest.raises(ListChanged) as refusal:
        publish_import(batch=second, by=SYSTEM, at=now)
    assert refusal.value.facts["number"] == 1
    start_import(batch=second, by=SYSTEM, at=now)
    stage_import(batch=import_at_work(second.pk), by=SYSTEM, at=now)
    published(import_at_work(second.pk), now)
    assert prices()["CF1"] == 120


def test_publish_staged_notes_that_a_price_was_set_meanwhile(goods, now):
    batch = compared(goods, now)
    publish_import(batch=batch, by=SYSTEM, at=now)
    product = Price.objects.select_related("product").get(product__article="CF1").product
    set_prices(price_list=goods, prices=[NewPrice(product, 1, 105)], by=SYSTEM, at=now)
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=now)
    batch = import_at_work(batch.pk)
    assert (batch.state, prices()["CF1"]) == (ImportState.FAILED, 105)
    assert "1" in batch.error


@pytest.mark.parametrize("state", [ImportState.PUBLISHED, ImportState.CANCELLED, ImportState.READING])
def test_publish_import_refuses_what_is_not_compared(goods, now, state):
    batch = compared(goods, now)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    with pytest.raises(ImportNotReady):
        publish_import(batch=batch, by=SYSTEM, at=now)


def test_cancel_import_drops_what_is_not_published(goods, now):
    batch = compared(goods, now)
    cancel_import(batch=batch, by=SYSTEM, at=now)
    assert import_at_work(batch.pk).state == ImportState.CANCELLED
    with pytest.raises(ImportNotReady):
        cancel_import(batch=published(compared(goods, now), now), by=SYSTEM, at=now)


def test_open_import_refuses_a_computed_list_and_a_missing_one(goods, now):
    computed = make_price_list("opt-3", source=goods, percent=5)
    stored = store_upload(ContentFile(b"x", name="x.csv"), name="x.csv", content_type="text/csv")
    for price_list, refusal in ((computed, ListIsComputed), (None, TargetMissing)):
        with pytest.raises(refusal):
            open_import(kind=ImportKind.PRICES, file=stored, layout={}, price_list=price_list, by=SYSTEM, at=now)


def test_costs_are_compared_and_published_by_the_same_road(goods, now):
    batch = compared(None, now, content="Бренд;Артикул;Себестоимость\nHP;CF1;80\nHP;CF9;1\n", kind=ImportKind.COSTS)
    assert (batch.report["new"], batch.report["unknown"]) == (1, 1)
    published(batch, now)
    assert Cost.objects.get().unit_net == 80
    warned = compared(goods, now, content="Бренд;Артикул;Цена\nHP;CF1;97\nHP;CF2;97\n")  # 97 with VAT is 79.51 without
    assert warned.report["below_cost"] == 1


def test_a_workbook_with_its_table_far_down_and_merged_brands_loads(goods, now, tmp_path):
    path = tmp_path / "price.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("О компании").write(0, 0, "ООО «Ромашка»")
        sheet = book.add_worksheet("Прайс")
        sheet.write(0, 0, "Прайс-лист на 23.11.2026")
        sheet.write_row(5, 1, ["Бренд", "Артикул", "Цена, руб. с НДС"])
        sheet.merge_range(6, 1, 7, 1, "HP")
        sheet.write_row(6, 2, ["CF1", "1 110,50 руб."])
        sheet.write_row(7, 2, ["CF2", 220])
        sheet.write_row(8, 1, ["Canon", "C1", 330.5])
    batch = published(compared(goods, now, content=path.read_bytes(), name="price.xlsx"), now)
    assert {name: float(price) for name, price in prices().items()} == {"CF1": 1110.5, "CF2": 220, "C1": 330.5}
    assert batch.report["rows"] == 3


def test_costs_that_moved_after_the_comparison_are_refused_and_told(goods, now):
    first = compared(None, now, content="Бренд;Артикул;Себестоимость\nHP;CF1;80\nHP;CF2;50\n", kind=ImportKind.COSTS)
    second = compared(None, now, content="Бренд;Артикул;Себестоимость\nHP;CF1;81\nHP;CF2;50\n", kind=ImportKind.COSTS)
    published(first, now)
    batch = published(second, now)
    assert {cost.product.article: cost.unit_net for cost in Cost.objects.select_related("product")} == {
        "CF1": 80,  # the second manager saw none, and 81 undoes nobody's 80
        "CF2": 50,
    }
    assert batch.job.report == {"changed": 0, "refused": 1}
    refused = ImportRow.objects.get(batch_id=batch.pk, verdict="bad")
    assert (refused.reason, refused.said) == ("changed_meanwhile", "— → 80")
    again = compared(None, now, content="Бренд;Артикул;Себестоимость\nHP;CF1;81\n", kind=ImportKind.COSTS)
    set_costs(costs=[NewCost(Product.objects.get(article="CF1"), Decimal("82.5"))], by=SYSTEM, at=now)
    assert published(again, now).job.report == {"changed": 0, "refused": 1}
    last = compared(None, now, content="Бренд;Артикул;Себестоимость\nHP;CF1;81\n", kind=ImportKind.COSTS)
    assert published(last, now).job.report == {"changed": 1, "refused": 0}
    assert Cost.objects.get(product__article="CF1").unit_net == 81
