"""What the work on an import asks for."""

from catalog.models import ImportBatch, ImportProfile, PriceList, PriceListVersion


def import_at_work(batch_id: int) -> ImportBatch:
    """The import with what its work reads, one query."""
    return ImportBatch.objects.select_related("file", "job", "price_list", "warehouse", "company", "version").get(
        pk=batch_id
    )


def version_of(version_id: int) -> PriceListVersion:
    """A version with its list, one query."""
    version: PriceListVersion = PriceListVersion.objects.select_related("price_list").get(pk=version_id)
    return version


def price_list_of(code: str) -> PriceList | None:
    """The price list with this code, one query."""
    return PriceList.objects.select_related("source").filter(code=code).first()


def profile_of(name: str, kind: str) -> ImportProfile | None:
    """The kept profile with this code, one query."""
    return ImportProfile.objects.filter(name=name, kind=kind).first()


def last_number_of(price_list: PriceList) -> int | None:
    """The number of the version in force, one query."""
    last = PriceListVersion.objects.filter(price_list=price_list).order_by("-number").first()
    return last.number if last else None


def numbered_version(price_list: PriceList, number: int) -> PriceListVersion | None:
    """One version of a list, one query."""
    return PriceListVersion.objects.filter(price_list=price_list, number=number).first()
