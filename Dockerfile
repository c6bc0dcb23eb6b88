# One image for gateway and worker (docs/docker.md). Debian, because Temporal's native part needs glibc: Alpine has none.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# --- Compiled code and the workflow bundle -------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --include=dev --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
# What `npm run build` does, without its look whether packages are to be installed.
RUN node node_modules/typescript/bin/tsc -p tsconfig.build.json && node dist/starters/build-bundle.js

# --- Packages of production ----------------------------------------------------------------------------------------
FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Temporal's native part comes for five platforms, some 25 MB each; one of them runs here.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

# --- What runs -----------------------------------------------------------------------------------------------------
FROM ${NODE_IMAGE}
# Without certificates the native client reaches no server over TLS.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# Node does not know the memory limit of a worker's threads: set about 80 % of the container's memory in NODE_OPTIONS,
# e.g. --max-old-space-size=768 for 1 GB (docker-compose.yml does).
ENV NODE_ENV=production
COPY package.json ./
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY templates ./templates
# By number, so that an orchestrator can check that it is not root. Nothing here is written to.
USER 10001:10001
STOPSIGNAL SIGTERM
EXPOSE 3000
# Of the gateway; a worker has its own in docker-compose.yml.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/starters/start.js"]
CMD ["gateway"]
