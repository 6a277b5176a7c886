"""Who may buy, for which company, on which terms."""

from accounts.models.account_manager import AccountManager
from accounts.models.address import Address
from accounts.models.application import Application
from accounts.models.company import Company
from accounts.models.contract import Contract
from accounts.models.cost_centre import CostCentre
from accounts.models.credit import CreditAccount, CreditDebt, CreditEntry
from accounts.models.department import Department
from accounts.models.group import CompanyGroup
from accounts.models.membership import Membership
from accounts.models.own_role import OwnRole
from accounts.models.personal_limit import PersonalLimit
from accounts.models.power_of_attorney import PowerOfAttorney
from accounts.models.seller import Seller
from accounts.models.session import Session
from accounts.models.tier import Tier
from accounts.models.tier_move import TierMove
from accounts.models.token import Token
from accounts.models.user import User

__all__ = [
    "AccountManager",
    "Address",
    "Application",
    "Company",
    "CompanyGroup",
    "Contract",
    "CostCentre",
    "CreditAccount",
    "CreditDebt",
    "CreditEntry",
    "Department",
    "Membership",
    "OwnRole",
    "PersonalLimit",
    "PowerOfAttorney",
    "Seller",
    "Session",
    "Tier",
    "TierMove",
    "Token",
    "User",
]
