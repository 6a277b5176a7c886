"""The conversation from cart to parcel."""

from orders.models.cart import Cart, CartLine
from orders.models.delivery_method import DeliveryMethod
from orders.models.history import History
from orders.models.order import Order
from orders.models.order_line import OrderLine

__all__ = ["Cart", "CartLine", "DeliveryMethod", "History", "Order", "OrderLine"]
