"""The rules of a company, and its deputies, as its pages show them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Membership, OwnRole, User
from accounts.permissions import Permission, Role
from accounts.queries.access import can
from orders.approvals import Level
from orders.models import ApprovalRule, Deputy

_RELATED = ("category", "brand", "address", "own_role", "department", "escalates_to")


@dataclass(frozen=True)
class LevelRow:
    """Whom a level asks, as they are called today; who may not approve any more is left out."""

    people: tuple[str, ...]
    roles: tuple[str, ...]
    own_roles: tuple[str, ...]
    asks_head: bool
    needs_all: bool


@dataclass(frozen=True)
class RuleRow:
    """A rule with its levels."""

    rule: ApprovalRule
    levels: tuple[LevelRow, ...]


def approval_rules_of(actor: Actor) -> list[RuleRow]:
    """Rules of the actor's company, those in use first. Three queries."""
    rules = list(ApprovalRule.objects.visible_to(actor).select_related(*_RELATED).order_by("-is_active", "name", "pk"))
    asked = {pk for rule in rules for level in rule.asked for pk in level.people}
    own = {pk for rule in rules for level in rule.asked for pk in level.own_roles}
    people = {one.pk: str(one) for one in User.objects.filter(pk__in=asked)}
    roles = {one.pk: one.name for one in OwnRole.objects.filter(pk__in=own)}
    return [RuleRow(rule, tuple(_level(one, people, roles) for one in rule.asked)) for rule in rules]


def approval_rule_in(actor: Actor, uid: UUID) -> ApprovalRule | None:
    """The rule of the actor's company. One query."""
    return ApprovalRule.objects.visible_to(actor).select_related(*_RELATED).filter(uid=uid).first()


def deputies_of(actor: Actor, today: date) -> list[Deputy]:
    """Deputies of the company that stand in today or later, the first first: all for who sets rules, else his own and
    those whose deputy he is. One query.
    """
    found = Deputy.objects.visible_to(actor).filter(ended_at=None, valid_until__gt=today)
    if actor.company and not can(actor, Permission.MANAGE_RULES, actor.company):
        found = found.filter(person=actor.user) | found.filter(deputy=actor.user)
    return list(found.select_related("person", "deputy").order_by("valid_from", "pk"))


def deputy_in(actor: Actor, uid: UUID) -> Deputy | None:
    """A deputy that the actor may end: of himself, or anybody's for who sets rules. One query."""
    found = Deputy.objects.visible_to(actor).filter(uid=uid)
    if actor.company and not can(actor, Permission.MANAGE_RULES, actor.company):
        found = found.filter(person=actor.user)
    return found.first()


def deciders_of(actor: Actor) -> dict[str, Membership]:
    """Everybody of the actor's company who may approve orders, by the uid of his place, by name. One query."""
    places = Membership.objects.visible_to(actor).active().who_may(Permission.APPROVE_ORDERS)
    return {str(place.uid): place for place in places.select_related("user").order_by("user__full_name", "pk")}


def _level(level: Level, people: dict[int, str], roles: dict[int, str]) -> LevelRow:
    return LevelRow(
        people=tuple(people[pk] for pk in level.people if pk in people),
        roles=tuple(str(Role(role).label) for role in level.roles if role in set(Role)),
        own_roles=tuple(roles[pk] for pk in level.own_roles if pk in roles),
        asks_head=level.asks_head,
        needs_all=level.needs_all,
    )
