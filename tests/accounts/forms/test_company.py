"""What staff type about our own legal entity: a wrong account would stand on every invoice."""

import pytest
from django.forms import model_to_dict

from accounts.forms.company import EditSellerForm
from tests.factories import make_seller

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "mistyped"),
    [
        ("settlement_account", "40702810938000012346"),
        ("correspondent_account", "30101810400000000226"),
        ("correspondent_account", "40702810938000012345"),
    ],
)
def test_edit_seller_form_refuses_an_account_of_another_bank(field: str, mistyped: str) -> None:
    seller = make_seller()
    typed = model_to_dict(seller)
    assert EditSellerForm(typed, instance=seller).is_valid()
    form = EditSellerForm({**typed, field: mistyped}, instance=seller)
    assert set(form.errors) == {field}


def test_edit_seller_form_names_a_wrong_bik_once() -> None:
    form = EditSellerForm({**model_to_dict(make_seller()), "bik": "44525225"})
    assert "bik" in form.errors
    assert "settlement_account" not in form.errors
