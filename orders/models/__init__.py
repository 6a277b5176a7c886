"""The conversation from cart to parcel."""

from orders.models.approval import ApprovalAsk, ApprovalStep, Deputy
from orders.models.approval_rule import ApprovalRule
from orders.models.budget import Budget, BudgetEntry, BudgetPeriod
from orders.models.cart import Cart, CartLine
from orders.models.delivery_method import DeliveryMethod
from orders.models.history import History
from orders.models.message import Message
from orders.models.order import Order
from orders.models.order_line import OrderLine
from orders.models.price_news import PriceNews, PriceNewsLine
from orders.models.thread import Thread

__all__ = [
    "ApprovalAsk",
    "ApprovalRule",
    "ApprovalStep",
    "Budget",
    "BudgetEntry",
    "BudgetPeriod",
    "Cart",
    "CartLine",
    "DeliveryMethod",
    "Deputy",
    "History",
    "Message",
    "Order",
    "OrderLine",
    "PriceNews",
    "PriceNewsLine",
    "Thread",
]
