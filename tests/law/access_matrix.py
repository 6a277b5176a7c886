"""Who may open which URL. A URL without a row here fails the suite (test_access.py).

A row names what an allowed person gets, which permission the page needs ("" = any signed-in person, "staff", "public")
and how its address and body are filled from a World of the asked company.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.permissions import Permission

NOTHING: Callable[[Any], Mapping[str, Any]] = lambda world: {}  # noqa: E731


@dataclass(frozen=True)
class Row:
    """One URL."""

    needs: str
    method: str = "get"
    kwargs: Callable[[Any], Mapping[str, Any]] = field(default=NOTHING)
    data: Callable[[Any], Mapping[str, Any]] = field(default=NOTHING)
    answers: int = 200
    foreign: int | None = None  # what ids of another company get; None: the row carries no ids


def _order(world: Any) -> Mapping[str, Any]:
    return {"number": world.order.number}


def _product(world: Any) -> Mapping[str, Any]:
    return {"uid": world.product.uid}


def _order_line(world: Any) -> Mapping[str, Any]:
    return {"number": world.order.number, "uid": world.order.lines.get().uid}


def _product_file(world: Any) -> Mapping[str, Any]:
    return {"uid": world.product.uid, "file_uid": world.product_file.uid}


def _address(world: Any) -> Mapping[str, Any]:
    return {"uid": world.address.uid}


def _power(world: Any) -> Mapping[str, Any]:
    return {"uid": world.power.uid}


def _application(world: Any) -> Mapping[str, Any]:
    return {"uid": world.application.uid}


def _member(world: Any) -> Mapping[str, Any]:
    return {"uid": world.actor.user.memberships.get(company=world.company).uid}


def _budget(world: Any) -> Mapping[str, Any]:
    return {"uid": world.budget.uid}


def _department(world: Any) -> Mapping[str, Any]:
    return {"name": "Sales"}


def _cost_centre(world: Any) -> Mapping[str, Any]:
    return {"code": "44-2", "name": "Sales"}


def _own_role(world: Any) -> Mapping[str, Any]:
    return {"uid": world.own_role.uid}


def _deputy(world: Any) -> Mapping[str, Any]:
    return {"uid": world.deputy.uid}


def _approval_rule(world: Any) -> Mapping[str, Any]:
    return {"uid": world.approval_rule.uid}


_SEEN = {"revision": 1}


def _cart_line(world: Any) -> Mapping[str, Any]:
    return {"product": world.product.uid, "quantity": 1}


_PRICES = {"format": "csv", "columns": ["article", "price_gross"]}


MATRIX: dict[str, Row] = {
    "overview": Row(Permission.VIEW_CATALOG),
    "order": Row(Permission.VIEW_ORDERS, kwargs=_order, foreign=404),
    "money": Row(Permission.VIEW_MONEY),
    "product": Row(Permission.VIEW_CATALOG, kwargs=_product),
    # for staff who may see imports; others of our staff are refused before the file is looked for
    "price-impact": Row("staff", kwargs=lambda world: {"uid": world.job.uid}, answers=403),
    "core:livez": Row("public"),
    "core:readyz": Row("public"),
    "core:language": Row("public", "post", data=lambda world: {"language": "en"}, answers=302),
    "core:theme": Row("public", "post", data=lambda world: {"theme": "dark"}, answers=302),
    "core:sprite": Row("public", kwargs=lambda world: {"digest": world.sprite}),
    "core:gallery": Row("staff"),
    "core:job": Row("", kwargs=lambda world: {"uid": world.job.uid}, foreign=404),
    "core:job-cancel": Row("", "post", kwargs=lambda world: {"uid": world.job.uid}, answers=302, foreign=404),
    "core:job-result": Row("", kwargs=lambda world: {"uid": world.job.uid}, foreign=404),
    "accounts:company": Row("", "post", data=lambda world: {"company": world.company.uid}, answers=302, foreign=404),
    "accounts:replacement-policy": Row(
        Permission.EDIT_COMPANY, "post", data=lambda world: {"policy": "ask"}, answers=302
    ),
    # a change of people first asks who is there: 302 to the page that confirms it
    "accounts:people": Row(Permission.VIEW_PEOPLE),
    "accounts:person-invite": Row(Permission.MANAGE_PEOPLE),
    "accounts:person-department": Row(Permission.MANAGE_PEOPLE, "post", kwargs=_member, answers=302, foreign=404),
    "accounts:person-end": Row(Permission.MANAGE_PEOPLE, "post", kwargs=_member, answers=302, foreign=404),
    "accounts:person-limit": Row(Permission.MANAGE_PEOPLE, kwargs=_member, foreign=404),
    "accounts:person-role": Row(Permission.MANAGE_PEOPLE, "post", kwargs=_member, answers=302, foreign=404),
    "accounts:person-send": Row(Permission.MANAGE_PEOPLE, "post", kwargs=_member, answers=302, foreign=404),
    "accounts:role-add": Row(Permission.MANAGE_PEOPLE),
    "accounts:role": Row(Permission.MANAGE_PEOPLE, kwargs=_own_role, foreign=404),
    "accounts:role-switch": Row(Permission.MANAGE_PEOPLE, "post", kwargs=_own_role, answers=302, foreign=404),
    "accounts:second-factor-demand": Row(
        Permission.MANAGE_PEOPLE, "post", data=lambda world: {"demanded": "yes"}, answers=302
    ),
    "accounts:leave-company": Row(""),
    "accounts:history": Row(Permission.VIEW_PEOPLE),
    "accounts:structure": Row(Permission.MANAGE_RULES),
    "accounts:department-add": Row(Permission.MANAGE_RULES, "post", data=_department, answers=302),
    "accounts:department-change": Row(
        Permission.MANAGE_RULES,
        "post",
        kwargs=lambda world: {"uid": world.department.uid},
        data=_department,
        answers=302,
        foreign=404,
    ),
    "accounts:cost-centre-add": Row(Permission.MANAGE_RULES, "post", data=_cost_centre, answers=302),
    "accounts:cost-centre-change": Row(
        Permission.MANAGE_RULES,
        "post",
        kwargs=lambda world: {"uid": world.cost_centre.uid},
        data=_cost_centre,
        answers=302,
        foreign=404,
    ),
    "accounts:powers": Row(Permission.PLACE_ORDER),
    "accounts:power-add": Row(Permission.PLACE_ORDER),
    "accounts:power-revoke": Row(Permission.PLACE_ORDER, "post", kwargs=_power, answers=302, foreign=404),
    "accounts:addresses": Row(Permission.PLACE_ORDER),
    "accounts:address-add": Row(Permission.PLACE_ORDER),
    "accounts:address-remove": Row(Permission.PLACE_ORDER, "post", kwargs=_address, answers=302, foreign=404),
    "accounts:profile": Row(""),
    # whom it asks about is the person himself, who works there already
    "accounts:membership-accept": Row("", "post", kwargs=_member, answers=302, foreign=404),
    "accounts:membership-decline": Row("", "post", kwargs=_member, answers=302, foreign=404),
    "accounts:email": Row(""),
    "accounts:email-change": Row("", kwargs=lambda world: {"secret": "unknown"}),
    "accounts:sessions": Row(""),
    "accounts:sessions-end": Row("", "post", answers=302),
    # one's own device has no such address: to sign it out is account_logout
    "accounts:session-end": Row("", "post", kwargs=lambda world: {"uid": world.job.uid}, answers=404, foreign=404),
    "accounts:invitation": Row("public", kwargs=lambda world: {"secret": "unknown"}, answers=410),
    "accounts:register": Row("public"),
    "accounts:register-sent": Row("public"),
    "accounts:application": Row("public", kwargs=lambda world: {"secret": "unknown"}, answers=410),
    "accounts:application-account": Row("public", kwargs=lambda world: {"secret": "unknown"}, answers=410),
    "accounts:own-application": Row("", answers=404),
    "accounts:requests": Row(Permission.MANAGE_PEOPLE),
    "accounts:request-admit": Row(
        Permission.MANAGE_PEOPLE,
        "post",
        kwargs=_application,
        data=lambda world: {"role": "viewer"},
        answers=302,
        foreign=404,
    ),
    "accounts:request-refuse": Row(
        Permission.MANAGE_PEOPLE,
        "post",
        kwargs=_application,
        data=lambda world: {"reason": "We do not know you"},
        answers=302,
        foreign=404,
    ),
    "catalog:search": Row(Permission.VIEW_CATALOG),
    "catalog:suggest": Row(Permission.VIEW_CATALOG),
    "catalog:search-prices": Row(Permission.VIEW_CATALOG),
    "catalog:search-take": Row(Permission.TAKE_PRICES),
    "catalog:compare": Row(Permission.VIEW_CATALOG),
    "catalog:searches-forget": Row(Permission.VIEW_CATALOG, "post", answers=302),
    "catalog:watches": Row(Permission.VIEW_CATALOG),
    "catalog:watch-add": Row(
        Permission.VIEW_CATALOG, "post", kwargs=_product, data=lambda world: {"kind": "price"}, answers=302
    ),
    "catalog:watch-remove": Row(
        Permission.VIEW_CATALOG, "post", kwargs=lambda world: {"uid": world.watch.uid}, answers=302, foreign=404
    ),
    "catalog:own-code": Row(
        Permission.EDIT_CART, "post", kwargs=_product, data=lambda world: {"own_code": "10-1"}, answers=302
    ),
    "catalog:price-list": Row(Permission.TAKE_PRICES),
    "catalog:price-list-take": Row(Permission.TAKE_PRICES, "post", data=lambda world: _PRICES),
    "catalog:price-feed-open": Row(Permission.TAKE_PRICES),
    "catalog:price-feed-close": Row(
        Permission.TAKE_PRICES, "post", kwargs=lambda world: {"uid": world.price_feed.uid}, answers=302, foreign=404
    ),
    "catalog:price-feed": Row("public", kwargs=lambda world: {"secret": "unknown"}, answers=404),
    "catalog:product-file": Row(Permission.VIEW_CATALOG, kwargs=_product_file),
    "orders:budgets": Row(Permission.VIEW_ORDERS),
    "orders:budget": Row(Permission.VIEW_ORDERS, kwargs=_budget, foreign=404),
    "orders:budget-add": Row(Permission.MANAGE_RULES),
    "orders:budget-change": Row(Permission.MANAGE_RULES, kwargs=_budget, foreign=404),
    "orders:approvals": Row(Permission.APPROVE_ORDERS),
    "orders:approval-link": Row("public", kwargs=lambda world: {"secret": "unknown"}, answers=410),
    "orders:approval-rules": Row(Permission.MANAGE_RULES),
    "orders:approval-rule-add": Row(Permission.MANAGE_RULES),
    "orders:approval-rule": Row(Permission.MANAGE_RULES, kwargs=_approval_rule, foreign=404),
    "orders:deputies": Row(Permission.APPROVE_ORDERS),
    "orders:deputy-add": Row(Permission.APPROVE_ORDERS, "post", answers=422),
    "orders:deputy-end": Row(Permission.APPROVE_ORDERS, "post", kwargs=_deputy, answers=302, foreign=404),
    # nobody is asked about this order: the order's page says so
    "orders:order-collector": Row(Permission.PLACE_ORDER, kwargs=_order, answers=409, foreign=404),
    "orders:order-approve": Row(
        Permission.APPROVE_ORDERS, "post", kwargs=_order, data=lambda world: _SEEN, answers=302, foreign=404
    ),
    "orders:order-return": Row(
        Permission.APPROVE_ORDERS,
        "post",
        kwargs=_order,
        data=lambda world: {**_SEEN, "reason": "Too much"},
        answers=302,
        foreign=404,
    ),
    "orders:order-line-change": Row(Permission.APPROVE_ORDERS, kwargs=_order_line, foreign=404),
    "orders:order-line-lower": Row(
        Permission.APPROVE_ORDERS,
        "post",
        kwargs=_order_line,
        data=lambda world: {**_SEEN, "quantity": 0},
        answers=302,
        foreign=404,
    ),
    "orders:order-line-swap": Row(
        Permission.APPROVE_ORDERS,
        "post",
        kwargs=_order_line,
        data=lambda world: {**_SEEN, "other": world.product.uid},
        answers=302,
        foreign=404,
    ),
    "orders:order-withdraw": Row(Permission.PROPOSE_ORDER, "post", kwargs=_order, answers=302, foreign=404),
    "orders:order-refill": Row(Permission.EDIT_CART, "post", kwargs=_order, answers=302, foreign=404),
    "orders:cart": Row(Permission.EDIT_CART),
    "orders:messages": Row(Permission.WRITE_MESSAGES),
    "orders:message-post": Row(
        Permission.WRITE_MESSAGES, "post", data=lambda world: {"text": "Is it in stock?"}, answers=302
    ),
    "orders:price-changes": Row(Permission.VIEW_PRICES),
    "orders:cart-add": Row(Permission.EDIT_CART, "post", data=_cart_line, answers=302),
    "orders:cart-change": Row(Permission.EDIT_CART, "post", data=_cart_line, answers=302),
    "orders:cart-quick": Row(Permission.EDIT_CART, "post", data=lambda world: {"line": "no such article"}, answers=422),
    "orders:cart-replace": Row(
        Permission.EDIT_CART,
        "post",
        data=lambda world: {"product": world.product.uid, "other": world.product.uid},
        answers=422,
        foreign=404,
    ),
    "orders:cart-order": Row(
        Permission.PROPOSE_ORDER, "post", data=lambda world: world.order_form, answers=302, foreign=404
    ),
    "orders:orders": Row(Permission.VIEW_ORDERS),
    "orders:orders-export": Row(Permission.VIEW_ORDERS),
    "orders:purchases-export": Row(Permission.VIEW_ORDERS, kwargs=_product),
    "orders:order-cancel": Row(Permission.CANCEL_ORDER, "post", kwargs=_order, answers=302, foreign=404),
    "orders:order-line-cancel": Row(Permission.CANCEL_ORDER, "post", kwargs=_order_line, answers=302, foreign=404),
    "orders:order-renew": Row(Permission.PLACE_ORDER, "post", kwargs=_order, answers=302, foreign=404),
    "documents:papers": Row(Permission.VIEW_DOCUMENTS, kwargs=_order, answers=302, foreign=404),
    "documents:documents": Row(Permission.VIEW_DOCUMENTS),
    "documents:document": Row(Permission.VIEW_DOCUMENTS, kwargs=lambda world: {"uid": world.document.uid}, foreign=404),
    "admin-password": Row("", answers=302),
    # django-allauth's pages about the person himself
    "account_login": Row("public"),
    "account_request_login_code": Row("public"),
    "account_confirm_login_code": Row("public", answers=302),  # only while one is waited for
    "account_logout": Row("public", answers=302),
    "account_inactive": Row("public"),
    "account_signup": Row("public"),
    "account_reauthenticate": Row(""),
    "account_change_password": Row(""),
    "account_set_password": Row("", answers=302),
    "account_reset_password": Row("public"),
    "account_reset_password_done": Row("public"),
    "account_reset_password_from_key": Row("public", kwargs=lambda world: {"uidb36": "1", "key": "x-y"}),
    "account_reset_password_from_key_done": Row("public"),
    "mfa_index": Row(""),
    "mfa_authenticate": Row("public", answers=302),
    "mfa_reauthenticate": Row("", answers=302),
    "mfa_activate_totp": Row(""),
    "mfa_deactivate_totp": Row("", answers=404),
    "mfa_login_webauthn": Row("public", answers=302),
    "mfa_list_webauthn": Row("", answers=302),
    "mfa_add_webauthn": Row(""),
    "mfa_reauthenticate_webauthn": Row("", answers=302),
    "mfa_remove_webauthn": Row("", kwargs=lambda world: {"pk": 1}, answers=404),
    "mfa_view_recovery_codes": Row("", answers=404),
    "mfa_generate_recovery_codes": Row(""),
    "mfa_download_recovery_codes": Row("", answers=404),
}
