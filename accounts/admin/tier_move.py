"""What purchases did to companies' tiers, only to be seen."""

from django.contrib import admin

from accounts.models import TierMove
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin


@admin.register(TierMove)
class TierMoveAdmin(SeenOnlyAdmin):
    """Moves and warnings, the latest first. The rule is docs/turnover.md."""

    list_display = ["company", "kind", "was", "becomes", "quarter_on", "turnover_gross", "moved_at"]
    list_filter = ["kind"]
    list_select_related = ["company", "was", "becomes"]
    search_fields = ["company__name", "company__code", "company__inn"]
    ordering = ["-id"]
