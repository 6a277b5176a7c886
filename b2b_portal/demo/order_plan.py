"""What the demo's companies ordered in a year, and what became of it: pure, the same for the same moment."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from random import Random

from b2b_portal.core.calendar import is_working_day
from b2b_portal.demo.catalogue import Good

YEAR = timedelta(days=364)
# how busy a month is; January has holidays, December closes budgets
SEASONS = (0.55, 0.85, 1.05, 1.0, 0.75, 0.85, 0.7, 0.9, 1.15, 1.1, 1.2, 1.45)
ORDERS = {"demo": 85, "sever": 55, "ural": 44}  # besides those of the last days
SHARES_OF_FATES = (
    ("shipped", 74),
    ("renewed", 6),
    ("line_cancelled", 6),
    ("awaited", 3),
    ("cancelled", 6),
    ("lapsed", 5),
)
OPENS, CLOSES = 9 * 60 + 10, 17 * 60 + 40  # minutes of the day


class Fate(StrEnum):
    """What became of an order."""

    SHIPPED = "shipped"
    RENEWED = "renewed"  # held longer by the buyer, then shipped
    LINE_CANCELLED = "line_cancelled"  # shipped without one line
    AWAITED = "awaited"  # a part came later, then shipped
    CANCELLED = "cancelled"  # by the buyer
    LAPSED = "lapsed"  # its reservation ran out, we cancelled it
    PLACED = "placed"
    CONFIRMED = "confirmed"
    PICKING = "picking"
    EXPIRED = "expired"  # its reservation ran out, nobody has decided yet
    HELD_LONGER = "held_longer"  # renewed, not confirmed yet
    PART_AWAITED = "part_awaited"
    PART_AWAITED_CONFIRMED = "part_awaited_confirmed"
    SHORTENED = "shortened"  # confirmed without one line


@dataclass(frozen=True)
class Habits:
    """How a company buys: its sections, what it buys most, its people, its delivery, the usual sum of a line."""

    sections: tuple[str, ...]
    favourites: tuple[str, ...]
    people: tuple[str, ...]
    deliveries: tuple[tuple[str, int], ...]
    line_gross: int


HABITS: Mapping[str, Habits] = {
    "demo": Habits(
        ("Печать/", "Канцелярия/", "Компьютеры/", "Офис/", "Хозтовары/", "Мебель/"),
        ("CF259X", "CLASSIC A4", "CS-CF259X", "CF259A", "150858", "141193", "910-002238", "4106", "T202", "TK-1170"),
        ("buyer@demo.example", "buyer@demo.example", "buyer@demo.example", "administrator@demo.example"),
        (("own-moscow", 0), ("own-moscow", 1), ("own-moscow", 0), ("pickup-main", 0), ("carrier", 2), ("express", 0)),
        9_000,
    ),
    "sever": Habits(
        ("Электрика/", "Инструмент/", "Промышленность/Средства"),
        ("MVA20-1-016-C", "MVA20-3-025-C", "2273-203", "222-413", "VVGNGLS3X1.5", "S201-C16", "CTG20-20-K41-100I"),
        ("buyer@sever.example", "buyer@sever.example", "administrator@sever.example", "administrator@demo.example"),
        (("carrier", 0), ("carrier", 1), ("carrier", 0), ("pickup-main", 0)),
        13_000,
    ),
    "ural": Habits(
        (
            "Инструмент/",
            "Промышленность/",
            "Электрика/Лампы",
            "Электрика/Щиты",
            "Компьютеры/Питание",
            "Печать/Картриджи",
        ),
        ("6204-2RSH", "180204", "6205-2RSH", "TG-101", "4603347-125-16", "GA5030", "LLE-A60-10-230-40-E27"),
        ("buyer@ural.example", "buyer@ural.example", "administrator@ural.example"),
        (("carrier", 0),),
        11_000,
    ),
}
# the last days: company, fate, so many working days before the last one, hour
RECENT = (
    ("demo", Fate.EXPIRED, 7, 10.4),
    ("sever", Fate.EXPIRED, 6, 15.2),
    ("demo", Fate.SHIPPED, 5, 11.0),
    ("demo", Fate.HELD_LONGER, 4, 16.6),
    ("ural", Fate.SHORTENED, 3, 10.1),
    ("demo", Fate.PICKING, 2, 12.7),
    ("sever", Fate.PICKING, 1, 9.2),
    ("demo", Fate.SHORTENED, 2, 13.3),
    ("demo", Fate.PLACED, 2, 9.3),
    ("sever", Fate.PART_AWAITED, 2, 11.8),
    ("demo", Fate.PART_AWAITED_CONFIRMED, 1, 9.9),
    ("demo", Fate.CONFIRMED, 1, 14.2),
    ("demo", Fate.CANCELLED, 1, 15.5),
    ("ural", Fate.PLACED, 1, 16.1),
    ("sever", Fate.CONFIRMED, 0, 9.1),
    ("demo", Fate.PLACED, 0, 9.4),
)
OFTEN = 2.4  # so much more of what a company buys most
COMMENTS = (
    "Позвоните за час до приезда, пропуск заказываем по номеру машины.",
    "Нужны сертификаты на автоматы вместе с УПД.",
    "Просим отгрузить одной партией.",
    "Счёт на бухгалтерию: accountant@demo.example, оплата в течение двух дней.",
    "На коробках указать номер нашей заявки.",
)


@dataclass(frozen=True)
class PlannedOrder:
    """One order: who, when, what, and its fate."""

    number: int
    company: str
    person: str
    at: datetime
    lines: tuple[tuple[str, int], ...]
    fate: Fate
    delivery: str
    address: int
    buyer_number: str
    comment: str


Draft = tuple[str, Fate | None, datetime]


def plan_orders(goods: Sequence[Good], at: datetime, holidays: Mapping[date, bool]) -> tuple[PlannedOrder, ...]:
    """200 orders of the year before `at` (in the shop's zone), the oldest first."""
    days = _working_days(at, holidays)
    drafts: list[Draft] = [
        (company, None, moment) for company, count in ORDERS.items() for moment in _moments(company, count, days, at)
    ]
    drafts += [(company, fate, _recent_moment(days, back, hour, at)) for company, fate, back, hour in RECENT]
    drafts.sort(key=lambda draft: draft[2])
    return tuple(_order(number, draft, goods) for number, draft in enumerate(drafts, start=1))


def _working_days(at: datetime, holidays: Mapping[date, bool]) -> list[date]:
    """The year's working days up to the last one that had begun by `at`."""
    first, last = at.date() - YEAR, at.date() if at.hour >= 10 else at.date() - timedelta(days=1)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day, holidays)]


