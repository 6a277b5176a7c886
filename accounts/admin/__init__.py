"""The staff's pages on companies, people and terms."""

from accounts.admin import company, member, person, terms

__all__ = ["company", "member", "person", "terms"]
