"""Keep what somebody looked for."""

from datetime import datetime, timedelta

from django.db import connection

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.articles import search_key

AGAIN = timedelta(minutes=10)  # the same query within this time is the same search: a page read again, "back"
LONGEST = 200

# one statement: the page waits for it, but not for the disk
_NOTE = """
    INSERT INTO catalog_searchlog (company_id, user_id, query, key, understood, hits, searched_at)
    SELECT %(company)s, %(user)s, %(query)s, %(key)s, %(understood)s, %(hits)s, %(at)s
     WHERE set_config('synchronous_commit', 'off', true) IS NOT NULL
       AND NOT EXISTS (SELECT FROM catalog_searchlog WHERE user_id = %(user)s AND company_id = %(company)s
                          AND searched_at > %(since)s AND key = %(key)s)
"""


def note_search(*, query: str, understood: str, hits: int, by: Actor, at: datetime) -> None:
    """Writes down a query that was sent, what it was read as where that differs, and how much it found.

    A crash of the database may lose the last moments of this log. Without a company nothing is kept.
    """
    query = query[:LONGEST]
    if by.company is None or by.user is None or not query:
        return
    facts: dict[str, str | int | datetime] = {
        "company": by.company.pk,
        "user": by.user.pk,
        "query": query,
        "key": search_key(query) or query.casefold()[:LONGEST],
        "understood": understood[:LONGEST] if understood != query else "",
        "hits": hits,
        "at": at,
        "since": at - AGAIN,
    }
    with change(by, at), connection.cursor() as cursor:
        cursor.execute(_NOTE, facts)
