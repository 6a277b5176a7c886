"""The seller, the tiers, the companies and one login per role."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import Group, Permission

from accounts.models import AccountManager, Company, Contract, Membership, Seller, Tier, User
from accounts.permissions import Role

PASSWORD = "wholesale demo 2026"
STAFF = "admin@demo.example"
MANAGER = "manager@demo.example"
# tables whose rows staff without all rights may change; everything else they only see
STAFF_CHANGES = (
    "company",
    "contract",
    "membership",
    "order",
    "product",
    "analogue",
    "warehouse",
    "holiday",
    "delivery",
)


@dataclass(frozen=True)
class Login:
    """Who can sign in to the demo, and as what."""

    email: str
    name: str
    role: str
    company: str = ""


LOGINS = (
    Login(STAFF, "Павел Админов", "staff, everything"),
    Login(MANAGER, "Мария Соколова", "staff, account manager"),
    Login("administrator@demo.example", "Андрей Ковалёв", Role.ADMINISTRATOR, "demo"),
    Login("buyer@demo.example", "Ольга Белова", Role.PURCHASER, "demo"),
    Login("requester@demo.example", "Игорь Ветров", Role.REQUESTER, "demo"),
    Login("approver@demo.example", "Светлана Зимина", Role.APPROVER, "demo"),
    Login("accountant@demo.example", "Татьяна Счётова", Role.ACCOUNTANT, "demo"),
    Login("viewer@demo.example", "Денис Наблюдаев", Role.VIEWER, "demo"),
    Login("buyer@sever.example", "Роман Северин", Role.PURCHASER, "sever"),
)
# (code, name, percent of the base tier, is the recommended retail price)
TIERS = (
    ("opt-1", "Опт-1", "0", False),
    ("opt-2", "Опт-2", "-5", False),
    ("opt-3", "Опт-3", "-8", False),
    ("rrc", "РРЦ", "30", True),
)


def make_seller() -> Seller:
    """Our legal entity; its requisites pass every check and belong to nobody."""
    return Seller.objects.create(
        code="main",
        name="ООО «Артикул»",
        inn="7714123459",
        kpp="771401001",
        ogrn="1187746794366",
        legal_address="127018, г. Москва, ул. Складочная, д. 1, стр. 1",
        phone="+7 495 000-21-00",
        bank_name="ПАО СБЕРБАНК",
        bik="044525225",
        settlement_account="40702810938000012345",
        correspondent_account="30101810400000000225",
        director="Орлова А. П.",
        accountant="Лунина В. С.",
    )


def make_tiers() -> dict[str, Tier]:
    """The price tiers by code."""
    return {
        code: Tier.objects.create(
            code=code, name=name, position=position, percent=Decimal(percent), is_recommended=is_recommended
        )
        for position, (code, name, percent, is_recommended) in enumerate(TIERS)
    }


def make_people() -> dict[str, User]:
    """Everybody who can sign in, by e-mail; all with the known password."""
    people = {}
    for login in LOGINS:
        people[login.email] = User.objects.create_user(
            login.email,
            PASSWORD,
            full_name=login.name,
            is_staff=not login.company,
            is_superuser=login.email == STAFF,
        )
    people[MANAGER].groups.add(_managers())
    return people


def make_companies(seller: Seller, tiers: dict[str, Tier], people: dict[str, User]) -> dict[str, Company]:
    """The companies by code, with contracts and members. Plain rows: an invitation would mail each of them."""
    manager = AccountManager.objects.create(
        user=people[MANAGER], position="Менеджер по работе с компаниями", phone="+7 495 000-21-11"
    )
    companies = {
        "demo": Company.objects.create(
            code="demo",
            name="ООО «Лесной меридиан»",
            inn="7701234560",
            kpp="770101001",
            ogrn="1167746003512",
            legal_address="105066, г. Москва, ул. Новорязанская, д. 18, стр. 5",
            tier=tiers["opt-2"],
            account_manager=manager,
        ),
        "sever": Company.objects.create(
            code="sever",
            name="ООО «Электромонтаж-Север»",
            inn="7802451177",
            kpp="780201001",
            ogrn="1197847012340",
            legal_address="194044, г. Санкт-Петербург, ул. Гельсингфорсская, д. 3",
            tier=tiers["opt-3"],
            account_manager=manager,
        ),
    }
    for number, company in enumerate(companies.values(), start=18):
        Contract.objects.create(company=company, seller=seller, number=f"{number}/26", signed_on=date(2026, 1, 15))
    Contract.objects.filter(company=companies["sever"]).update(deferral_days=14, prepayment_percent=50)
    for login in LOGINS:
        if login.company:
            Membership.objects.create(user=people[login.email], company=companies[login.company], role=login.role)
    Membership.objects.create(
        user=people["administrator@demo.example"], company=companies["sever"], role=Role.PURCHASER.value
    )
    return companies


def _managers() -> Group:
    group = Group.objects.create(name="Менеджеры")
    group.permissions.set(
        Permission.objects.filter(codename__startswith="view_")
        | Permission.objects.filter(codename__in=[f"change_{name}" for name in STAFF_CHANGES])
        | Permission.objects.filter(codename__in=["add_company", "add_contract", "add_analogue", "delete_analogue"])
    )
    return group
