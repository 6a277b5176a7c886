"""What of this room a company reads in its trail (accounts/queries/history.py)."""

from accounts.queries.history import Tracked, show_in_history
from orders.models import ApprovalRule, Budget, Deputy

_CONDITIONS = ("total_from", "line_from", "category", "brand", "asks_new_product", "asks_over_budget", "address")
_AUTHOR = ("role", "own_role", "department")
_TIME = ("decide_working_days", "escalates_after_days", "escalates_to", "allows_own")

show_in_history(
    Tracked(ApprovalRule, "company_id", "name", ("name", "is_active", "levels", *_CONDITIONS, *_AUTHOR, *_TIME)),
    Tracked(Deputy, "company_id", "person__email", ("person", "deputy", "valid_from", "valid_until", "ended_at")),
    Tracked(
        Budget,
        "company_id",
        "name",
        (
            "name",
            *("department", "cost_centre", "category"),
            *("period", "amount_gross", "warn_percent", "carries_over", "is_hard"),
            *("valid_from", "valid_until"),
        ),
    ),
)
