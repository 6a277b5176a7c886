"""What this room does when another announces something: one task for one event."""
