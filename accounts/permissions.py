"""What the people of a company may do: permissions, and the six fixed roles that grant them. Denied by default."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Permission(StrEnum):
    """One thing that a person may do for a company; asked by `queries.access.can`."""

    VIEW_CATALOG = "view_catalog"
    VIEW_PRICES = "view_prices"
    TAKE_PRICES = "take_prices"
    EDIT_CART = "edit_cart"
    PROPOSE_ORDER = "propose_order"
    PLACE_ORDER = "place_order"
    VIEW_ORDERS = "view_orders"
    CANCEL_ORDER = "cancel_order"
    APPROVE_ORDERS = "approve_orders"
    VIEW_DOCUMENTS = "view_documents"
    VIEW_MONEY = "view_money"
    VIEW_PEOPLE = "view_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_RULES = "manage_rules"
    EDIT_COMPANY = "edit_company"
    WRITE_MESSAGES = "write_messages"

    @property
    def label(self) -> "_StrPromise":
        """The permission in words, as a page or a refusal names it."""
        return _PERMISSION_LABELS[self]


class Role(StrEnum):
    """What a person is in a company."""

    ADMINISTRATOR = "administrator"
    PURCHASER = "purchaser"
    REQUESTER = "requester"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    VIEWER = "viewer"

    @property
    def label(self) -> "_StrPromise":
        """The role in words."""
        return _ROLE_LABELS[self]


_PERMISSION_LABELS = {
    Permission.VIEW_CATALOG: _("see the catalogue"),
    Permission.VIEW_PRICES: _("see prices"),
    Permission.TAKE_PRICES: _("take price lists away"),
    Permission.EDIT_CART: _("fill the cart"),
    Permission.PROPOSE_ORDER: _("propose orders for approval"),
    Permission.PLACE_ORDER: _("place orders"),
    Permission.VIEW_ORDERS: _("see orders"),
    Permission.CANCEL_ORDER: _("cancel orders"),
    Permission.APPROVE_ORDERS: _("approve orders"),
    Permission.VIEW_DOCUMENTS: _("see documents"),
    Permission.VIEW_MONEY: _("see debts and credit"),
    Permission.VIEW_PEOPLE: _("see the people of the company and what was changed"),
    Permission.MANAGE_PEOPLE: _("manage people"),
    Permission.MANAGE_RULES: _("set rules of approval and budgets"),
    Permission.EDIT_COMPANY: _("edit the company"),
    Permission.WRITE_MESSAGES: _("write to the account manager"),
}

_ROLE_LABELS = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.PURCHASER: _("Purchaser"),
    Role.REQUESTER: _("Requester"),
    Role.APPROVER: _("Approver"),
    Role.ACCOUNTANT: _("Accountant"),
    Role.VIEWER: _("Viewer"),
}

_LOOKING = frozenset({Permission.VIEW_CATALOG, Permission.VIEW_PRICES, Permission.VIEW_ORDERS})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.PURCHASER: _LOOKING
    | {
        Permission.TAKE_PRICES,
        Permission.EDIT_CART,
        Permission.PROPOSE_ORDER,
        Permission.PLACE_ORDER,
        Permission.APPROVE_ORDERS,
        Permission.CANCEL_ORDER,
        Permission.VIEW_DOCUMENTS,
        Permission.VIEW_MONEY,
        Permission.WRITE_MESSAGES,
    },
    Role.REQUESTER: _LOOKING | {Permission.EDIT_CART, Permission.PROPOSE_ORDER, Permission.WRITE_MESSAGES},
    Role.APPROVER: _LOOKING
    | {Permission.APPROVE_ORDERS, Permission.VIEW_DOCUMENTS, Permission.VIEW_MONEY, Permission.WRITE_MESSAGES},
    # Papers and money, no ordering: what is bought stands in the orders, so no catalogue prices either.
    Role.ACCOUNTANT: frozenset(
        {
            Permission.VIEW_CATALOG,
            Permission.VIEW_ORDERS,
            Permission.VIEW_DOCUMENTS,
            Permission.VIEW_MONEY,
            Permission.WRITE_MESSAGES,
        }
    ),
    Role.VIEWER: _LOOKING | {Permission.VIEW_DOCUMENTS},
}

ROLE_CHOICES: tuple[tuple[str, "_StrPromise"], ...] = tuple((role.value, role.label) for role in Role)


def permissions_of(role: str) -> frozenset[Permission]:
    """What a role grants; a role that does not exist grants nothing."""
    return ROLE_PERMISSIONS[Role(role)] if role in set(Role) else frozenset()


def who_can(permission: Permission) -> tuple[Role, ...]:
    """The roles that grant a permission, in the order of the enum: whom a refusal names."""
    return tuple(role for role in Role if permission in ROLE_PERMISSIONS[role])
