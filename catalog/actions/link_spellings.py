"""Say of spellings that a file took for one part that they are one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.articles import search_key
from catalog.enums import AnalogueKind, CandidateState
from catalog.models import AnalogueCandidate
from catalog.models.analogue import SYMMETRIC

_LINK = """
    INSERT INTO catalog_analogue (product_id, other_id, kind, differs_in, vouched_by_id, vouched_at)
    SELECT DISTINCT least(one.id, two.id), greatest(one.id, two.id), %(kind)s, '', %(person)s::bigint, %(at)s
      FROM unnest(%(articles)s::text[], %(keys)s::text[], %(others)s::text[], %(other_keys)s::text[])
        AS said (article, key, other, other_key)
      JOIN catalog_product AS one ON one.key = said.key AND one.article = said.article
      JOIN catalog_product AS two ON two.key = said.other_key AND two.article = said.other
     ORDER BY 1, 2
        ON CONFLICT DO NOTHING
"""


class NotSymmetric(RuleBroken):
    """Two spellings of one part stand for each other; nothing else can be said of them."""

    message = _("Spellings are linked as full replacements or as functional analogues.")
    code = "not_symmetric"


def link_spellings(*, candidates: Iterable[int], kind: AnalogueKind, by: Actor, at: datetime) -> int:
    """Links every product of one spelling with every one of the other, whoever makes them; returns how many links.

    The actor vouches for the new links; those that are there stay as they are. What was rejected can be linked, what
    is linked already is left alone. Locks: the candidates by primary key. Raises NotSymmetric.
    """
    if kind not in SYMMETRIC:
        raise NotSymmetric
    with change(by, at):
        rows = lock_candidates(candidates, CandidateState.WAITING, CandidateState.REJECTED)
        facts = {
            "kind": str(kind),
            "person": by.user.pk if by.user else None,
            "at": at if by.user else None,
            "articles": [row.article for row in rows],
            "keys": [search_key(row.article) for row in rows],
            "others": [row.other_article for row in rows],
            "other_keys": [search_key(row.other_article) for row in rows],
        }
        with connection.cursor() as cursor:
            cursor.execute(_LINK, facts)
            links = int(cursor.rowcount)
        decide(rows, CandidateState.LINKED, by, at)
        return links


def lock_candidates(candidates: Iterable[int], *states: CandidateState) -> list[AnalogueCandidate]:
    """Those of the candidates that are in one of the states, locked by primary key."""
    asked = AnalogueCandidate.objects.filter(pk__in=list(candidates), state__in=states)
    return list(asked.select_for_update().order_by("pk"))


def decide(rows: Iterable[AnalogueCandidate], state: CandidateState, by: Actor, at: datetime) -> None:
    """Writes who decided what of locked candidates, and when."""
    pks = [row.pk for row in rows]
    AnalogueCandidate.objects.filter(pk__in=pks).update(state=state, decided_by=by.user, decided_at=at)
