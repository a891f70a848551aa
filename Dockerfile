FROM python:3.11-slim

WORKDIR /newsreel
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY data/starter.opml data/starter.opml
RUN pip install --no-cache-dir . \
    && useradd --create-home newsreel \
    && chown newsreel data

USER newsreel
VOLUME /newsreel/data
CMD ["newsreel", "run"]
