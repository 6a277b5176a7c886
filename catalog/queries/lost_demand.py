"""What is looked for and not found: whom we could have sold something."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

MOST = 500  # rows of the report

# counted by key and company first: a hash for each, no sorting of the whole log
_LOST = """
    WITH lost AS (
        SELECT key, sum(times)::bigint AS times, count(*) AS companies, max(newest) AS newest, max(last_at) AS last_at
          FROM (SELECT key, company_id, count(*) AS times, max(id) AS newest, max(searched_at) AS last_at
                  FROM catalog_searchlog WHERE hits = 0 AND searched_at > %(since)s
                 GROUP BY key, company_id) AS of_company
         GROUP BY key ORDER BY 3 DESC, 2 DESC, last_at DESC LIMIT %(most)s
    )
    SELECT log.query, lost.times, lost.companies, lost.last_at
      FROM lost JOIN catalog_searchlog AS log ON log.id = lost.newest
     ORDER BY lost.companies DESC, lost.times DESC, lost.last_at DESC
"""


@dataclass(frozen=True)
class Lost:
    """Queries of one key, as the last of them was typed."""

    query: str
    times: int
    companies: int
    last_at: datetime


def lost_demand(since: datetime, most: int = MOST) -> list[Lost]:
    """Queries since a moment that found nothing, those of most companies first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LOST, {"since": since, "most": most})
        return [Lost(*row) for row in cursor.fetchall()]
