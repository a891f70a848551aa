FROM python:3.11-slim

WORKDIR /newsreel
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
RUN pip install --no-cache-dir . \
    && useradd --create-home newsreel \
    && mkdir data \
    && chown newsreel data

USER newsreel
VOLUME /newsreel/data
CMD ["newsreel", "run"]
