"""`./run check`: format, lint, import contracts, types, templates, migrations, deployment settings, translations."""

import argparse
import os
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..environment import manage, python_module
from ..folder import ROOT

PRODUCTION = {  # what a deployment sets; nothing connects to these addresses
    "DATABASE_URL": "postgres://b2b_web@%2Fnowhere/b2b",
    "DATABASE_OWNER_URL": "postgres://b2b_owner@%2Fnowhere/b2b",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "PUBLIC_URL": "https://shop.example",
    "SECRET_KEY": "only-for-the-checks-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "TRUSTED_PROXIES": "1",
}
NOT_OURS = ("EMBEDDED", "DEBUG", "DATABASE_ROLE", "DATA_DIR", "INSTANCE_ID", "EXTRA_HOSTS")


@dataclass(frozen=True)
class Step:
    name: str
    argv: list[str]


STEPS = (
    Step("types", python_module("mypy")),
    Step("format", python_module("ruff", "format", "--check", ".")),
    Step("lint", python_module("ruff", "check", ".")),
    Step("import contracts", python_module("b2b_portal.embedded.contracts")),
    Step("templates", python_module("djlint", "--lint", "--quiet", "templates")),
    Step("missing migrations", manage("makemigrations", "--check", "--dry-run")),
    Step("deployment settings", manage("check", "--deploy", "--fail-level", "WARNING")),
    Step("missing translations", manage("messages", "--check")),
)


def check(arguments: list[str]) -> int:
    """Runs every step, two at a time, says how each went, and fails at the end if one did."""
    argparse.ArgumentParser(prog="./run check", description=__doc__).parse_args(arguments)
    foreign = {key for name in (*PRODUCTION, *NOT_OURS) for key in (name, f"{name}_FILE")}
    environment = {key: value for key, value in os.environ.items() if key not in foreign} | PRODUCTION
    environment["PYTHONUTF8"] = "1"
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda step: _run(step, environment), STEPS))
    failed = [step.name for step, passed in zip(STEPS, results, strict=True) if not passed]
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed", flush=True)
    return 1 if failed else 0


def _run(step: Step, environment: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        step.argv,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    report = f"{verdict:7}{step.name} ({time.monotonic() - began:.1f} s)"
    if done.returncode:
        report += f"\n{done.stdout.rstrip()}\n"
    print(report, flush=True)
    return done.returncode == 0
