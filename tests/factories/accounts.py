"""People, companies, contracts."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actions.apply_for_account import Applicant, apply_for_account
from accounts.actions.set_credit_limit import set_credit_limit
from accounts.actors import SYSTEM, Actor
from accounts.enums import ApplicantKind, Channel
from accounts.models import (
    AccountManager,
    Address,
    Application,
    Company,
    Contract,
    Membership,
    OwnRole,
    PowerOfAttorney,
    Seller,
    Tier,
    User,
)
from accounts.permissions import Permission, Role

_numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """A person who can sign in with the password `correct horse 2026`."""
    number = next(_numbers)
    fields = {"full_name": f"Person {number}", "language": "en", **fields}
    return User.objects.create_user(email or f"person{number}@buyer.example", "correct horse 2026", **fields)


def make_tier(code: str = "opt-1", **fields: Any) -> Tier:
    """A price tier, made once per code."""
    return Tier.objects.get_or_create(code=code, defaults={"name": code, **fields})[0]


def make_seller(**fields: Any) -> Seller:
    """Our legal entity with valid requisites (domain.md section 3)."""
    defaults = {
        "name": "ООО «Артикул»",
        "inn": "7714123459",
        "kpp": "771401001",
        "ogrn": "1187746794366",
        "legal_address": "127006, Москва, ул. Складочная, д. 1",
        "phone": "+7 495 000-21-00",
        "bank_name": "ПАО СБЕРБАНК",
        "bik": "044525225",
        "settlement_account": "40702810938000012345",
        "correspondent_account": "30101810400000000225",
        "director": "Орлова А. П.",
        "accountant": "Лунина В. С.",
        **fields,
    }
    return Seller.objects.get_or_create(code=fields.get("code", "main"), defaults=defaults)[0]


def make_company(name: str = "", **fields: Any) -> Company:
    """A buying company with a default contract and an account manager."""
    number = next(_numbers)
    if "tier" not in fields:
        fields["tier"] = make_tier()
    if "account_manager" not in fields:
        user = make_user(f"manager{number}@shop.example", full_name=f"Manager {number}", is_staff=True)
        fields["account_manager"] = AccountManager.objects.create(user=user, phone="+7 495 000-21-11")
    fields.setdefault("code", f"company-{number}")
    company = Company.objects.create(
        name=name or f"ООО «Покупатель {number}»", inn=f"50{number:08d}", **{"kpp": "500101001", **fields}
    )
    make_contract(company)
    return company


def make_contract(company: Company, **fields: Any) -> Contract:
    """A contract of the company; the first is its default."""
    fields = {"number": f"{next(_numbers)}/26", "signed_on": "2026-01-15", **fields}
    return Contract.objects.create(company=company, seller=make_seller(), **fields)


def give_credit(company: Company, limit: str = "100000", **terms: Any) -> Contract:
    """Lets the company pay within 30 days of shipment under its default contract, up to a limit."""
    contract = company.contracts.select_related("seller").get(is_default=True)
    for name, value in {"prepayment_percent": 0, "deferral_days": 30, **terms}.items():
        setattr(contract, name, value)
    contract.save()
    set_credit_limit(contract=contract, limit=Decimal(limit), reason="agreed", by=SYSTEM, at=timezone.now())
    return contract


def make_address(company: Company, text: str = "Москва, Складочная ул., 1", **fields: Any) -> Address:
    """Where the company's goods are brought."""
    return Address.objects.create(company=company, text=text, **{"contact_name": "Гусев Н. В.", **fields})


def make_power(company: Company, number: str = "27", **fields: Any) -> PowerOfAttorney:
    """A power of attorney that is good whenever the tests run."""
    defaults = {"holder": "Гусев Н. В.", "issued_on": date(2026, 1, 1), "valid_until_on": date(2099, 12, 31)}
    return PowerOfAttorney.objects.create(company=company, number=number, **{**defaults, **fields})


def make_actor(company: Company | None = None, role: Role = Role.PURCHASER, user: User | None = None) -> Actor:
    """Somebody who acts for a company in a role, as a signed-in member of it."""
    company = company or make_company()
    user = user or make_user()
    Membership.objects.create(user=user, company=company, role=role.value)
    return Actor(user=user, company=company, role=role)


def make_own_role(company: Company, *permissions: Permission, name: str = "Buyer of paper") -> OwnRole:
    """A role that the company composed."""
    granted = [one.value for one in (Permission.VIEW_CATALOG, *permissions)]
    return OwnRole.objects.create(company=company, name=name, permissions=granted)


def make_staff(**fields: Any) -> Actor:
    """One of our own people at work in the admin."""
    return Actor(user=make_user(is_staff=True, is_superuser=True, **fields), channel=Channel.ADMIN)


def make_application(*, at: datetime | None = None, by: Actor | None = None, **said: Any) -> Application:
    """A request for registration by a stranger, with requisites of domain.md section 3."""
    facts = {
        "kind": ApplicantKind.COMPANY,
        "inn": "7707083893",
        "kpp": "770701001",
        "ogrn": "1027700132195",
        "name": "ООО «Новый покупатель»",
        "legal_address": "117997, Москва, ул. Вавилова, д. 19",
        "bik": "044525225",
        "bank_account": "40702810138250123017",
        "full_name": "Анна Новая",
        "email": f"new{next(_numbers)}@buyer.example",
        "phone": "+7 495 000-00-01",
        "language": "en",
        **said,
    }
    by = by or Actor(channel=Channel.WEB)
    return apply_for_account(key=uuid.uuid4(), applicant=Applicant(**facts), by=by, at=at or timezone.now())
