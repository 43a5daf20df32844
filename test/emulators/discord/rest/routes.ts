// All REST routes that have behaviour here, by method and the path template of the OpenAPI document: those of the bot
// itself, guilds and channels (here), messages, threads, interactions and commands (their own files).
// Other routes of the document are judged and answered empty (note generic-result); what is not in it is an error.
import type { Wire } from "../../common/wire.ts";
import { Channel, ChannelType } from "../channel.ts";
import { P } from "../permissions.ts";
import { commandRoutes } from "./commands.ts";
import { invalidForm, missingPermissions, notFound, threadArchived } from "./errors.ts";
import { type Behaviour, channelOf, guildOf, mustTakeThread, need, needInGuild } from "./find.ts";
import { messageRoutes } from "./messages.ts";
import { responseRoutes } from "./responses.ts";
import { threadRoutes } from "./threads.ts";

const DAY_MS = 86_400_000;
const OWN_THREAD_CHANGES = ["archived", "name", "auto_archive_duration"];

const PLAIN_APPLICATION = {
  icon: null,
  description: "",
  type: null,
  cover_image: null,
  primary_sku_id: null,
  slug: null,
  guild_id: null,
  rpc_origins: [],
  bot_public: true,
  bot_require_code_grant: false,
  terms_of_service_url: null,
  privacy_policy_url: null,
  custom_install_url: null,
  install_params: null,
  integration_types_config: {},
  verify_key: "a".repeat(64),
  max_participants: null,
  tags: [],
  hook: true,
  is_monetized: false,
  redirect_uris: [],
  interactions_endpoint_url: null,
  role_connections_verification_url: null,
  approximate_user_install_count: 0,
  approximate_user_authorization_count: 0,
  explicit_content_filter: 0,
  team: null,
  event_webhooks_status: 1,
};

const application: Behaviour = (dc) => ({
  ...PLAIN_APPLICATION,
  id: dc.applicationId,
  name: dc.bot.username,
  bot: dc.bot.toJSON(),
  flags: dc.options.applicationFlags,
  owner: dc.bot.toJSON(),
  approximate_guild_count: dc.guilds.size,
});

const gatewayBot: Behaviour = ({ gatewayUrl: url, gateway }) => {
  const remaining = 1000 - gateway.stats.identifies;
  return { url, shards: 1, session_start_limit: { total: 1000, remaining, reset_after: DAY_MS, max_concurrency: 1 } };
};

const getUser: Behaviour = (dc, { params }) => {
  const user = dc.users.get(params.user_id);
  if (!user) throw notFound("User", 10013);
  return user.toJSON();
};

const openDm: Behaviour = (dc, { body }) => {
  const user = dc.users.get(String(body.recipient_id));
  if (!user) throw invalidForm([{ path: "/recipient_id", message: "Unknown user" }]);
  return dc.dmWith(user).toJSON();
};

const getChannel: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  needInGuild(dc, { channel }, "reading the channel");
  return channel.toJSON();
};

const patchChannel: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const { permission_overwrites, parent_id, reason: _, ...change } = call.body;
  const keys = Object.keys(call.body);
  if (channel.isThread) {
    const isOwn = channel.owner_id === dc.bot.id && keys.every((k) => OWN_THREAD_CHANGES.includes(k));
    if (!isOwn) need(dc, { channel, names: ["MANAGE_THREADS"] }, "changing the thread");
    const isOnlyLock = keys.length === 1 && keys[0] === "locked";
    if (channel.archived && change.archived !== false && !isOnlyLock) {
      const message = "an archived thread must be unarchived before it is changed";
      dc.journal.error("archived-thread", channel.name ?? channel.id, message);
      throw threadArchived();
    }
    if (channel.archived && change.archived === false) mustTakeThread(channel);
  } else need(dc, { channel, names: ["MANAGE_CHANNELS"] }, "changing the channel");
  if (permission_overwrites) channel.overwrites = permission_overwrites;
  if (parent_id !== undefined) channel.parent = dc.channels.get(parent_id) ?? null;
  channel.update(change);
  return channel.toJSON();
};

