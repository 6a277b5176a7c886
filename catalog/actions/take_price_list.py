"""Makes a short price list at once."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.errors import RuleBroken
from catalog.actions.make_price_list import file_name, head_of
from catalog.enums import FeedFormat
from catalog.price_list_columns import WantedFile, read_for
from catalog.price_list_files import CONTENT_TYPES, Section, open_price_file
from catalog.queries.price_list_rows import PriceListWish, count_products, price_list_rows, sections

_BUILDING = 0x70726C  # the class of advisory locks; the company's key stands beside it


class TooManyProducts(RuleBroken):
    """The list is too long for a request. Facts: most."""

    message = _("More than %(most)s products are found.")
    code = "too_many_products"


class PriceListBusy(RuleBroken):
    """Another request of the company makes a price list this second."""

    message = _("A price list of your company is being made this second: try again in a few seconds.")
    code = "price_list_busy"


@dataclass(frozen=True)
class TakenFile:
    """A file in memory."""

    content: bytes
    rows: int
    name: str
    content_type: str


def take_price_list(
    *, wanted: WantedFile, most: int, with_unpriced: bool = False, by: Actor, at: datetime
) -> TakenFile:
    """The file, all its prices of one moment, in the language active now. One at a time per company.

    Raises NotAllowed, TooManyProducts for more than `most`, PriceListBusy.
    """
    company, _user = buyer_of(by)
    require(by, Permission.TAKE_PRICES, company)
    with _one_at_a_time(company):
        if count_products(company, wanted.goods, most) > most:
            raise TooManyProducts(most=most)
        is_for_people = wanted.format in (FeedFormat.XLSX, FeedFormat.CSV)
        columns = read_for(wanted.format, wanted.columns)
        wish = PriceListWish(company, columns, at, wanted.goods, has_words=is_for_people)
        rows = price_list_rows(wish, with_unpriced=with_unpriced)
        listed = _sections(company) if wanted.format == FeedFormat.YML else ()
    stream = io.BytesIO()
    file = open_price_file(stream, wanted.format, wanted.columns, head_of(company, at, listed))
    file.write(rows)
    file.close()
    kind = CONTENT_TYPES[FeedFormat(wanted.format)]
    return TakenFile(stream.getvalue(), len(rows), file_name(wanted.format, at), kind)


def _sections(company: Company) -> list[Section]:
    with connection.cursor() as cursor:
        return sections(cursor, company)


@contextmanager
def _one_at_a_time(company: Company) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_BUILDING, company.pk])
        if not cursor.fetchone()[0]:
            raise PriceListBusy
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_BUILDING, company.pk])
