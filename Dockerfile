# Preflight in a container; docs/deployment.md says how to run it, and what of this file was checked and how.
# One volume, /data; beside it only /tmp is written, so the rest may be read-only. Running needs no shell.

FROM python:3.13-slim-bookworm AS build

COPY requirements.txt /build/requirements.txt
RUN ["python", "-m", "venv", "/opt/preflight"]
RUN ["/opt/preflight/bin/python", "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", \
     "--require-hashes", "--only-binary", ":all:", "--requirement", "/build/requirements.txt"]

COPY app.py /app/app.py
COPY .streamlit/config.toml /app/.streamlit/config.toml
COPY pages /app/pages
COPY questionnaires /app/questionnaires
COPY preflight /app/preflight
RUN ["/opt/preflight/bin/python", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/app"]
RUN ["install", "-d", "-m", "700", "/build/data"]


FROM python:3.13-slim-bookworm

# pg_dump and pg_restore, for backups of PostgreSQL: at least as new as the server.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/*

LABEL org.opencontainers.image.title="Preflight" \
      org.opencontainers.image.description="Walks a team from an AI pilot to production, with an honest radar." \
      org.opencontainers.image.documentation="docs/deployment.md"

# HOME: what looks for a folder of its user finds an empty one that may be written.
ENV PATH="/opt/preflight/bin:$PATH" \
    HOME="/tmp" \
    PYTHONDONTWRITEBYTECODE="1" \
    PYTHONUNBUFFERED="1" \
    PYTHONUTF8="1" \
    PREFLIGHT_HOST="0.0.0.0" \
    PREFLIGHT_DATA="/data"

COPY --from=build /opt/preflight /opt/preflight
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /build/data /data

USER 10001:10001
WORKDIR /app
VOLUME ["/data"]
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + (os.environ.get('PREFLIGHT_PORT') or '8501') + '/health', timeout=4)"]
CMD ["python", "app.py"]
