"""Our own legal entity, as it stands on invoices."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.models.abstract import not_negative


@pghistory.track()
class Seller(models.Model):
    """Requisites that every document freezes, and the terms of every contract that says nothing else."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=300)
    inn = models.CharField(_("INN"), max_length=12)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    legal_address = models.CharField(_("legal address"), max_length=500)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    bank_name = models.CharField(_("bank"), max_length=200)
    bik = models.CharField(_("BIK"), max_length=9)
    settlement_account = models.CharField(_("settlement account"), max_length=20)
    correspondent_account = models.CharField(_("correspondent account"), max_length=20)
    director = models.CharField(_("director"), max_length=100, blank=True)
    accountant = models.CharField(_("chief accountant"), max_length=100, blank=True)
    reservation_working_days = models.PositiveSmallIntegerField(_("reservation, working days"), default=3)
    reservation_renewals = models.PositiveSmallIntegerField(_("renewals of a reservation by the buyer"), default=1)
    deferral_days = models.PositiveSmallIntegerField(_("payment deferral, days"), default=0)
    prepayment_percent = models.PositiveSmallIntegerField(_("prepayment, percent"), default=100)
    minimum_order_gross = models.DecimalField(_("minimum order with VAT"), max_digits=14, decimal_places=2, default=0)
    credit_limit = models.DecimalField(_("credit limit"), max_digits=14, decimal_places=2, default=0)
    grace_days = models.PositiveSmallIntegerField(_("grace after the day of payment, days"), default=0)
    overrun_gross = models.DecimalField(
        _("allowed overrun of the credit limit"), max_digits=14, decimal_places=2, default=0
    )

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(prepayment_percent__lte=100), name="seller_prepayment_percent_at_most_100"
            ),
            *not_negative("seller", "minimum_order_gross", "credit_limit", "overrun_gross"),
        ]

    def __str__(self) -> str:
        return self.name
