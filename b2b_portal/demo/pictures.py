"""Pictures and papers of the demo's products: drawn or read here, stored once, before the transaction begins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from b2b_portal.core.files import store_file
from b2b_portal.core.models import File
from b2b_portal.demo.catalogue import Good
from b2b_portal.demo.drawings import Thing, draw
from catalog.enums import ProductFileKind
from catalog.models import Product, ProductFile

SVG = "image/svg+xml"
PAPERS = Path(__file__).parent / "papers"


@dataclass(frozen=True)
class SharedPaper:
    """One file of many products: those whose section begins so."""

    stem: str
    title: str
    kind: ProductFileKind
    sections: tuple[str, ...]


SHARED = (
    SharedPaper(
        "cartridge",
        "Инструкция по замене картриджа",
        ProductFileKind.MANUAL,
        ("Печать/Картриджи", "Печать/Барабаны"),
    ),
    SharedPaper("toner_safety", "Паспорт безопасности, тонер", ProductFileKind.DATASHEET, ("Печать/Картриджи",)),
    SharedPaper(
        "low_voltage",
        "Декларация о соответствии ТР ТС 004/2011",
        ProductFileKind.CERTIFICATE,
        ("Электрика/Автоматы", "Электрика/УЗО", "Электрика/Щиты", "Электрика/Розетки", "Компьютеры/Питание"),
    ),
    SharedPaper(
        "din_devices",
        "Руководство по монтажу модульных аппаратов",
        ProductFileKind.MANUAL,
        ("Электрика/Автоматы", "Электрика/УЗО"),
    ),
    SharedPaper(
        "power_tools", "Правила безопасности при работе", ProductFileKind.MANUAL, ("Инструмент/Электроинструмент",)
    ),
    SharedPaper(
        "warranty",
        "Условия гарантии",
        ProductFileKind.DATASHEET,
        ("Компьютеры/Мониторы", "Компьютеры/Накопители", "Печать/Принтеры", "Мебель"),
    ),
)


@dataclass(frozen=True)
class StoredFiles:
    """What lies on the disk: a picture per article, a file per shared paper."""

    pictures: dict[str, File]
    papers: dict[str, File]


def store_files(goods: Iterable[Good]) -> StoredFiles:
    """Draws every product and stores the drawings and the shared papers. Waits for the disk: not in a transaction."""
    pictures = {
        good.article: store_file(
            draw(good.drawing, Thing(good.article, good.attributes)), name=_picture_name(good), content_type=SVG
        )
        for good in goods
    }
    papers = {
        paper.stem: store_file(
            (PAPERS / f"{paper.stem}.pdf").read_bytes(), name=f"{paper.title}.pdf", content_type="application/pdf"
        )
        for paper in SHARED
    }
    return StoredFiles(pictures, papers)


def attach_files(goods: Iterable[Good], products: dict[str, Product], stored: StoredFiles) -> int:
    """Gives products their files. Returns how many."""
    rows = [row for good in goods for row in _files_of(good, products[good.article], stored)]
    return len(ProductFile.objects.bulk_create(rows))


def _files_of(good: Good, product: Product, stored: StoredFiles) -> Iterator[ProductFile]:
    yield ProductFile(
        product=product, kind=ProductFileKind.PICTURE, title=good.name[:200], file=stored.pictures[good.article]
    )
    for position, paper in enumerate(SHARED, start=1):
        if good.category.startswith(paper.sections):
            yield ProductFile(
                product=product, kind=paper.kind, title=paper.title, position=position, file=stored.papers[paper.stem]
            )


def _picture_name(good: Good) -> str:
    return f"{good.brand} {good.article}.svg".replace("/", "-")
