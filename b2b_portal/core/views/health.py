"""Is the process alive; can it serve."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers; says nothing of the database."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and its schema is ours. Echoes INSTANCE_ID so that a supervisor knows its own child."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return JsonResponse({"status": "migrations pending", "instance": settings.INSTANCE_ID}, status=503)
    return JsonResponse({"status": "ok", "instance": settings.INSTANCE_ID})
