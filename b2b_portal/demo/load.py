"""Loads the demo once."""

from datetime import datetime
from pathlib import Path

from accounts.actors import SYSTEM
from accounts.models import Company
from b2b_portal.core.change import change
from b2b_portal.core.russian_holidays import add_known_days
from b2b_portal.demo import analogues, goods, people


def load(at: datetime) -> bool:
    """Writes the demo shop in one transaction. False: it is there already, nothing is changed."""
    if Company.objects.filter(code="demo").exists():
        return False
    with change(SYSTEM, at):
        add_known_days()
        tiers, known = people.make_tiers(), people.make_people()
        companies = people.make_companies(people.make_seller(), tiers, known)
        goods.make_goods(tiers, companies["demo"], at)
        analogues.make_analogues(at)
    return True


def logins() -> str:
    """Who can sign in, as text for the terminal and for demo_logins.txt."""
    width = max(len(login.email) for login in people.LOGINS)
    lines = [f"  {login.email:<{width}}  {_role(login)}" for login in people.LOGINS]
    return "\n".join([f"Sign in with the password: {people.PASSWORD}", *lines, ""])


def write_logins(folder: Path) -> Path:
    """Keeps the logins where ./run finds them at every later start."""
    path = folder / "demo_logins.txt"
    path.write_text(logins())
    return path


def _role(login: people.Login) -> str:
    return f"{login.role} of {login.company}" if login.company else login.role
