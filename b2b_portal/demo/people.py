"""Who can sign in to the demo: staff, and one login per role of every company."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission

from accounts.models import Company, Membership, User
from accounts.permissions import Role

PASSWORD = "wholesale demo 2026"
STAFF = "admin@demo.example"
MANAGER = "manager@demo.example"
# tables whose rows staff without all rights may change; everything else they only see
STAFF_CHANGES = (
    "application",
    "assortment",
    "assortmentrule",
    "company",
    "contract",
    "membership",
    "order",
    "product",
    "analogue",
    "warehouse",
    "holiday",
    "delivery",
    "address",
    "powerofattorney",
    "deliverymethod",
    "transit",
    "productfile",
    "importprofile",
    "thread",
)
# of these they may also make new rows
STAFF_ADDS = (
    "assortment",
    "assortmentrule",
    "company",
    "contract",
    "analogue",
    "address",
    "powerofattorney",
    "deliverymethod",
    "transit",
    "productfile",
    "importbatch",
)
STAFF_DELETES = ("analogue", "assortment", "assortmentrule", "transit", "productfile", "importprofile")


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
    Login("administrator@sever.example", "Кирилл Ладогин", Role.ADMINISTRATOR, "sever"),
    Login("requester@sever.example", "Анна Невская", Role.REQUESTER, "sever"),
    Login("approver@sever.example", "Виктор Онежский", Role.APPROVER, "sever"),
    Login("accountant@sever.example", "Галина Копейкина", Role.ACCOUNTANT, "sever"),
    Login("viewer@sever.example", "Олег Зорин", Role.VIEWER, "sever"),
    Login("administrator@ural.example", "Наталья Каменская", Role.ADMINISTRATOR, "ural"),
    Login("buyer@ural.example", "Артём Уралов", Role.PURCHASER, "ural"),
    Login("requester@ural.example", "Лилия Исетская", Role.REQUESTER, "ural"),
    Login("approver@ural.example", "Георгий Литейный", Role.APPROVER, "ural"),
    Login("accountant@ural.example", "Валентина Рублёва", Role.ACCOUNTANT, "ural"),
    Login("viewer@ural.example", "Максим Дозоров", Role.VIEWER, "ural"),
)


def make_people() -> dict[str, User]:
    """Everybody who can sign in, by e-mail; all with the known password, hashed once."""
    hashed, people = make_password(PASSWORD), {}
    for login in LOGINS:
        people[login.email] = User(
            email=login.email,
            password=hashed,
            full_name=login.name,
            is_staff=not login.company,
            is_superuser=login.email == STAFF,
        )
        people[login.email].save()
    people[MANAGER].groups.add(_managers())
    return people


def make_memberships(people: dict[str, User], companies: dict[str, Company]) -> None:
    """Everybody's place in his company; one person works for two. Plain rows: an invitation would mail each of them."""
    for login in LOGINS:
        if login.company:
            Membership.objects.create(user=people[login.email], company=companies[login.company], role=login.role)
    Membership.objects.create(
        user=people["administrator@demo.example"], company=companies["sever"], role=Role.PURCHASER.value
    )


def _managers() -> Group:
    group = Group.objects.create(name="Менеджеры")
    codes = (
        [f"change_{name}" for name in STAFF_CHANGES]
        + [f"add_{name}" for name in STAFF_ADDS]
        + [f"delete_{name}" for name in STAFF_DELETES]
    )
    group.permissions.set(
        Permission.objects.filter(codename__startswith="view_") | Permission.objects.filter(codename__in=codes)
    )
    return group
