"""Rules of approval and orders that wait."""

import uuid
from datetime import datetime
from itertools import count
from typing import Any

from accounts.actors import Actor
from accounts.models import Company, Department, Membership
from accounts.permissions import Role
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.approvals import Level
from orders.models import ApprovalRule, Order

_numbers = count(1)


def asks(*people: Actor, needs_all: bool = False, roles: tuple[Role, ...] = (), head: bool = False) -> Level:
    """A level that asks these people, everybody in these roles, and the head of the author's department."""
    keys = tuple(one.user.pk for one in people if one.user)
    return Level(needs_all=needs_all, people=keys, roles=tuple(role.value for role in roles), asks_head=head)


def make_rule(company: Company, *levels: Level, **fields: Any) -> ApprovalRule:
    """A rule for every order of the company, unless told when; without levels any approver is asked."""
    fields.setdefault("name", f"Rule {next(_numbers)}")
    kept = [level.as_json() for level in levels or (asks(roles=(Role.APPROVER,)),)]
    return ApprovalRule.objects.create(company=company, levels=kept, **fields)


def send_order(actor: Actor, product: Product, at: datetime, quantity: int = 1, **more: Any) -> Order:
    """The product ordered by the action, without delivery: placed, or waiting for approval."""
    change_cart_line(product=product, quantity=quantity, by=actor, at=at)
    return place_order(key=uuid.uuid4(), by=actor, at=at, **more)


def put_into(department: Department, actor: Actor) -> None:
    """Lets the actor work in a department."""
    Membership.objects.filter(user=actor.user, company=actor.company).update(department=department)
