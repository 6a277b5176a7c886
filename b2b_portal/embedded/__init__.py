"""Starts PostgreSQL and Valkey from wheels and the shop's processes on top of them; `./run` is its only door.

Knows nothing of Django and of the rooms: it runs `manage.py`, celery and gunicorn as child processes.
"""
