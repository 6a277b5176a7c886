import pytest
from django.utils import translation

from accounts.permissions import ROLE_CHOICES, ROLE_PERMISSIONS, Permission, Role, permissions_of, who_can

# The whole matrix once more, so that no change of it goes unseen.
MATRIX = {
    "view_catalog": "administrator purchaser requester approver accountant viewer",
    "view_prices": "administrator purchaser requester approver viewer",
    "take_prices": "administrator purchaser",
    "edit_cart": "administrator purchaser requester",
    "propose_order": "administrator purchaser requester",
    "place_order": "administrator purchaser",
    "view_orders": "administrator purchaser requester approver accountant viewer",
    "cancel_order": "administrator purchaser",
    "approve_orders": "administrator purchaser approver",
    "view_documents": "administrator purchaser approver accountant viewer",
    "view_money": "administrator purchaser approver accountant",
    "view_people": "administrator",
    "manage_people": "administrator",
    "manage_rules": "administrator",
    "edit_company": "administrator",
    "write_messages": "administrator purchaser requester approver accountant",
}


@pytest.mark.parametrize("permission", list(Permission))
def test_who_can_table(permission: Permission) -> None:
    assert [str(role) for role in who_can(permission)] == MATRIX[permission].split()


@pytest.mark.parametrize("role", list(Role))
def test_permissions_of_agrees_with_who_can(role: Role) -> None:
    assert permissions_of(role.value) == {permission for permission in Permission if role in who_can(permission)}


@pytest.mark.parametrize("role", ["", "root", "Administrator", "ADMINISTRATOR"])
def test_permissions_of_an_unknown_role_is_nothing(role: str) -> None:
    assert permissions_of(role) == frozenset()


def test_every_role_and_permission_has_words_and_rights() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert [value for value, _ in ROLE_CHOICES] == [role.value for role in Role]
    with translation.override("en"):
        assert len({str(named.label) for named in (*Permission, *Role)}) == len(Permission) + len(Role)
