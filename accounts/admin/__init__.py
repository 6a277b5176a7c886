"""The staff's pages on companies, people and terms."""

from accounts.admin import application, company, credit, link, member, person, structure, terms, tier_move

__all__ = ["application", "company", "credit", "link", "member", "person", "structure", "terms", "tier_move"]
