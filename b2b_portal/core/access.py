"""Marks on views: which permission a page needs. A page without a mark that is not public is refused to everybody."""

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]
# where a page of the cabinet says for which company it was opened: a field of its forms, a header of what HTMX asks
ACTING_FOR, ACTING_FOR_HEADER = "acting_for", "X-Acting-For"
OPENS_FOR = "opens_for"  # where the address of a link in a mail says it


def needs(permission: str, *, or_visits: bool = False, is_guarded: bool = False) -> Callable[[View], View]:
    """Marks a view of the cabinet with the permission that the actor needs in his company.

    `or_visits`: applicants who have no company yet may look at it too, at recommended prices. `is_guarded`: it opens to
    whoever signed in, or confirmed who he is, a moment ago; others are asked first and led back.
    """

    def mark(view: View) -> View:
        view.needs_permission = permission  # type: ignore[attr-defined]
        view.is_open_to_visitors = or_visits  # type: ignore[attr-defined]
        view.is_guarded = is_guarded  # type: ignore[attr-defined]
        return view

    return mark


def for_everyone_signed_in(view: View) -> View:
    """Marks a page about the person himself: no company is needed."""
    view.needs_permission = ""  # type: ignore[attr-defined]
    return view


def for_his_place(view: View) -> View:
    """Marks a page about the person's place in the company he acts for: whoever has a company may, and changes nothing
    from a page that was opened for another one.
    """
    view.needs_permission = ""  # type: ignore[attr-defined]
    view.is_of_company = True  # type: ignore[attr-defined]
    return view


def for_staff(view: View) -> View:
    """Marks a page for our own staff; others get 404."""
    view.needs_staff = True  # type: ignore[attr-defined]
    return view


def takes_body(most: int) -> Callable[[View], View]:
    """Marks a view that takes a larger request than others: `most` bytes (core.middleware.LimitedBodies)."""

    def mark(view: View) -> View:
        view.most_body = most  # type: ignore[attr-defined]
        return view

    return mark
