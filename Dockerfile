# One image for every process of the shop; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm

# WeasyPrint draws with the system's Pango; DejaVu has Cyrillic letters and the rouble sign
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements/base.txt requirements/
RUN pip install --require-hashes -r requirements/base.txt

COPY manage.py pyproject.toml ./
COPY b2b_portal b2b_portal
COPY accounts accounts
COPY catalog catalog
COPY orders orders
COPY documents documents
COPY templates templates
COPY static static
COPY locale locale

# static files and translations belong to the image; media and mail are volumes
ENV DATA_DIR=/app/.data XDG_CACHE_HOME=/tmp/cache
RUN export SECRET_KEY=only-for-the-build DATABASE_URL=postgres://nobody@nowhere/none \
    && python manage.py messages --compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --uid 10001 --no-create-home --home-dir /app shop \
    && mkdir -p .data/media .data/mail \
    && chown shop .data .data/media .data/mail
USER shop
