"""Message catalogues without the system's gettext: extraction, checking, filling and compiling with Babel."""
