"""The staff's pages on companies, people and terms."""

from accounts.admin import company, link, member, person, terms, tier_move

__all__ = ["company", "link", "member", "person", "terms", "tier_move"]
