"""The seller, the tiers, the buying companies with their contracts and addresses, and how goods reach them."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.models import (
    AccountManager,
    Address,
    Company,
    CompanyGroup,
    Contract,
    PowerOfAttorney,
    Seller,
    Tier,
    User,
)
from accounts.powers import last_day
from catalog.models import Warehouse
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod

# (code, name, percent of the base tier, purchases per quarter that lead to it, is the recommended retail price)
TIERS = (
    ("opt-1", "Опт-1", "0", 0, False),
    ("opt-2", "Опт-2", "-5", 600_000, False),
    ("opt-3", "Опт-3", "-8", 2_400_000, False),
    ("rrc", "РРЦ", "30", None, True),
)
# code -> name, INN, KPP, OGRN, legal address, tier
COMPANIES = {
    "demo": (
        "ООО «Лесной меридиан»",
        "7701234560",
        "770101001",
        "1167746003512",
        "105066, г. Москва, ул. Новорязанская, д. 18, стр. 5",
        "opt-2",
    ),
    "sever": (
        "ООО «Электромонтаж-Север»",
        "7802451177",
        "780201001",
        "1197847012340",
        "194044, г. Санкт-Петербург, ул. Гельсингфорсская, д. 3",
        "opt-3",
    ),
    "ural": (
        "АО «Уральский литейный завод»",
        "6658123404",
        "665801001",
        "1146658001236",
        "620028, г. Екатеринбург, ул. Кирова, д. 40, литер А",
        "opt-2",
    ),
}
# code -> address, who receives, phone, hours, rules of entry
ADDRESSES = {
    "demo": (
        (
            "105066, г. Москва, ул. Новорязанская, д. 18, стр. 5, офис 412",
            "Ольга Белова",
            "+7 495 000-45-12",
            "пн–пт 9:00–18:00",
            "пропуск заказать за час, бюро пропусков +7 495 000-45-00",
        ),
        (
            "141402, Московская обл., г. Химки, Вашутинское шоссе, вл. 36, склад 2",
            "Сергей Ломов",
            "+7 495 000-45-36",
            "пн–сб 8:00–20:00",
            "ворота 7, машина до 10 т, боковая разгрузка",
        ),
        (
            "170100, г. Тверь, ул. Вагжанова, д. 7, офис 30",
            "Елена Волжина",
            "+7 482 200-07-30",
            "пн–пт 10:00–17:00",
            "",
        ),
    ),
    "sever": (
        (
            "194044, г. Санкт-Петербург, ул. Гельсингфорсская, д. 3, склад",
            "Роман Северин",
            "+7 812 000-30-03",
            "пн–пт 8:00–17:00",
            "въезд с Зелёного переулка",
        ),
        (
            "198095, г. Санкт-Петербург, ул. Маршала Говорова, д. 52, объект «Нарвский»",
            "Прораб Илья Дворцов",
            "+7 921 000-52-52",
            "круглосуточно",
            "каска и жилет обязательны",
        ),
    ),
    "ural": (
        (
            "620028, г. Екатеринбург, ул. Кирова, д. 40, литер А, центральный склад",
            "Артём Уралов",
            "+7 343 200-40-40",
            "пн–пт 8:00–16:30",
            "проходная 2, список водителей подать накануне",
        ),
    ),
}
# code, name, kind, price, free from, cut-off, working days, warehouse of pick-up
DELIVERY_METHODS = (
    (
        "own-moscow",
        "Наш транспорт по Москве и области",
        DeliveryKind.ADDRESS,
        "1200.00",
        "50000.00",
        time(18),
        1,
        None,
    ),
    ("carrier", "Транспортная компания в регионы", DeliveryKind.ADDRESS, "2450.00", None, time(15), 3, None),
    ("express", "Срочная доставка по Москве", DeliveryKind.ADDRESS, "3600.00", None, time(12), 0, None),
    ("pickup-main", "Самовывоз со склада на Складочной", DeliveryKind.PICKUP, "0.00", None, time(17), 0, "main"),
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
            code=code,
            name=name,
            position=position,
            percent=Decimal(percent),
            turnover_from=turnover_from,
            is_recommended=is_recommended,
        )
        for position, (code, name, percent, turnover_from, is_recommended) in enumerate(TIERS)
    }


def make_companies(seller: Seller, tiers: dict[str, Tier], manager: User, at: datetime) -> dict[str, Company]:
    """The companies by code, with addresses and contracts signed some days before."""
    signed_on = (at - timedelta(days=12)).date()
    account_manager = AccountManager.objects.create(
        user=manager, position="Менеджер по работе с компаниями", phone="+7 495 000-21-11"
    )
    companies = {}
    for number, (code, (name, inn, kpp, ogrn, address, tier)) in enumerate(COMPANIES.items(), start=18):
        company = Company.objects.create(
            code=code,
            name=name,
            inn=inn,
            kpp=kpp,
            ogrn=ogrn,
            legal_address=address,
            tier=tiers[tier],
            account_manager=account_manager,
        )
        Contract.objects.create(company=company, seller=seller, number=f"{number}/{signed_on:%y}", signed_on=signed_on)
        for text, contact, phone, hours, rules in ADDRESSES[code]:
            Address.objects.create(
                company=company, text=text, contact_name=contact, phone=phone, hours=hours, gate_rules=rules
            )
        companies[code] = company
    group = CompanyGroup.objects.create(name="Лес и Север")
    Company.objects.filter(code__in=("demo", "sever")).update(group=group)
    PowerOfAttorney.objects.create(
        company=companies["demo"],
        number="118",
        holder="Тихонов Павел Андреевич",
        issued_on=signed_on,
        valid_until_on=last_day(signed_on, None),
    )
    Contract.objects.filter(company=companies["sever"]).update(
        deferral_days=14, prepayment_percent=50, credit_limit=Decimal(1_000_000)
    )
    Contract.objects.filter(company=companies["ural"]).update(
        deferral_days=30,
        grace_days=3,
        prepayment_percent=0,
        credit_limit=Decimal(3_000_000),
        reservation_working_days=5,
        minimum_order_gross=Decimal("5000.00"),
    )
    return companies


def make_delivery_methods(warehouses: dict[str, Warehouse]) -> dict[str, DeliveryMethod]:
    """The ways to bring goods, by code."""
    return {
        code: DeliveryMethod.objects.create(
            code=code,
            name=name,
            kind=kind,
            price_gross=Decimal(price),
            free_from_gross=Decimal(free_from) if free_from else None,
            cut_off=cut_off,
            working_days=days,
            warehouse=warehouses[warehouse] if warehouse else None,
            position=position,
        )
        for position, (code, name, kind, price, free_from, cut_off, days, warehouse) in enumerate(DELIVERY_METHODS)
    }
