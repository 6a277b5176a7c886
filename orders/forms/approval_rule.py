"""Rules of approval and deputies."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Address, Department, Membership, OwnRole
from accounts.permissions import Permission, Role, permissions_of
from catalog.models import Brand
from catalog.queries.price_list_choices import brand_called
from orders.actions.save_approval_rule import RuleLevel, RuleTerms
from orders.approvals import Level
from orders.models import ApprovalRule

LEVELS = (1, 2, 3)
HEAD = "head"
_SUM = {"inputmode": "decimal"}
_DAY = {"type": "date"}
_PLAIN = ("name", "is_active", "total_from", "line_from", "asks_new_product", "asks_over_budget", "allows_own")
_DAYS = ("decide_working_days", "escalates_after_days")


class RuleForm(forms.Form):
    """When a rule asks, and whom, on up to three levels. What is empty does not matter."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Write the name.")})
    total_from = forms.DecimalField(
        label=_("Total of the order from, ₽"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("With VAT and delivery."),
        widget=forms.TextInput(attrs=_SUM),
    )
    line_from = forms.DecimalField(
        label=_("Any line from, ₽"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs=_SUM),
    )
    category = forms.ChoiceField(label=_("Goods of the section"), required=False)
    brand = forms.CharField(label=_("Goods of the brand"), max_length=200, required=False)
    asks_new_product = forms.BooleanField(label=_("A product that you never bought before"), required=False)
    asks_over_budget = forms.BooleanField(
        label=_("The order is over a budget or a personal limit"),
        required=False,
        help_text=_("Then even a budget that refuses lets the order wait for a decision."),
    )
    address = forms.ChoiceField(label=_("Delivered to"), required=False)
    author_role = forms.ChoiceField(label=_("Ordered by a"), required=False)
    department = forms.ChoiceField(label=_("Ordered by the department"), required=False)
    decide_working_days = forms.IntegerField(
        label=_("To be decided within, working days"),
        min_value=1,
        max_value=30,
        initial=2,
        help_text=_("The goods are held until then."),
    )
    escalates_after_days = forms.IntegerField(
        label=_("Ask somebody else too after, working days"), min_value=1, max_value=30, required=False
    )
    escalates_to = forms.ChoiceField(label=_("Whom"), required=False)
    allows_own = forms.BooleanField(
        label=_("Who orders may approve his own order"),
        required=False,
        help_text=_("Holds only while nobody else of the company can approve."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self,
        data: Any = None,
        *,
        deciders: Sequence[Membership],
        own_roles: Sequence[OwnRole],
        departments: Sequence[Department],
        addresses: Sequence[Address],
        sections: list[tuple[int, str]],
        rule: ApprovalRule | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.people = {f"person:{one.uid}": one.user for one in deciders}
        kept = rule or ApprovalRule()  # what it names stays on offer out of use, or saving would widen the rule unseen
        self.own = {f"own:{one.uid}": one for one in own_roles if one.is_active or one == kept.own_role}
        self.departments = {str(one.uid): one for one in departments if one.is_active or one == kept.department}
        self.addresses = {str(one.uid): one for one in (*addresses, kept.address) if one}
        any_ = ("", _("any"))
        roles = [(role.value, role.label) for role in Role]
        self._choose("category", [any_, *sections])
        self._choose("address", [any_, *((uid, str(one)) for uid, one in self.addresses.items())])
        self._choose("author_role", [any_, *roles, *((key, one.name) for key, one in self.own.items())])
        self._choose("department", [any_, *((uid, str(one)) for uid, one in self.departments.items())])
        self._choose("escalates_to", [("", "—"), *((key, str(one)) for key, one in self.people.items())])
        for number in LEVELS:
            self._add_level(number, roles)

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _add_level(self, number: int, roles: list[Any]) -> None:
        able = [
            (f"role:{value}", label) for value, label in roles if Permission.APPROVE_ORDERS in permissions_of(value)
        ]
        own = [(key, one.name) for key, one in self.own.items() if Permission.APPROVE_ORDERS in one.granted]
        people = [(key, str(one)) for key, one in self.people.items()]
        self.fields[f"who_{number}"] = forms.MultipleChoiceField(
            label=_("Level %(number)s asks") % {"number": number},
            required=number == 1,
            choices=[(HEAD, _("the head of the author's department")), *able, *own, *people],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Say who is asked on the first level.")},
        )
        self.fields[f"all_{number}"] = forms.BooleanField(label=_("All of them must agree"), required=False)

    @property
    def levels(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """For the page: the two fields of each level."""
        return [(number, self[f"who_{number}"], self[f"all_{number}"]) for number in LEVELS]

    @property
    def conditions(self) -> list[forms.BoundField]:
        """For the page: the fields that say when the rule asks."""
        sums = ("total_from", "line_from", "category", "brand", "asks_new_product", "asks_over_budget")
        return [self[name] for name in (*sums, "address", "author_role", "department")]

    @property
    def time(self) -> list[forms.BoundField]:
        """For the page: the fields that say how long one may take."""
        return [self[name] for name in ("decide_working_days", "escalates_after_days", "escalates_to", "allows_own")]

    def clean_brand(self) -> Brand | None:
        name = self.cleaned_data["brand"].strip()
        if not name:
            return None
        brand = brand_called(name)
        if brand is None:
            raise forms.ValidationError(_("We sell no brand of this name: check how it is written."))
        return brand

    def clean(self) -> dict[str, Any]:
        """A later time to ask somebody else names him; levels have no gap between them."""
        told = super().clean() or {}
        if bool(told.get("escalates_after_days")) != bool(told.get("escalates_to")):
            self.add_error("escalates_to", _("Say both: after how many days, and whom."))
        asked = [bool(told.get(f"who_{number}")) for number in LEVELS]
        if asked[2] and not asked[1]:
            self.add_error("who_2", _("Fill the second level before the third."))
        return told

    def terms(self) -> RuleTerms:
        """What a valid form says of when and how long."""
        told = self.cleaned_data
        role = told["author_role"]
        return RuleTerms(
            total_from=told["total_from"],
            line_from=told["line_from"],
            category_id=int(told["category"]) if told["category"] else None,
            brand=told["brand"],
            asks_new_product=told["asks_new_product"],
            asks_over_budget=told["asks_over_budget"],
            address=self.addresses.get(told["address"]),
            role="" if role in self.own else role,
            own_role=self.own.get(role),
            department=self.departments.get(told["department"]),
            decide_working_days=told["decide_working_days"],
            escalates_after_days=told["escalates_after_days"],
            escalates_to=self.people.get(told["escalates_to"]),
            allows_own=told["allows_own"],
        )

    def rule_levels(self) -> list[RuleLevel]:
        """Whom a valid form asks."""
        told = self.cleaned_data
        return [self._level(told[f"who_{one}"], told[f"all_{one}"]) for one in LEVELS if told[f"who_{one}"]]

    def _level(self, who: Sequence[str], needs_all: bool) -> RuleLevel:
        return RuleLevel(
            needs_all=needs_all,
            people=[self.people[key] for key in who if key in self.people],
            roles=[Role(key.removeprefix("role:")) for key in who if key.startswith("role:")],
            own_roles=[self.own[key] for key in who if key in self.own],
            asks_head=HEAD in who,
        )

    def initial_of(self, rule: ApprovalRule) -> dict[str, Any]:
        """A rule as the form shows it."""
        told: dict[str, Any] = {name: getattr(rule, name) for name in (*_PLAIN, *_DAYS)}
        keys = {person.pk: key for key, person in self.people.items()}
        own = {one.pk: key for key, one in self.own.items()}
        told |= {
            "category": rule.category_id or "",
            "brand": str(rule.brand) if rule.brand else "",
            "address": str(rule.address.uid) if rule.address else "",
            "author_role": own.get(rule.own_role_id or 0, "") if rule.own_role_id else rule.role,
            "department": str(rule.department.uid) if rule.department else "",
            "escalates_to": keys.get(rule.escalates_to_id or 0, ""),
        }
        for number, level in enumerate(rule.asked, 1):
            told |= {f"who_{number}": _keys(level, keys, own), f"all_{number}": level.needs_all}
        return told


class SetDeputyForm(forms.Form):
    """Who stands in for whom, for which days."""

    person = forms.ChoiceField(label=_("In place of"))
    deputy = forms.ChoiceField(label=_("Decides"))
    valid_from = forms.DateField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))
    last_day = forms.DateField(label=_("To, with this day"), widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY))

    def __init__(self, data: Any = None, *, people: Mapping[str, Membership], own: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.people = people
        names = [(uid, str(place.user)) for uid, place in people.items()]
        self.fields["deputy"].choices = names  # type: ignore[attr-defined]
        self.fields["person"].choices = [one for one in names if not own or one[0] == own]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("valid_from") and told.get("last_day") and told["last_day"] < told["valid_from"]:
            self.add_error("last_day", _("The end comes before the beginning."))
        return told


def _keys(level: Level, people: Mapping[int, str], own: Mapping[int, str]) -> list[str]:
    found = [HEAD] if level.asks_head else []
    found += [f"role:{role}" for role in level.roles]
    found += [own[pk] for pk in level.own_roles if pk in own]
    return found + [people[pk] for pk in level.people if pk in people]
