"""Where everything that a running shop keeps lies: the data folder and its parts."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .errors import Refused

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_PATH = 100  # the system's limit is 107 bytes on Linux and 103 on macOS
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"


@dataclass(frozen=True)
class DataFolder:
    """The data folder (`DATA_DIR`, else `.data` beside the code) and the paths inside it."""

    path: Path

    @classmethod
    def of_project(cls, *parts: str) -> "DataFolder":
        """The folder that the environment or the default names, or a subfolder of it."""
        caller = Path(os.environ.get("RUN_FROM") or ROOT)  # a relative name is the caller's
        return cls((caller / (os.environ.get("DATA_DIR") or ROOT / ".data")).absolute().joinpath(*parts))

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def pids(self) -> Path:
        return self.path / "pids"

    @property
    def secret_key(self) -> Path:
        return self.path / "secret_key"

    @property
    def demo_logins(self) -> Path:
        return self.path / "demo_logins.txt"

    @property
    def sockets(self) -> Path:
        """The folder of the unix sockets; `run` may be a link to a shorter temporary path."""
        return (self.path / "run").resolve()

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def stamps(self) -> Path:
        return self.path / "stamps"

    def prepare(self) -> None:
        """Makes the folder and its parts, or refuses when it belongs to somebody else."""
        try:
            for path in (self.path, self.valkey, self.log, self.mail, self.pids, self.stamps):
                path.mkdir(parents=True, exist_ok=True)
            self._keep_secret_key()
        except PermissionError as error:
            raise Refused(
                f"No right to write {error.filename}: the data folder {self.path} was made by another user; "
                "start as that user, or name another folder in DATA_DIR."
            ) from None
        except (FileExistsError, NotADirectoryError) as error:
            raise Refused(f"{error.filename} is a file where the data folder needs a folder.") from None

    def prepare_sockets(self, account: Account | None) -> None:
        """Makes the folder of the sockets: short, reachable for `account`, closed to everybody else."""
        run = self.path / "run"
        if run.is_symlink() and not (run.is_dir() and _holds_sockets(run.resolve(), account)):
            run.unlink()
        if not run.is_symlink():
            if _holds_sockets(run, account):
                run.mkdir(mode=0o700, exist_ok=True)
            else:
                run.symlink_to(tempfile.mkdtemp(prefix="b2b-"))
        self.sockets.chmod(0o700)
        if account:
            account.take(self.sockets)

    def _keep_secret_key(self) -> None:
        """Makes the secret key once, whole or not at all."""
        if self.secret_key.exists():
            self.secret_key.read_bytes()
            return
        fresh = self.path / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        fresh.rename(self.secret_key)


def _holds_sockets(folder: Path, account: Account | None) -> bool:
    path = os.fsencode(folder / LONGEST_SOCKET_NAME)
    if len(path) > LONGEST_SOCKET_PATH or b"," in path:  # libpq reads a comma as the end of a host
        return False
    return account is None or account.can_reach(folder.parent)
