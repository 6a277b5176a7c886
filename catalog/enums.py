"""Kinds and states of the catalogue's rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberKind(models.TextChoices):
    """Other numbers by which a product is known."""

    EAN = "ean", _("barcode (EAN)")
    OE = "oe", _("original equipment number")
    CROSS = "cross", _("cross number of another maker")
    SUPERSEDED = "superseded", _("superseded number")


class AnalogueKind(models.TextChoices):
    """How one product stands to another. The first two read the same from both ends, the others from one."""

    FULL = "full", _("full replacement")
    FUNCTIONAL = "functional", _("functional analogue")
    SUPERSEDED = "superseded", _("superseded by")
    CONSUMABLE = "consumable", _("compatible consumable")
    ACCESSORY = "accessory", _("accessory")
    KIT = "kit", _("included in the kit")


class Doubt(models.TextChoices):
    """Why two spellings of an article may be two different parts."""

    POINT = "point", _("decimal point: mostly different parts")
    SPELLING = "spelling", _("separators, letters or case")


class CandidateState(models.TextChoices):
    WAITING = "waiting", _("to be decided")
    LINKED = "linked", _("linked")
    REJECTED = "rejected", _("rejected")


class PriceListKind(models.TextChoices):
    BASE = "base", _("base list of a tier")
    CONTRACT = "contract", _("contract list of companies")
    PROMOTION = "promotion", _("promotion")


class Currency(models.TextChoices):
    RUB = "RUB", _("roubles")
    USD = "USD", _("US dollars")
    CNY = "CNY", _("yuan")
    EUR = "EUR", _("euros")


class RoundingMode(models.TextChoices):
    """How a computed price meets the step of its list."""

    NEAREST = "nearest", _("to the nearest step")
    UP = "up", _("up")
    DOWN = "down", _("down")


class VersionKind(models.TextChoices):
    """Where a version of a price list came from."""

    FEED = "feed", _("supplier's feed")
    BY_HAND = "by_hand", _("by hand")
    IMPORT = "import", _("import")
    ROLLBACK = "rollback", _("rollback")


class ImportKind(models.TextChoices):
    """What a sheet in the import cockpit brings."""

    PRICES = "prices", _("prices")
    COSTS = "costs", _("costs")
    STOCK = "stock", _("stock")
    PRODUCTS = "products", _("products")
    OWN_CODES = "own_codes", _("own codes of a company")


class ImportState(models.TextChoices):
    """The life of one sent file."""

    UPLOADED = "uploaded", _("sent")
    READING = "reading", _("being read")
    READY = "ready", _("ready to publish")
    SCHEDULED = "scheduled", _("to be published at its moment")
    PUBLISHING = "publishing", _("being published")
    PUBLISHED = "published", _("published")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Verdict(models.TextChoices):
    """What the comparison says of one row of a sheet."""

    NEW = "new", _("new")
    UP = "up", _("up")
    DOWN = "down", _("down")
    CHANGED = "changed", _("changed")
    SAME = "same", _("unchanged")
    MISSING = "missing", _("missing from the file")
    UNKNOWN = "unknown", _("unknown article")
    DOUBTFUL = "doubtful", _("several brands")
    REPEATED = "repeated", _("duplicate row")
    BAD = "bad", _("bad value")


class FeedFormat(models.TextChoices):
    """In which shape a company takes its price list away."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    YML = "yml", "YML"
    JSON = "json", "JSON"


class Unit(models.TextChoices):
    """Sales units by OKEI code."""

    PIECE = "796", _("pcs")
    METRE = "006", _("m")
    PACK = "778", _("pack")
    SET = "839", _("set")
    SERVICE = "876", _("service")


class ReservationState(models.TextChoices):
    ACTIVE = "active", _("active")
    RELEASED = "released", _("released")
    EXPIRED = "expired", _("expired")
    SHIPPED = "shipped", _("shipped")


class BackorderState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ARRIVED = "arrived", _("arrived")
    CANCELLED = "cancelled", _("cancelled")


class ProductFileKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    MANUAL = "manual", _("manual")
    CERTIFICATE = "certificate", _("certificate")
    DATASHEET = "datasheet", _("data sheet")


class StockClass(models.IntegerChoices):
    """How soon a product is at hand, the soonest first. Each product is of one class."""

    TODAY = 0, _("today")
    SOON = 1, _("up to 3 days")
    IN_TRANSIT = 2, _("in transit")
    TO_ORDER = 3, _("to order")


class AttributeKind(models.TextChoices):
    """How an attribute is read, and so how goods are narrowed by it."""

    NUMBER = "number", _("numeric value")
    CHOICE = "choice", _("choice")
    TEXT = "text", _("text")


class Sort(models.TextChoices):
    """In which order goods are listed."""

    MATCH = "match", _("by match")
    PRICE = "price", _("cheap first")
    PRICE_DOWN = "price_down", _("dear first")
    STOCK = "stock", _("by stock")
    NAME = "name", _("by name")


class WatchKind(models.TextChoices):
    """What a person wants to be told of a product, once."""

    BACK = "back", _("back in stock")
    PRICE = "price", _("lower price")


class MovementKind(models.TextChoices):
    RECEIPT = "receipt", _("receipt")
    CORRECTION = "correction", _("correction")
    RESERVE = "reserve", _("reserved")
    RELEASE = "release", _("reservation released")
    EXPIRE = "expire", _("reservation expired")
    SHIP = "ship", _("shipped")


class Match(models.TextChoices):
    """Why a product was found, best first."""

    EXACT = "exact", _("exact article")
    OWN_CODE = "own_code", _("your code")
    EAN = "ean", _("barcode")
    OE = "oe", _("original equipment number")
    CROSS = "cross", _("cross number")
    SUPERSEDED = "superseded", _("replaces this number")
    PREFIX = "prefix", _("article begins so")
    PART = "part", _("part of the article")
    LAYOUT = "layout", _("other keyboard layout")
    VARIANT = "variant", _("similar spelling")
    TYPO = "typo", _("one character differs")
    NAME = "name", _("by name")
