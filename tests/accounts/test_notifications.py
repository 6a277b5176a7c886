"""Who is told what purchases did to the company's tier."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.enums import TierMoveKind
from accounts.models import TierMove
from accounts.notifications import tell_tier_moved
from accounts.permissions import Role
from b2b_portal.core.models import Mail
from tests.factories import make_actor, make_company, make_tier, make_user

pytestmark = pytest.mark.django_db


def make_move(kind: TierMoveKind, was: str, becomes: str) -> TierMove:
    company = make_company("ООО «Лес»", tier=make_tier(was, name=was.title(), turnover_from=Decimal(300_000)))
    return TierMove.objects.create(
        company=company,
        kind=kind,
        was=company.tier,
        becomes=make_tier(becomes, name=becomes.title(), turnover_from=Decimal(600_000)),
        quarter_on=date(2026, 7, 1),
        turnover_gross=Decimal("250000.50"),
        moved_at=datetime(2026, 10, 1, 9, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        (TierMoveKind.RAISED, "Your purchases brought you to Gold", "Gold begins at 600,000.00 ₽ a quarter"),
        (TierMoveKind.WARNED, "Purchases of the quarter stayed below Silver", "until 31 Dec"),
        (TierMoveKind.LOWERED, "Your prices are now those of Gold", "those of Gold instead of Silver"),
    ],
)
def test_tell_tier_moved_words_each_kind(kind: TierMoveKind, subject: str, words: str) -> None:
    move = make_move(kind, "silver", "gold")
    make_actor(move.company)
    tell_tier_moved(move)
    mail = Mail.objects.get()
    text = mail.text.replace("\u00a0", " ")
    assert mail.subject == subject
    assert words in text
    assert "250,000.50 ₽" in text
    assert "because you may order" in text
    assert words in mail.html.replace("&nbsp;", " ")


def test_tell_tier_moved_tells_once_whoever_may_order(now: datetime) -> None:
    move = make_move(TierMoveKind.RAISED, "silver", "gold")
    told = [make_actor(move.company, role) for role in (Role.PURCHASER, Role.ADMINISTRATOR)]
    make_actor(move.company, Role.VIEWER)
    make_actor(make_company())
    gone = make_actor(move.company, user=make_user())
    gone.user.memberships.update(left_at=now)
    tell_tier_moved(move)
    tell_tier_moved(move)
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(one.user.email for one in told)
