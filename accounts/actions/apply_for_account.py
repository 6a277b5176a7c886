"""Takes a request for registration."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.consent import CONSENT_VERSION
from accounts.enums import ApplicationStatus
from accounts.events import application_link_owed, application_sent
from accounts.models import Application
from accounts.models.application import OPEN
from accounts.queries.applications import company_asked_for
from b2b_portal.core.change import change
from b2b_portal.core.events import announce


@dataclass(frozen=True)
class Applicant:
    """What an applicant says of himself and of whom he buys for. The requisites were checked."""

    kind: str
    inn: str
    kpp: str
    ogrn: str
    name: str
    legal_address: str
    bik: str
    bank_account: str
    full_name: str
    email: str
    phone: str
    language: str


def apply_for_account(*, key: uuid.UUID, applicant: Applicant, by: Actor, at: datetime) -> Application:
    """Writes the application once per key, with the consent of this moment.

    While one of the same address, INN and KPP is open, it stays as it is, and its link is mailed anew: what a stranger
    sends under somebody's address changes nothing. Somebody who is signed in applies under his own address and keeps
    his account. Announces: application_sent for a new one, application_link_owed.
    """
    said = {**asdict(applicant), "email": (by.user.email if by.user else applicant.email).lower()}
    who = {name: said.pop(name) for name in ("email", "inn", "kpp")}
    with change(by, at):
        known = Application.objects.filter(uid=key).first()
        if known and all(getattr(known, name) == value for name, value in who.items()):
            return known
        new = {
            **said,
            "uid": uuid.uuid4() if known else key,
            "user": by.user,
            "status": ApplicationStatus.SENT,
            "sent_at": at,
            "consent_at": at,
            "consent_version": CONSENT_VERSION,
        }
        application, is_new = Application.objects.get_or_create(**who, status__in=OPEN, defaults=new)
        if is_new:
            application.company = company_asked_for(application)
            application.save(update_fields=["company"])
        sending = str(uuid.uuid4())
        if is_new:
            announce(application_sent, application_id=application.pk, sending=sending)
        announce(application_link_owed, application_id=application.pk, sending=sending)
        return application
