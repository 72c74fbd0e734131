# syntax=docker/dockerfile:1

FROM node:22-bookworm-slim AS site
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY openapi.yaml /src/openapi.yaml
COPY frontend ./
RUN npm run build

FROM rust:1.95.0-slim-bookworm AS service
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY tests tests
COPY api api
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package lorntech \
    && cp target/release/lorntech /usr/local/bin/lorntech

FROM debian:bookworm-slim
# The versions are those of the base image's release: a fixed one would vanish with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/lorntech --create-home --shell /usr/sbin/nologin lorntech
COPY --from=service /usr/local/bin/lorntech /usr/local/bin/lorntech
COPY --from=site /src/frontend/dist /usr/share/lorntech/site
COPY LICENSE /usr/share/doc/lorntech/LICENSE
ENV LORNTECH_SITE_DIR=/usr/share/lorntech/site \
    LORNTECH_DATA_DIR=/var/lib/lorntech
USER 10001
WORKDIR /var/lib/lorntech
VOLUME /var/lib/lorntech
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/livez"]
ENTRYPOINT ["lorntech"]
CMD ["serve"]
