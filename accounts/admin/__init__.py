"""The staff's pages on companies, people and terms."""

from accounts.admin import company, link, member, person, terms

__all__ = ["company", "link", "member", "person", "terms"]
