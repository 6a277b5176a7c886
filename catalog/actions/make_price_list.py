"""Makes a company's whole price list, as its job asks."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actors import Actor
from accounts.models import Company, User
from accounts.permissions import Permission
from accounts.queries.access import Refusal, can
from accounts.queries.acting import actor_of
from b2b_portal.core.files import erase_file, store_written, writing_file
from b2b_portal.core.jobs import JobCancelled, advance, fail, finish
from b2b_portal.core.models import File, Job
from catalog.enums import FeedFormat
from catalog.models import PriceFeed
from catalog.price_list_columns import WantedFile, read_for
from catalog.price_list_files import CONTENT_TYPES, EXTENSIONS, Head, Section, open_price_file
from catalog.queries.price_list_jobs import feed_of_job
from catalog.queries.price_list_rows import PriceListWish, Row, chunks_of_rows, one_moment, product_bounds, sections
from catalog.queries.price_list_state import price_list_state


@dataclass(frozen=True)
class _Made:
    """A written file."""

    file: File
    rows: int


def make_price_list(*, job: Job, by: Actor, at: datetime) -> bool:
    """Writes the file outside any transaction that writes; all its prices are of one moment. Tells whether it did.

    Notes progress after every 20,000 products and stops when asked to. A job that is over stays as it is; who may not
    take prices away any more gets nothing.
    """
    if job.is_over:
        return False
    user = User.objects.get(pk=job.report["user"])
    reader = actor_of(user, job.report["company"])
    with override(user.language):
        refusal = _refusal(reader, job)
        if refusal or reader.company is None:
            fail(job, refusal, job.report)
            return False
        return _make(job, reader.company, user.language, at)


def _refusal(reader: Actor, job: Job) -> str:
    """Why the person may not have the file any more; "" when he may."""
    if reader.company is None or str(reader.company.uid) != job.report["company"]:
        return _("You do not act for this company.")
    allowed = can(reader, Permission.TAKE_PRICES, reader.company)
    return str(allowed.rule) if isinstance(allowed, Refusal) else ""


def _make(job: Job, company: Company, language: str, at: datetime) -> bool:
    wanted = WantedFile.from_json(job.report)
    feed = feed_of_job(job)
    state = price_list_state(company, wanted, at, language) if feed else None
    try:
        with writing_file() as stream:
            made = _write(stream, job, wanted, company, at)
    except JobCancelled:
        return False
    if feed and state:
        _hand_over(feed, made.file, state.etag, at)
    finish(job, {**job.report, "rows": made.rows}, None if feed else made.file)
    return True


def _write(stream: IO[bytes], job: Job, wanted: WantedFile, company: Company, at: datetime) -> _Made:
    columns = read_for(wanted.format, wanted.columns)
    is_for_people = wanted.format in (FeedFormat.XLSX, FeedFormat.CSV)
    wish = PriceListWish(company, columns, at, wanted.goods, has_words=is_for_people)
    rows = 0
    with one_moment() as cursor:
        total, ends = product_bounds(cursor, company, wish.goods)
        advance(job, 0, 0, total)
        head = head_of(company, at, sections(cursor, company) if wanted.format == FeedFormat.YML else ())
        file = open_price_file(stream, wanted.format, wanted.columns, head)
        with closing(_read_ahead(chunks_of_rows(cursor, wish, ends))) as chunks:
            for number, chunk in enumerate(chunks, start=1):
                file.write(chunk)
                rows += len(chunk)
                advance(job, total * number // len(ends), 0)
    file.close()
    name = file_name(wanted.format, at)
    return _Made(store_written(stream, name=name, content_type=CONTENT_TYPES[FeedFormat(wanted.format)]), rows)


def _read_ahead(chunks: Iterator[list[Row]]) -> Generator[list[Row], None, None]:
    """The database works on the next chunk while this one is written. Close it before the connection."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = reader.submit(next, chunks, None)
            yield chunk


def _hand_over(feed: PriceFeed, file: File, etag: str, at: datetime) -> None:
    """The link gives the new file from now on, unless it was closed meanwhile; what nothing points at is erased."""
    is_open = PriceFeed.objects.filter(pk=feed.pk, token__revoked_at=None)
    unused = feed.file if is_open.update(file=file, etag=etag, made_at=at) else file
    if unused:
        erase_file(unused)


def head_of(company: Company, at: datetime, listed: Sequence[Section] = ()) -> Head:
    """What a file of the company says of itself."""
    return Head(company.name, settings.SHOP_NAME, settings.PUBLIC_URL, at, listed)


def file_name(file_format: str, at: datetime) -> str:
    """How the file is called where it is saved."""
    return f"{slugify(_('Price list'), allow_unicode=True)}-{at:%Y-%m-%d}.{EXTENSIONS[FeedFormat(file_format)]}"
