"""Which words on personal data an applicant agreed to (templates/accounts/_consent.html)."""

CONSENT_VERSION = "2026-11"  # changes with the words, never without
