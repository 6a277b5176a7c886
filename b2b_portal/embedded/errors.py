"""What ends a start early."""


class Refused(Exception):
    """One clear sentence for the person at the keyboard; the program ends with status 1."""


class StopRequested(Exception):
    """Ctrl-C, SIGTERM or SIGHUP arrived; the program stops its children and ends."""
