"""What the demo's people looked for and wrote each other in the last days."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Company, Membership, User
from accounts.permissions import Role
from catalog.actions.note_search import note_search
from orders.actions.post_message import post_message

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# company, days ago, query, how much it found
SEARCHES = (
    ("sever", 6, "KVR32N22S8/61", 0),
    ("demo", 5, "kvr32n22s8 61", 0),
    ("ural", 4, "шина ШМТ 4х25", 0),
    ("demo", 3, "СF259Х", 1),
    ("demo", 2, "картридж HP", 20),
    ("demo", 1, "автомат 16А", 20),
    ("demo", 1, "УЗО селективное", 0),
)
WORDS = (
    ("Подберите, пожалуйста, KVR32N22S8/61 или аналог, 10 шт", False),
    ("Такого артикула у Kingston нет, есть KVR32N22S8/16: 16 ГБ вместо 64. Заложить в резерв?", True),
    ("Да, спасибо, заложите.", False),
)


def make_talk(manager: User, buyers: Mapping[str, Company], at: datetime) -> None:
    """Searches of three companies, and a question with its answer."""
    actors = {code: _buyer(company) for code, company in buyers.items()}
    for code, days, query, hits in SEARCHES:
        note_search(query=query, understood=query, hits=hits, by=actors[code], at=at - days * DAY)
    thread = None
    for place, (text, is_ours) in enumerate(WORDS):
        by = Actor(user=manager, channel=Channel.ADMIN) if is_ours else actors["demo"]
        thread = post_message(text=text, thread=thread, by=by, at=at - 2 * DAY + 7 * place * MINUTE).thread


def _buyer(company: Company) -> Actor:
    places = Membership.objects.filter(company=company, role=Role.PURCHASER.value)
    place = places.select_related("user", "company").order_by("pk")[0]
    return Actor(place.user, place.company, Role.PURCHASER)
