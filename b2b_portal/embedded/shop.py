"""The shop's own processes: dispatcher, worker, beat and web."""

from collections.abc import Mapping

from .environment import manage, python_module
from .folder import DataFolder
from .process import Process

CELERY = ("celery", "-A", "b2b_portal")


def dispatcher(folder: DataFolder, environment: Mapping[str, str]) -> Process:
    return _process("dispatcher", manage("dispatch"), folder, environment, role="worker")


def worker(folder: DataFolder, environment: Mapping[str, str]) -> Process:
    options = ["-Q", "default,mail,pdf", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"]
    return _process("worker", python_module(*CELERY, "worker", *options), folder, environment, role="worker")


def beat(folder: DataFolder, environment: Mapping[str, str]) -> Process:
    schedule = folder.path / "beat-schedule"
    argv = python_module(*CELERY, "beat", "-l", "INFO", "-s", str(schedule), "--pidfile=")
    return _process("beat", argv, folder, environment, role="worker")


def web(folder: DataFolder, environment: Mapping[str, str], port: int) -> Process:
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", "--no-control-socket"]
    logs = ["--access-logfile", "-", "--error-logfile", "-"]
    argv = python_module("gunicorn", "b2b_portal.wsgi:application", "--bind", f"127.0.0.1:{port}", *options, *logs)
    return _process("web", argv, folder, environment, role="web")


def _process(name: str, argv: list[str], folder: DataFolder, environment: Mapping[str, str], *, role: str) -> Process:
    return Process(
        name=name,
        argv=argv,
        environment={**environment, "DATABASE_ROLE": role},
        log=folder.log / f"{name}.log",
        pids=folder.pids,
    )
