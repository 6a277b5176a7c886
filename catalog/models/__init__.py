"""What we sell, at which price to whom, how many are left."""

from catalog.models.analogue import Analogue
from catalog.models.analogue_candidate import AnalogueCandidate
from catalog.models.article_number import ArticleNumber
from catalog.models.assortment import Assortment, AssortmentRule
from catalog.models.attribute import Attribute, AttributeChoice
from catalog.models.backorder import Backorder
from catalog.models.brand import Brand
from catalog.models.brand_alias import BrandAlias
from catalog.models.category import Category
from catalog.models.company_product import CompanyProduct
from catalog.models.cost import Cost
from catalog.models.import_batch import ImportBatch
from catalog.models.import_profile import ImportProfile
from catalog.models.import_row import ImportRow
from catalog.models.price import Price
from catalog.models.price_change import PriceChange
from catalog.models.price_feed import PriceFeed, PriceFeedFetch
from catalog.models.price_floor import PriceFloor, PriceFloorMove
from catalog.models.price_list import PriceList, PriceListCompany
from catalog.models.price_list_version import PriceListVersion
from catalog.models.price_rule import PriceRule
from catalog.models.product import Product
from catalog.models.product_file import ProductFile
from catalog.models.rate import Rate
from catalog.models.reservation import Reservation
from catalog.models.search_log import SearchLog
from catalog.models.search_row import SearchDue, SearchRow
from catalog.models.stock import Stock
from catalog.models.stock_movement import StockMovement
from catalog.models.supplier import Supplier, SupplierCode
from catalog.models.transit import Transit
from catalog.models.warehouse import Warehouse
from catalog.models.watch import Watch

__all__ = [
    "Analogue",
    "AnalogueCandidate",
    "ArticleNumber",
    "Assortment",
    "AssortmentRule",
    "Attribute",
    "AttributeChoice",
    "Backorder",
    "Brand",
    "BrandAlias",
    "Category",
    "CompanyProduct",
    "Price",
    "PriceChange",
    "PriceList",
    "PriceListVersion",
    "Product",
    "ProductFile",
    "Rate",
    "Reservation",
    "SearchDue",
    "SearchRow",
    "Stock",
    "StockMovement",
    "Supplier",
    "SupplierCode",
    "Transit",
    "Cost",
    "ImportBatch",
    "ImportProfile",
    "ImportRow",
    "PriceFeed",
    "PriceFeedFetch",
    "PriceFloor",
    "PriceFloorMove",
    "PriceRule",
    "PriceListCompany",
    "SearchLog",
    "Warehouse",
    "Watch",
]
