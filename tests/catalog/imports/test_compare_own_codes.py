"""What a sheet of own codes would change for its company, and what publishing it changes."""

from datetime import datetime

import pytest

from accounts.actors import Actor
from accounts.queries.staff import StaffOnly
from catalog.actions.set_own_code import set_own_code
from catalog.enums import ImportKind, Match
from catalog.imports.compare_own_codes import CompanyNotSaid
from catalog.models import CompanyProduct, ImportBatch, ImportRow, Product
from catalog.queries.search import search
from tests.catalog.imports.kinds import compare, make_batch, publish, row_of, verdicts
from tests.factories import make_actor, make_product

pytestmark = pytest.mark.django_db
HEADINGS = "brand article own_code"


@pytest.fixture
def batch(buyer: Actor) -> ImportBatch:
    return make_batch(ImportKind.OWN_CODES, company=buyer.company)


def call(article: str, code: str, buyer: Actor, now: datetime) -> None:
    set_own_code(product=make_product(article), own_code=code, by=buyer, at=now)


def codes(buyer: Actor) -> dict[str, str]:
    found = CompanyProduct.objects.filter(company=buyer.company)
    return dict(found.values_list("product__article", "own_code"))


def test_compare_own_codes_tells_new_changed_same_and_missing(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    for article in ("A1", "A2", "A3"):
        call(article, f"old {article}", buyer, now)
    make_product("A4")
    call("A5", "1", make_actor(), now)
    rows = [("HP", "A1", "new"), ("HP", "A2", "old A2"), ("HP", "A4", "L-4"), ("HP", "A5", "L-5"), ("HP", "A3", "")]
    report = compare(batch, HEADINGS, *rows)
    assert verdicts(batch) == {-1: "missing", 2: "changed", 3: "same", 4: "new", 5: "new"}
    assert row_of(batch, 2).detail == {"was": "old A1", "becomes": "new", "key": "NEW"}
    assert (report["changed"], report["missing"], report["skipped"], report["rows"]) == (1, 1, 1, 4)


def test_compare_own_codes_flags_one_code_of_two_products(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    call("A1", "L-1", buyer, now)
    for article in ("A2", "A3", "A4", "A5"):
        make_product(article)
    rows = [("HP", "A2", "l1"), ("HP", "A3", "L-3"), ("HP", "A4", "L 3"), ("HP", "A5", "L-5")]
    report = compare(batch, HEADINGS, *rows)
    flags = [row_of(batch, line).flags for line in (2, 3, 4, 5)]
    assert flags == [ImportRow.SHARED_CODE] * 3 + [0]
    assert report["shared_code"] == 3


def test_compare_own_codes_refuses_what_search_could_not_find(batch: ImportBatch) -> None:
    for article in ("A1", "A2", "A3"):
        make_product(article)
    rows = [("HP", "A1", "--"), ("HP", "A2", "x" * 101), ("HP", "А3", "L-3"), ("", "A1", "L-1"), ("HP", "A1", "L-1")]
    compare(batch, HEADINGS, *rows)
    assert list(verdicts(batch).values()) == ["bad", "bad", "unknown", "new", "repeated"]
    assert (row_of(batch, 2).reason, row_of(batch, 2).said, row_of(batch, 6).reason) == ("bad_own_code", "--", "twin")


def test_compare_own_codes_wants_a_company(db: None) -> None:
    with pytest.raises(CompanyNotSaid):
        compare(make_batch(ImportKind.OWN_CODES), HEADINGS)


def test_publish_own_codes_changes_those_of_the_company_alone(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    other = make_actor()
    call("A1", "old", buyer, now)
    call("A2", "theirs", other, now)
    call("A3", "stays", buyer, now)
    compare(batch, HEADINGS, ("HP", "A1", "new"), ("HP", "A2", "ours"))
    assert publish(batch, now) == {"added": 1, "changed": 1, "removed": 0, "refused": 0}
    assert (codes(buyer), codes(other)) == ({"A1": "new", "A2": "ours", "A3": "stays"}, {"A2": "theirs"})
    assert [hit.match for hit in search(buyer, "OURS").hits] == [Match.OWN_CODE]
    assert publish(batch, now) == {"added": 0, "changed": 0, "removed": 0, "refused": 0}
    assert publish(batch, now, removes_missing=True)["removed"] == 1
    assert codes(buyer) == {"A1": "new", "A2": "ours"}


def test_publish_own_codes_leaves_what_the_company_set_meanwhile(
    batch: ImportBatch, buyer: Actor, now: datetime
) -> None:
    call("A1", "old", buyer, now)
    new = make_product("A2")
    compare(batch, HEADINGS, ("HP", "A1", "new"), ("HP", "A2", "ours"))
    set_own_code(product=Product.objects.get(article="A1"), own_code="by hand", by=buyer, at=now)
    set_own_code(product=new, own_code="by hand too", by=buyer, at=now)
    assert publish(batch, now) == {"added": 0, "changed": 0, "removed": 0, "refused": 2}
    assert codes(buyer) == {"A1": "by hand", "A2": "by hand too"}
    assert (row_of(batch, 2).reason, row_of(batch, 2).said) == ("changed_meanwhile", "by hand")


def test_publish_own_codes_takes_the_chosen_brands(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    canon = make_product("A2", brand="Canon")
    make_product("A1")
    compare(batch, HEADINGS, ("HP", "A1", "1"), ("Canon", "A2", "2"))
    publish(batch, now, brand_ids=[canon.brand_id])
    assert codes(buyer) == {"A2": "2"}


def test_publish_own_codes_is_for_staff(batch: ImportBatch, buyer: Actor, now: datetime) -> None:
    with pytest.raises(StaffOnly):
        publish(batch, now, by=buyer)
