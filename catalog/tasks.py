"""Background work: fetch by id, call one action, log."""
