from django.urls import path

from orders.views import (
    budgets,
    cart,
    checkout,
    messages,
    order,
    orders,
    orders_export,
    price_changes,
    purchases_export,
    replace_line,
)

app_name = "orders"
urlpatterns = [
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/add/", budgets.budget_add, name="budget-add"),
    path("budgets/<uuid:uid>/", budgets.budget, name="budget"),
    path("budgets/<uuid:uid>/change/", budgets.budget_change, name="budget-change"),
    path("cart/", cart.cart, name="cart"),
    path("cart/add/", cart.cart_add, name="cart-add"),
    path("cart/change/", cart.cart_change, name="cart-change"),
    path("cart/quick/", cart.cart_quick, name="cart-quick"),
    path("cart/replace/", replace_line.cart_replace, name="cart-replace"),
    path("cart/order/", checkout.cart_order, name="cart-order"),
    path("messages/", messages.messages, name="messages"),
    path("messages/post/", messages.message_post, name="message-post"),
    path("prices/changes/", price_changes.price_changes, name="price-changes"),
    path("orders/", orders.orders, name="orders"),
    path("orders/export/", orders_export.orders_export, name="orders-export"),
    path("products/<uuid:uid>/purchases/", purchases_export.purchases_export, name="purchases-export"),
    path("orders/<int:number>/cancel/", order.order_cancel, name="order-cancel"),
    path("orders/<int:number>/lines/<uuid:uid>/cancel/", order.order_line_cancel, name="order-line-cancel"),
    path("orders/<int:number>/renew/", order.order_renew, name="order-renew"),
]
