"""On which terms a company buys: the shop's defaults, overridden by its contract."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms in force for one company. Sums are in roubles with VAT.

    Raises ValueError for terms that make no sense, so that neither a default nor a contract can hold them.
    """

    reservation_working_days: int = 3
    reservation_renewals: int = 1  # how many times a buyer renews a reservation by himself
    deferral_days: int = 0  # calendar days from shipment to payment
    prepayment_percent: int = 100
    minimum_order_gross: Decimal = Decimal(0)
    credit_limit: Decimal = Decimal(0)
    grace_days: int = 0  # calendar days after the last day to pay on which new orders may still be deferred
    overrun_gross: Decimal = Decimal(0)  # how far above the limit the named approver may let the company go

    def __post_init__(self) -> None:
        wrong = [field.name for field in fields(self) if not getattr(self, field.name) >= 0]
        if self.prepayment_percent > 100:
            wrong.append("prepayment_percent")
        if wrong:
            raise ValueError(f"terms out of range: {', '.join(wrong)}")


TERM_NAMES = tuple(field.name for field in fields(Terms))


def terms_of(defaults: Terms, overrides: Mapping[str, int | Decimal | None]) -> Terms:
    """The defaults with what the contract sets; None there means the default, 0 means zero.

    Raises ValueError for a name that is no term or a value out of range.
    """
    unknown = overrides.keys() - set(TERM_NAMES)
    if unknown:
        raise ValueError(f"no such terms: {', '.join(sorted(unknown))}")
    agreed = {name: value for name, value in overrides.items() if value is not None}
    return replace(defaults, **agreed)  # type: ignore[arg-type]
