"""The staff's pages on companies, people and terms."""

from accounts.admin import application, company, link, member, person, structure, terms, tier_move

__all__ = ["application", "company", "link", "member", "person", "structure", "terms", "tier_move"]
