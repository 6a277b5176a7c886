"""Requests for registration: by their link, and those that a company's administrator decides."""

from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from accounts.models import AccountManager, Application, Company, User
from accounts.permissions import Permission
from accounts.queries.people import people_who_can
from accounts.secrets import hash_of


def application_by_secret(secret: str, at: datetime) -> Application | None:
    """The application that a working link of a mail shows. Changes nothing. One query."""
    working = Application.objects.filter(link_expires_at__gt=at)
    return working.filter(secret_sha256=hash_of(secret)).select_related("company").first()


def application_by_id(application_id: int) -> Application:
    """The application, one query. Raises DoesNotExist."""
    return Application.objects.get(pk=application_id)


def company_asked_for(application: Application) -> Company | None:
    """The company with the applicant's INN and KPP, which he asks to join; None when there is none yet. One query."""
    companies = Company.objects.select_related("account_manager__user")
    return companies.filter(inn=application.inn, kpp=application.kpp).first()


def requests_to_join(actor: Actor) -> list[Application]:
    """Who waits to be let into the actor's company, the oldest first; one query."""
    return list(Application.objects.visible_to(actor).open().order_by("sent_at", "pk"))


def request_to_join(actor: Actor, uid: UUID) -> Application | None:
    """One of them, whatever became of it; one query."""
    return Application.objects.visible_to(actor).filter(uid=uid).first()


def deciding_staff(company: Company | None) -> list[User]:
    """Our people who hear of an application: the company's account manager, else all of them. At most one query."""
    if company and company.account_manager:
        return [company.account_manager.user]
    managers = AccountManager.objects.filter(user__is_active=True, user__is_staff=True)
    return [one.user for one in managers.select_related("user").order_by("pk")]


def deciding_members(company: Company | None) -> list[User]:
    """Who may let people into the company; at most one query."""
    return people_who_can(Permission.MANAGE_PEOPLE, [company.pk]).get(company.pk, []) if company else []