def _moments(company: str, count: int, days: Sequence[date], at: datetime) -> Iterator[datetime]:
    """Working moments, more of them in busy months, at least eight working days ago: those stories are over."""
    rng, past = Random(f"days of {company}"), days[:-8]
    shares = list(accumulate(SEASONS[day.month - 1] for day in past))
    for number in range(count):
        share = (number + rng.random()) / count * shares[-1]
        yield _at(past[bisect_left(shares, share)], rng.randint(OPENS, CLOSES), at)


def _recent_moment(days: Sequence[date], back: int, hour: float, at: datetime) -> datetime:
    return _at(days[-1 - back], int(hour * 60), at)


def _at(day: date, minutes: int, at: datetime) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=at.tzinfo)


def _order(number: int, draft: Draft, goods: Sequence[Good]) -> PlannedOrder:
    company, known_fate, at = draft
    rng, habits = Random(f"order {number} of {company}"), HABITS[company]
    fates, shares = zip(*SHARES_OF_FATES, strict=True)
    fate = known_fate or Fate(rng.choices(fates, weights=shares)[0])
    delivery, address = rng.choice(habits.deliveries)
    return PlannedOrder(
        number=number,
        company=company,
        person=rng.choice(habits.people),
        at=at,
        lines=_lines(rng, habits, goods, SEASONS[at.month - 1], fate),
        fate=fate,
        delivery=delivery,
        address=address,
        buyer_number=f"З-{at:%y}/{number + 1000}" if rng.random() < 0.4 else "",
        comment=rng.choice(COMMENTS) if rng.random() < 0.12 else "",
    )


def _lines(
    rng: Random, habits: Habits, goods: Sequence[Good], season: float, fate: Fate
) -> tuple[tuple[str, int], ...]:
    """Two to eight goods that lie in the main warehouse; of an awaited order the first is to come."""
    ours = [good for good in goods if good.category.startswith(habits.sections)]
    kept = [good for good in ours if good.is_ordinary]
    often = [good for good in kept if good.article in habits.favourites]
    count = rng.randint(2, 8)
    chosen = rng.sample(often, min(len(often), rng.randint(1, 3))) + rng.sample(kept, count)
    if fate in (Fate.PART_AWAITED, Fate.PART_AWAITED_CONFIRMED, Fate.AWAITED):
        chosen.insert(0, rng.choice([good for good in ours if good.coming and not any(good.stock.values())]))
    unique = {good.article: good for good in chosen}
    wanted = habits.line_gross * season
    sums = (wanted * rng.uniform(0.25, 2.2) * (OFTEN if good in often else 1) for good in unique.values())
    return tuple((good.article, _quantity(good, gross)) for good, gross in zip(unique.values(), sums, strict=True))


def _quantity(good: Good, gross: float) -> int:
    """About so much money's worth of the product: whole packs, in round numbers where there are many."""
    price = good.prices[0][1]
    packs = max(1, int(Decimal(gross) / price / good.pack))
    if packs > 20:
        packs = packs // 10 * 10
    return max(packs, -(-good.minimum // good.pack)) * good.pack
