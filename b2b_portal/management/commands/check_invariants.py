import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from b2b_portal.invariants import INVARIANTS, broken


class Command(BaseCommand):
    help = "Asks whether stock, orders and papers are sound; says what is not and ends with status 1. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the answer for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        found = broken()
        if options["json"]:
            answer = {"is_sound": not found, "asked": list(INVARIANTS), "broken": found}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
        elif not found:
            self.stdout.write(f"All {len(INVARIANTS)} invariants hold.")
        for rule, sentences in found.items():
            self.stderr.write("\n".join([f"Broken: {rule}", *(f"  {sentence}" for sentence in sentences)]))
        if found:
            sys.exit(1)
