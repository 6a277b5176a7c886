"""States of companies, kinds of secret links, periods of spending."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")


class ApplicantKind(models.TextChoices):
    """Who asks for an account."""

    COMPANY = "company", _("company")
    SOLE_PROPRIETOR = "sole_proprietor", _("sole proprietor")


class ApplicationStatus(models.TextChoices):
    """How far a request for registration is."""

    SENT = "sent", _("waits for an answer")
    MORE_WANTED = "more_wanted", _("more is wanted")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("turned down")


class ReplacementPolicy(models.TextChoices):
    """What a company says to goods that stand in for those it asked for."""

    ASK = "ask", _("offer, the buyer decides")
    SAME_BRAND = "same_brand", _("offer of the same brand only")
    NEVER = "never", _("never offer")


class TokenPurpose(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    PRICE_FEED = "price_feed", _("link to a price list")
    APPROVAL = "approval", _("one decision on an order")
    EMAIL = "email", _("another e-mail")


class TierMoveKind(models.TextChoices):
    """What a quarter's purchases did to a company's tier."""

    RAISED = "raised", _("moved up")
    WARNED = "warned", _("warned")
    LOWERED = "lowered", _("moved down")
    BY_HAND = "by_hand", _("changed by staff")


class CreditKind(models.TextChoices):
    """What moved a credit account."""

    LIMIT = "limit", _("limit set")
    OVERRIDE = "override", _("limit or delay lifted for a time")
    HELD = "held", _("held for an order")
    RELEASED = "released", _("freed")
    CHARGED = "charged", _("shipped on credit")
    SETTLED = "settled", _("paid")


class Channel(models.TextChoices):
    """Through what an actor acts."""

    WEB = "web", _("cabinet")
    ADMIN = "admin", _("staff")
    COMMAND = "command", _("command line")
    TASK = "task", _("background work")


class SpendPeriod(models.TextChoices):
    """For how long a budget or a personal limit lasts before it begins anew."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")