const deleteChannel: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  needInGuild(dc, { channel, names: [channel.isThread ? "MANAGE_THREADS" : "MANAGE_CHANNELS"] }, "deleting");
  const last = channel.toJSON();
  channel.remove();
  return last;
};

/** Puts (with a body) or removes one overwrite. */
const changeOverwrite: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  const { overwrite_id: id } = call.params;
  need(dc, { channel, names: ["MANAGE_ROLES"] }, "permission overwrites");
  const others = channel.overwrites.filter((o) => o.id !== id);
  const { type, allow = 0, deny = 0 } = call.body ?? {};
  const own = call.method === "PUT" ? [{ id, type, allow: String(allow), deny: String(deny) }] : [];
  channel.overwrites = [...others, ...own];
  channel.update({});
};

const createChannel: Behaviour = (dc, call) => {
  const guild = guildOf(dc, call);
  const { body } = call;
  const rights = guild.members.get(dc.bot.id)?.permissions() ?? 0n;
  if (!(rights & P.MANAGE_CHANNELS)) {
    dc.journal.error("missing-permission", guild.name, "creating a channel needs MANAGE_CHANNELS");
    throw missingPermissions();
  }
  const { name, topic, rate_limit_per_user = 0, type = ChannelType.text } = body;
  const parent = dc.channels.get(body.parent_id) ?? null;
  const channel = new Channel(dc, { name, topic, rate_limit_per_user, type, guild, parent });
  channel.overwrites = (body.permission_overwrites ?? []).map((o: Wire) => ({
    id: o.id,
    type: o.type,
    allow: String(o.allow ?? 0),
    deny: String(o.deny ?? 0),
  }));
  guild.addChannel(channel);
  dc.journal.add({ kind: "channel", channel });
  return channel.toJSON();
};

const getMember: Behaviour = (dc, call) => {
  const member = guildOf(dc, call).members.get(call.params.user_id);
  if (!member) throw notFound("Member", 10007);
  return member.toJSON();
};

const getMembers: Behaviour = (dc, call) => {
  const limit = Number(call.query.get("limit") ?? 1);
  return [...guildOf(dc, call).members.values()].slice(0, limit).map((m) => m.toJSON());
};

const CHANNEL = "/channels/{channel_id}";
const GUILD = "/guilds/{guild_id}";

/** The behaviour of every route that has one. */
export const routes: Readonly<Record<string, Behaviour>> = {
  "GET /gateway": ({ gatewayUrl: url }) => ({ url }),
  "GET /gateway/bot": gatewayBot,
  "GET /users/@me": (dc) => ({ ...dc.bot.toJSON(), mfa_enabled: true, locale: "en-US", verified: true, email: null }),
  "GET /users/{user_id}": getUser,
  "GET /applications/@me": application,
  "GET /oauth2/applications/@me": application,
  "POST /users/@me/channels": openDm,
  [`GET ${CHANNEL}`]: getChannel,
  [`PATCH ${CHANNEL}`]: patchChannel,
  [`DELETE ${CHANNEL}`]: deleteChannel,
  [`POST ${CHANNEL}/typing`]: (dc, call) => {
    dc.journal.add({ kind: "typing", channelId: channelOf(dc, call).id });
  },
  [`PUT ${CHANNEL}/permissions/{overwrite_id}`]: changeOverwrite,
  [`DELETE ${CHANNEL}/permissions/{overwrite_id}`]: changeOverwrite,
  [`GET ${GUILD}`]: (dc, call) => guildOf(dc, call).toJSON(),
  [`GET ${GUILD}/channels`]: (dc, call) => [...guildOf(dc, call).channels.values()].map((c) => c.toJSON()),
  [`POST ${GUILD}/channels`]: createChannel,
  [`GET ${GUILD}/roles`]: (dc, call) => [...guildOf(dc, call).roles.values()],
  [`GET ${GUILD}/members/{user_id}`]: getMember,
  [`GET ${GUILD}/members`]: getMembers,
  ...messageRoutes,
  ...threadRoutes,
  ...responseRoutes,
  ...commandRoutes,
};
