from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from b2b_portal.core.translations import catalogue, extract, merge


class Command(BaseCommand):
    help = "Brings locale/*/LC_MESSAGES/django.po up to date with the code; needs no gettext on the system."
    requires_system_checks: list[str] = []  # works where nothing else does: ./run compiles before anything starts

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="change nothing, fail when anything is not translated")
        what.add_argument("--compile", action="store_true", help="write the .mo files")
        what.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE", help="fill in words from lines `id => words`"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for language in catalogue.TRANSLATED:
            if options["check"]:
                self._check(language)
            elif options["compile"]:
                self.stdout.write(str(catalogue.compile_language(language)))
            else:
                self._update(language, options["merge"] or [])

    def _check(self, language: str) -> None:
        found = list(catalogue.faults(catalogue.read(language), extract.all_messages()))
        if found:
            raise CommandError("\n".join([f"{language}:", *found]))

    def _update(self, language: str, files: list[Path]) -> None:
        messages = catalogue.read(language)
        catalogue.update(messages, extract.all_messages())
        for file in files:
            for unknown in merge.merge(messages, merge.parse(file.read_text().splitlines())):
                self.stderr.write(f"{file}: nobody asks for {unknown!r}")
        catalogue.write(language, messages)
        left = [message.id for message in messages if message.id and not catalogue.is_translated(message)]
        self.stdout.write(f"{language}: {len(messages)} messages, {len(left)} not translated")
