// Registering slash and context menu commands, globally or for one guild.
// The one thing not to break: a set that Discord refuses must leave the commands of before in place.
import type { Wire } from "../../common/wire.ts";
import { snowflake } from "../permissions.ts";
import type { Call, DiscordWorld } from "../world.ts";
import { DiscordError, invalidForm, notFound } from "./errors.ts";
import type { Behaviour } from "./find.ts";

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const COMMANDS_MAX = 100;
const SLASH = 1;
const TOO_MANY = `Maximum number of application commands reached (${COMMANDS_MAX}).`;

const PLAIN = {
  name_localizations: null,
  description_localizations: null,
  default_permission: true,
  default_member_permissions: null,
  nsfw: false,
  dm_permission: true,
  contexts: null,
  integration_types: [0],
};

type Mistake = readonly [path: string, code: string, message: string];

function mistakeIn(name: string, description: string | undefined, options: readonly Wire[]): Mistake | undefined {
  if (!NAME.test(name) || name !== name.toLowerCase()) {
    return ["/name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"];
  }
  if (!description) return ["/description", "BASE_TYPE_REQUIRED", "This field is required"];
  const firstOptional = options.findIndex((o) => !o.required && o.type > 2);
  if (firstOptional >= 0 && options.slice(firstOptional).some((o) => o.required)) {
    const message = "Required options must be placed before non-required options";
    return ["/options", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message];
  }
  if (new Set(options.map((o) => o.name)).size === options.length) return undefined;
  return ["/options", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists"];
}

type Registration = { readonly body: Wire; readonly guildId: string | undefined; readonly old: Wire };

/** A command as Discord keeps it. Throws when it is not one. */
function command(dc: DiscordWorld, { body, guildId, old }: Registration): Wire {
  const type: number = body.type ?? old?.type ?? SLASH;
  const name: string = body.name ?? old?.name;
  const description: string | undefined = body.description ?? old?.description;
  const mistake = type === SLASH ? mistakeIn(name, description, body.options ?? []) : undefined;
  if (mistake) {
    const [path, code, message] = mistake;
    dc.journal.error("bad-command", `command ${name}`, message);
    throw invalidForm([{ path, code, message }]);
  }
  const given = Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined));
  const permissions = body.default_member_permissions ?? null;
  return {
    ...PLAIN,
    ...old,
    ...given,
    id: old?.id ?? snowflake(),
    application_id: dc.applicationId,
    version: snowflake(),
    type,
    description: type === SLASH ? description : "",
    ...(guildId && { guild_id: guildId }),
    ...(permissions !== null && { default_member_permissions: String(permissions) }),
  };
}

/** Throws when the bot names an application that is not its own. */
function checkOwn(dc: DiscordWorld, { params, template }: Call): void {
  if (params.application_id === dc.applicationId) return;
  dc.journal.error("wrong-application", template, `application id ${params.application_id}`);
  throw new DiscordError(403, 20012, "You are not authorized to perform this action on this application");
}

/** The commands of the guild the path names, or the global ones. */
const inScope = (dc: DiscordWorld, { params }: Call): Wire[] =>
  [...dc.commands.values()].filter((c) => c.guild_id === params.guild_id);

const isSame = (a: Wire, b: Wire): boolean => a.name === b.name && (a.type ?? SLASH) === (b.type ?? SLASH);

const list: Behaviour = (dc, call) => {
  checkOwn(dc, call);
  return inScope(dc, call);
};

const replaceAll: Behaviour = (dc, call) => {
  checkOwn(dc, call);
  const given: Wire[] = call.body;
  const before = inScope(dc, call);
  if (given.filter((c) => (c.type ?? SLASH) === SLASH).length > COMMANDS_MAX)
    throw new DiscordError(400, 30032, TOO_MANY);
  if (given.some((c, i) => given.slice(0, i).some((other) => isSame(c, other)))) {
    dc.journal.error("bad-command", "PUT commands", "two commands share a name");
    const message = "Application command names must be unique";
    throw invalidForm([{ path: "/name", code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message }]);
  }
  const guildId = call.params.guild_id;
  const made = given.map((body) => command(dc, { body, guildId, old: before.find((c) => isSame(c, body)) }));
  for (const { id } of before) dc.commands.delete(id);
  for (const c of made) dc.commands.set(c.id, c);
  dc.journal.add({ kind: "commands", names: made.map((c) => c.name) });
  return made;
};

function keep(dc: DiscordWorld, { body, params }: Call, old: Wire): Wire {
  const made = command(dc, { body, guildId: params.guild_id, old });
  dc.commands.set(made.id, made);
  return made;
}

const create: Behaviour = (dc, call) => {
  checkOwn(dc, call);
  return keep(
    dc,
    call,
    inScope(dc, call).find((c) => isSame(c, call.body)),
  );
};

const one: Behaviour = (dc, call) => {
  checkOwn(dc, call);
  const found = dc.commands.get(call.params.command_id);
  if (!found) throw notFound("application command", 10063);
  return found;
};

const routesAt = (path: string): Record<string, Behaviour> => ({
  [`GET ${path}`]: list,
  [`PUT ${path}`]: replaceAll,
  [`POST ${path}`]: create,
  [`GET ${path}/{command_id}`]: one,
  [`PATCH ${path}/{command_id}`]: (dc, call) => keep(dc, call, one(dc, call)),
  [`DELETE ${path}/{command_id}`]: (dc, call) => {
    dc.commands.delete(one(dc, call).id);
  },
});

/** The routes of commands. */
export const commandRoutes: Readonly<Record<string, Behaviour>> = {
  ...routesAt("/applications/{application_id}/commands"),
  ...routesAt("/applications/{application_id}/guilds/{guild_id}/commands"),
};
