"""What goods of the demo are compared by."""

from catalog.enums import AttributeKind
from catalog.models import Attribute, Category

NUMBER, CHOICE = AttributeKind.NUMBER, AttributeKind.CHOICE

# section ("" for all), name, code, kind, unit, whether prices compare per one of it
DEFINITIONS = (
    ("Печать", "Ресурс", "yield", NUMBER, "стр", True),
    ("Печать", "Чип", "chip", CHOICE, "", False),
    ("Компьютеры", "Диагональ", "diagonal", NUMBER, "″", False),
    ("", "Цвет", "colour", CHOICE, "", False),
    ("", "Формат", "format", CHOICE, "", False),
    ("", "Гарантия", "warranty", CHOICE, "", False),
    ("", "Материал", "material", CHOICE, "", False),
    ("Канцелярия", "Плотность", "density", NUMBER, "г/м²", False),
    ("Канцелярия", "Листов в пачке", "sheets", NUMBER, "л", True),
    ("Электрика", "Номинальный ток", "current", NUMBER, "А", False),
    ("Электрика", "Полюсов", "poles", NUMBER, "", False),
    ("Электрика", "Отключающая способность", "breaking", NUMBER, "кА", False),
    ("Электрика", "Характеристика", "curve", CHOICE, "", False),
    ("Электрика", "Монтаж", "mounting", CHOICE, "", False),
    ("Инструмент", "Длина", "length", NUMBER, "мм", False),
    ("Инструмент", "Диаметр", "diameter", NUMBER, "мм", False),
    ("Инструмент", "Мощность", "power", NUMBER, "Вт", False),
    ("Промышленность", "Внутренний диаметр", "bore", NUMBER, "мм", False),
    ("Промышленность", "Наружный диаметр", "outside", NUMBER, "мм", False),
)


def define_attributes() -> None:
    """Types the attributes that buyers narrow by."""
    roots = {category.name: category for category in Category.objects.filter(parent=None)}
    Attribute.objects.bulk_create(
        Attribute(
            category=roots[section] if section else None,
            name=name,
            code=code,
            kind=kind,
            unit=unit,
            is_measure=is_measure,
            position=position,
        )
        for position, (section, name, code, kind, unit, is_measure) in enumerate(DEFINITIONS)
    )
