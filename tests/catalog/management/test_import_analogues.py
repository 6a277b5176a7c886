"""import_analogues, from a file on disk to the links of products and the review list."""

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from accounts.actors import Actor
from catalog.actions.link_analogue import link_analogue
from catalog.actions.link_spellings import link_spellings
from catalog.actions.reject_spellings import reject_spellings
from catalog.analogue_feed import MOST_IN_GROUP
from catalog.articles import printed, search_key
from catalog.enums import AnalogueKind, CandidateState, Doubt
from catalog.models import Analogue, AnalogueCandidate, Brand, Category, Product
from tests.factories import make_analogue, make_product, make_user

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "xref" / "jlcparts_analogues.csv.gz"
GROUPS = "norm_mpn,lcsc,mpn,manufacturer,package,subcategory,stock\n"
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Writes a file and gives it to the command; returns the JSON object that it prints last."""

    def run(content: str | bytes, profile: str, name: str = "analogues.csv") -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return told_of(path, profile)

    return run


def told_of(path: Path, profile: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_analogues", str(path), "--profile", profile, "--json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return told


def counts(told: dict[str, Any], *names: str) -> tuple[int, ...]:
    return tuple(told[name] for name in names)


def pairs() -> set[frozenset[str]]:
    return {frozenset((str(link.product), str(link.other))) for link in Analogue.objects.all()}


def group(*rows: tuple[str, str, str]) -> str:
    return GROUPS + "".join(f"{key},C1,{article},{maker},SMB,TVS,1\n" for key, article, maker in rows)


def test_of_a_jlcparts_group_only_equal_printed_articles_are_linked(run: Run) -> None:
    for maker in ("MDD", "BORN", "Slkor"):
        make_product("SMBJ33CA", brand=maker)
    make_product("SMBJ3.3CA", brand="MDD")
    make_product("SMBJ3.3CA", brand="BORN")
    told = run(
        group(
            ("SMBJ33CA", "SMBJ33CA", "MDD"),
            ("SMBJ33CA", "SMBJ33CA", "born"),
            ("SMBJ33CA", "SMBJ33CA", "Slkor"),
            ("SMBJ33CA", "SMBJ3.3CA", "MDD"),
            ("SMBJ33CA", "SMBJ3.3CA", "BORN"),
            ("SMBJ33CA", "SMBJ33CA", "MDD"),
            ("SMBJ33CA", "SMBJ33CA", "Nobody"),
        ),
        "jlcparts_groups",
    )
    assert counts(told, "rows", "groups", "known", "repeated", "unknown", "bad") == (7, 1, 5, 1, 1, 0)
    assert counts(told, "linked", "already", "review", "review_new") == (4, 0, 1, 1)
    assert pairs() == {
        frozenset(("MDD SMBJ33CA", "BORN SMBJ33CA")),
        frozenset(("MDD SMBJ33CA", "Slkor SMBJ33CA")),
        frozenset(("BORN SMBJ33CA", "Slkor SMBJ33CA")),
        frozenset(("MDD SMBJ3.3CA", "BORN SMBJ3.3CA")),
    }
    assert set(Analogue.objects.values_list("kind", "vouched_by", "vouched_at")) == {("functional", None, None)}
    assert [(one["line"], one["reason"]) for one in told["problems"]] == [(8, "unknown")]
    doubt = AnalogueCandidate.objects.get()
    assert (doubt.article, doubt.other_article, doubt.doubt) == ("SMBJ3.3CA", "SMBJ33CA", Doubt.POINT)
    assert (doubt.state, doubt.source_name) == (CandidateState.WAITING, "analogues.csv")


def test_a_second_run_writes_nothing(run: Run) -> None:
    for article, maker in (("SS34", "MDD"), ("SS34", "BORN"), ("SS-34", "MDD")):
        make_product(article, brand=maker)
    text = group(("SS34", "SS34", "MDD"), ("SS34", "SS34", "BORN"), ("SS34", "SS-34", "MDD"))
    assert counts(run(text, "jlcparts_groups"), "linked", "already", "review", "review_new") == (1, 0, 1, 1)
    before = list(Analogue.objects.values()), list(AnalogueCandidate.objects.values())
    assert counts(run(text, "jlcparts_groups", "b.csv"), "linked", "already", "review", "review_new") == (0, 1, 1, 0)
    assert (list(Analogue.objects.values()), list(AnalogueCandidate.objects.values())) == before


def test_what_was_rejected_never_comes_back_and_what_is_one_part_is_linked(run: Run, now: datetime) -> None:
    for article in ("SS34", "SS-34", "SS 34"):
        make_product(article, brand="MDD")
    text = group(*(("SS34", article, "MDD") for article in ("SS34", "SS-34", "SS 34")))
    assert counts(run(text, "jlcparts_groups"), "linked", "review") == (0, 3)
    by, one, other, rest = Actor(user=make_user(is_staff=True)), *AnalogueCandidate.objects.order_by("pk")
    assert reject_spellings(candidates=[one.pk], by=by, at=now) == 1
    assert link_spellings(candidates=[other.pk], kind=AnalogueKind.FULL, by=by, at=now) == 1
    told = run(text, "jlcparts_groups")
    assert counts(told, "linked", "already", "review", "review_new") == (0, 1, 1, 0)
    make_product(other.article, brand="BORN")
    told = run(text + f"SS34,C2,{other.article},BORN,SMB,TVS,1\n", "jlcparts_groups")
    # with the equal spelling of another maker, and with what staff said is the same part
    assert counts(told, "linked", "review") == (2, 1)
    one.refresh_from_db()
    assert (one.state, one.decided_by) == (CandidateState.REJECTED, by.user)
    rest.refresh_from_db()
    assert rest.state == CandidateState.WAITING


def test_groups_link_other_articles_and_doubt_other_spellings(run: Run) -> None:
    for article, brand in (("CF259X", "HP"), ("CS-CF259X", "Cactus"), ("CF-259X", "Cactus"), ("NV-1", "NV")):
        make_product(article, brand=brand)
    told = run(
        "Группа;Артикул;Бренд\n1;CF259X;HP\n1;CS-CF259X;Cactus\n1;CF-259X;Cactus\n2;NV-1;NV\n;NV-1;NV\n2;;NV\n2;X\n",
        "groups",
    )
    assert counts(told, "rows", "groups", "known", "bad", "linked", "review") == (7, 2, 4, 3, 2, 1)
    assert frozenset(("HP CF259X", "Cactus CF-259X")) not in pairs()
    assert [(one["line"], one["reason"]) for one in told["problems"]] == [
        (6, "bad_group"),
        (7, "bad_article"),
        (8, "bad_row"),
    ]


def test_a_group_of_too_many_is_named_and_not_linked(run: Run) -> None:
    brand = Brand.objects.create(name="HP")
    section = Category.objects.create(name="S")
    articles = [f"A{number}" for number in range(MOST_IN_GROUP + 1)]
    Product.objects.bulk_create(
        Product(brand=brand, category=section, article=article, key=article, name=article) for article in articles
    )
    make_product("B1"), make_product("B2")
    rows = "".join(f"1;{article};HP\n" for article in articles)
    told = run(f"Группа;Артикул;Бренд\n{rows}2;B1;HP\n2;B2;HP\n", "groups")
    assert counts(told, "known", "linked", "bad") == (MOST_IN_GROUP + 3, 1, 0)
    assert [(one["line"], one["reason"]) for one in told["problems"]] == [(2, "large_group")]


def test_pairs_say_kind_and_difference_in_words_of_any_language(run: Run) -> None:
    for article in ("OWN", "A", "B", "C"):
        make_product(article)
    told = run(
        "Артикул;Бренд;Артикул аналога;Бренд аналога;Вид;Чем отличается\n"
        "OWN;HP;A;HP;Полная замена;\n"
        "OWN;HP;B;hp;accessory;grey\n"
        "C;HP;OWN;HP;superseded;\n"
        "OWN;HP;OWN;HP;full;\n"
        "OWN;HP;A;HP;cousin;\n"
        "OWN;HP;Z;HP;full;\n",
        "pairs",
    )
    assert counts(told, "rows", "known", "unknown", "bad", "linked") == (6, 3, 1, 2, 3)
    links = {(str(one.product), one.kind, str(one.other), one.differs_in) for one in Analogue.objects.all()}
    assert links == {
        ("HP OWN", "full", "HP A", ""),
        ("HP OWN", "accessory", "HP B", "grey"),
        ("HP C", "superseded", "HP OWN", ""),
    }
    assert [(one["line"], one["reason"]) for one in told["problems"]] == [
        (5, "itself"),
        (6, "bad_kind"),
        (7, "unknown"),
    ]


def test_pairs_change_what_nobody_vouches_for_and_the_last_word_holds(run: Run, now: datetime) -> None:
    own, first, second, third = (make_product(article) for article in ("OWN", "A", "B", "C"))
    make_analogue(own, first, AnalogueKind.FUNCTIONAL, "grey")
    make_analogue(own, third, AnalogueKind.ACCESSORY, "small")
    staff = Actor(user=make_user(is_staff=True))
    link_analogue(product=own, other=second, kind=AnalogueKind.FUNCTIONAL, by=staff, at=now)
    head = "article,brand,analogue,analogue brand,kind,differs in\n"
    text = head + "OWN,HP,A,HP,accessory,\nA,HP,OWN,HP,consumable,\nOWN,HP,B,HP,full,\nC,HP,OWN,HP,,\n"
    told = run(text, "pairs")
    assert counts(told, "rows", "known", "repeated", "changed", "kept", "already", "linked") == (4, 3, 1, 1, 1, 1, 0)
    changed = Analogue.objects.between(own, first).get()
    assert (changed.product, changed.other, changed.kind, changed.differs_in) == (first, own, "consumable", "grey")
    assert Analogue.objects.between(own, second).get().kind == "functional"
    assert Analogue.objects.between(own, third).get().kind == "accessory"
    assert counts(run(text, "pairs"), "changed", "kept", "already", "linked") == (0, 1, 2, 0)


def test_a_workbook_and_a_gzipped_table_are_read(run: Run, tmp_path: Path) -> None:
    make_product("A", brand="X"), make_product("A", brand="Y")
    with xlsxwriter.Workbook(tmp_path / "made.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["Аналоги"], [], ["Группа", "Артикул", "Бренд"], [1, "A", "X"], [1, "A", "Y"]]):
            sheet.write_row(place, 0, row)
    assert counts(told_of(tmp_path / "made.xlsx", "groups"), "rows", "linked") == (2, 1)
    packed = gzip.compress(group(("A", "A", "X"), ("A", "A", "Y")).encode())
    assert counts(run(packed, "jlcparts_groups", "a.csv.gz"), "rows", "linked", "already") == (2, 0, 1)


def test_a_table_without_the_columns_and_a_missing_file_are_refused_in_words(run: Run, english: None) -> None:
    with pytest.raises(CommandError, match=r"needs the columns: .*группа"):
        run("Артикул;Бренд\nA;HP\n", "groups")
    with pytest.raises(CommandError, match="no such file"):
        told_of(Path("/nowhere/table.csv"), "pairs")


@pytest.mark.skipif(not REAL.is_file(), reason="the real table of ../shared is not here")
def test_of_the_real_table_the_groups_that_differ_by_a_point_land_in_review() -> None:
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups[row["norm_mpn"]].add((printed(row["manufacturer"]), printed(row["mpn"])))
    assert len(_pointed(groups)) == 152
    pointed = _pointed({key: {one for one in of if one[0]} for key, of in groups.items()})  # no maker, no product
    assert len(pointed) == 140
    _fill({product for of in pointed.values() for product in of})
    told = told_of(REAL, "jlcparts_groups")
    nameless = 171  # rows without a maker
    assert counts(told, "rows", "groups", "bad") == (40_230, 9_136, nameless)
    doubts = {one.article for one in AnalogueCandidate.objects.filter(doubt=Doubt.POINT)}
    assert [key for key, of in pointed.items() if not doubts & {article for _maker, article in of}] == []
    assert told["linked"] == Analogue.objects.count() > 1_000
    assert all(
        link.product.article == link.other.article for link in Analogue.objects.select_related("product", "other")
    )
    again = told_of(REAL, "jlcparts_groups")
    assert counts(again, "linked", "already", "review_new") == (0, told["linked"], 0)


def _pointed(groups: dict[str, set[tuple[str, str]]]) -> dict[str, set[tuple[str, str]]]:
    """The groups of which some articles have more decimal points than others."""
    return {key: of for key, of in groups.items() if len({article.count(".") for _maker, article in of}) > 1}


def _fill(products: set[tuple[str, str]]) -> None:
    section = Category.objects.create(name="TVS")
    brands = {name: Brand(name=name) for name in {maker for maker, _article in products}}
    Brand.objects.bulk_create(brands.values())
    Product.objects.bulk_create(
        Product(brand=brands[maker], article=article, key=search_key(article), name=article, category=section)
        for maker, article in sorted(products)
    )
