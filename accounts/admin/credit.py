"""Credit accounts and their entries, only to be seen: the verbs stand on the contract's page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import CreditAccount, CreditDebt, CreditEntry
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin


@admin.register(CreditAccount)
class CreditAccountAdmin(SeenOnlyAdmin):
    """What every contract may owe, holds and owes. The rules are docs/credit.md."""

    list_display = ["contract", "company", "limit_gross", "overrun_gross", "overrun_until", "held_gross", "used_gross"]
    list_select_related = ["contract__company"]
    search_fields = ["contract__number", "contract__company__name", "contract__company__inn"]
    ordering = ["-id"]

    @admin.display(description=_("company"))
    def company(self, account: CreditAccount) -> str:
        return str(account.contract.company)


@admin.register(CreditDebt)
class CreditDebtAdmin(SeenOnlyAdmin):
    """What was shipped on credit, those due first first."""

    list_display = ["account", "due_on", "gross", "paid_gross", "holder"]
    list_select_related = ["account__contract"]
    search_fields = ["account__contract__number", "account__contract__company__name"]
    ordering = ["due_on", "id"]


@admin.register(CreditEntry)
class CreditEntryAdmin(SeenOnlyAdmin):
    """Every move of every account, the latest first."""

    list_display = [
        "account",
        "kind",
        "limit_delta",
        "overrun_delta",
        "held_delta",
        "used_delta",
        "reason",
        "by_name",
        "happened_at",
    ]
    list_filter = ["kind"]
    list_select_related = ["account__contract"]
    search_fields = ["account__contract__number", "account__contract__company__name"]
    ordering = ["-id"]
