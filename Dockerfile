# habac24h in a container: the pages, a worker, or any command.
#   docker build -t habac24h .
# Debian's own PostgreSQL client must be at least as new as the server (pg_dump makes the backups).
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY pyproject.toml README.md ./
COPY habac24h ./habac24h
RUN python -m venv /opt/habac24h \
    && /opt/habac24h/bin/pip install --no-cache-dir ".[postgres]"

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client fonts-croscore \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10024 --shell /usr/sbin/nologin --create-home --home-dir /var/lib/habac24h habac24h
COPY --from=build /opt/habac24h /opt/habac24h
ENV PATH=/opt/habac24h/bin:$PATH \
    PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HABAC24H_HOME=/var/lib/habac24h \
    HABAC24H_LOG_FILE=false
USER habac24h
VOLUME /var/lib/habac24h
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=30s --start-period=120s --retries=3 \
    CMD ["habac24h", "doctor", "--offline", "--only", "database", "--only", "scheduler"]
ENTRYPOINT ["habac24h"]
CMD ["serve"]
