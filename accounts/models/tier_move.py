"""What purchases did to a company's tier. The rule is docs/turnover.md."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import TierMoveKind
from accounts.models.company import Company
from accounts.models.tier import Tier
from b2b_portal.core.models import AppendOnly
from b2b_portal.core.models.abstract import one_of


class TierMove(AppendOnly):
    """One move or warning. `quarter_on` is the first day of the quarter whose purchases decided.

    A quarter raises a company to each tier once, and warns or lowers it once. Warned, it keeps its tier: `becomes` is
    the one that threatens.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tier_moves", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=10, choices=TierMoveKind)
    was = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+", verbose_name=_("was"))
    becomes = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="+", verbose_name=_("becomes"))
    quarter_on = models.DateField(_("quarter from"))
    turnover_gross = models.DecimalField(_("purchases"), max_digits=16, decimal_places=2)
    moved_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("move between tiers")
        verbose_name_plural = _("moves between tiers")
        constraints = [
            one_of("tier_move", "kind", TierMoveKind.values),
            models.UniqueConstraint(
                fields=["company", "quarter_on", "kind"],
                condition=models.Q(kind__in=[TierMoveKind.WARNED, TierMoveKind.LOWERED]),
                name="tier_move_judged_once_a_quarter",
            ),
            models.UniqueConstraint(
                fields=["company", "quarter_on", "becomes"],
                condition=models.Q(kind=TierMoveKind.RAISED),
                name="tier_move_raised_once_to_each_tier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.was} → {self.becomes}"
