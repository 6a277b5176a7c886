"""Column profiles: which column of a supplier's file means what."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.feed import Feed

# what a column may mean
ARTICLE, BRAND, CODE, CATEGORY, SUBCATEGORY = "article", "brand", "code", "category", "subcategory"
NAME, PACKAGE, PRICES, STOCK = "name", "package", "prices", "stock"


@dataclass(frozen=True)
class Profile:
    """A kind of file: whose feed it is and the headings under which its columns stand, any case."""

    feed: Feed
    headings: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    category_separator: str = ""
    no_category: str = "Без раздела"


JLCPARTS = Profile(
    feed=Feed(
        name="jlcparts",
        title="JLCPCB / LCSC",
        currency="USD",
        is_gross=False,
        priority=10,
        supplier_name="LCSC",
    ),
    headings={
        ARTICLE: ("mpn",),
        BRAND: ("manufacturer",),
        CODE: ("lcsc",),
        CATEGORY: ("category",),
        SUBCATEGORY: ("subcategory",),
        NAME: ("description",),
        PACKAGE: ("package",),
        PRICES: ("price_tiers_usd",),
        STOCK: ("stock",),
    },
    required=frozenset({ARTICLE, BRAND, CODE, CATEGORY, SUBCATEGORY, NAME, PACKAGE, PRICES, STOCK}),
)

PLAIN = Profile(
    feed=Feed(name="plain", title="Прайс-лист", currency="RUB", is_gross=True, priority=20),
    headings={
        ARTICLE: ("article", "артикул"),
        BRAND: ("brand", "бренд", "производитель"),
        CATEGORY: ("category", "категория", "раздел"),
        NAME: ("name", "наименование", "название"),
        PRICES: ("price", "цена"),
        STOCK: ("stock", "остаток"),
    },
    required=frozenset({ARTICLE, BRAND, NAME, PRICES}),
    category_separator=">",
)

PROFILES: Mapping[str, Profile] = {profile.feed.name: profile for profile in (JLCPARTS, PLAIN)}
