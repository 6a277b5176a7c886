from datetime import timedelta

import pytest

from accounts.actors import SYSTEM
from b2b_portal.core.files import store_file
from catalog.actions.prune_imports import KEPT, prune_imports
from catalog.enums import ImportKind, ImportState
from catalog.models import ImportBatch, ImportRow
from tests.factories import make_price_list


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "age", "is_kept", "becomes"),
    [
        (ImportState.READY, KEPT + timedelta(hours=1), False, ImportState.CANCELLED),
        (ImportState.PUBLISHED, KEPT + timedelta(hours=1), False, ImportState.PUBLISHED),
        (ImportState.SCHEDULED, KEPT + timedelta(hours=1), True, ImportState.SCHEDULED),
        (ImportState.READY, KEPT - timedelta(hours=1), True, ImportState.READY),
    ],
)
def test_prune_imports_forgets_rows_that_nobody_will_publish(now, state, age, is_kept, becomes):
    file = store_file(b"x", name="x.csv", content_type="text/csv")
    batch = ImportBatch.objects.create(
        kind=ImportKind.PRICES, file=file, price_list=make_price_list("opt-2"), state=state, created_at=now - age
    )
    ImportRow.objects.create(batch_id=batch.pk, line=2, verdict="up")
    assert prune_imports(by=SYSTEM, at=now) == (0 if is_kept else 1)
    batch.refresh_from_db()
    assert batch.state == becomes
