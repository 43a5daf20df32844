// Answers to interactions, and webhooks: callbacks, follow-ups, edits of what was answered.
// The one thing not to break: one acknowledgement, within the deadline; a deferred one becomes a message once.
import type { Wire } from "../../common/wire.ts";
import type { Channel } from "../channel.ts";
import { CALLBACKS, type Interaction } from "../interaction.ts";
import { snowflake } from "../permissions.ts";
import { COMPONENTS_V2, type DiscordMessage, EPHEMERAL } from "../types.ts";
import type { Call, DiscordWorld } from "../world.ts";
import { messageFields } from "./body.ts";
import { DiscordError, invalidForm, notFound } from "./errors.ts";
import { type Behaviour, channelOf, guildOfChannel, messageOf, need } from "./find.ts";
import { announce, editMessage, removeMessage } from "./messages.ts";

const SUPPRESS_EMBEDS = 1 << 2;
const SUPPRESS_NOTIFICATIONS = 1 << 12;
const ANSWER_FLAGS = EPHEMERAL | COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS;
const MODAL_ROWS_MAX = 5;
const [REPLY, DEFERRED_REPLY, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETE, MODAL] = [4, 5, 6, 7, 8, 9];

/** Why a callback is refused: kind, message of the violation, and what Discord answers. */
type Objection = readonly [kind: string, message: string, answer: DiscordError];

const wrongType = (message = "Invalid for this interaction"): DiscordError => invalidForm([{ path: "/type", message }]);
const unknown = (): DiscordError => notFound("interaction", 10062);

function objectionToModal({ components }: Wire): Objection | undefined {
  const path = "/data/components";
  if (components.some((r: Wire) => r.type === 1 && r.components.length !== 1)) {
    const answer = invalidForm([{ path, message: "Must be 1 in length." }]);
    return ["schema", "each action row of a modal holds exactly one text input", answer];
  }
  if (components.length > MODAL_ROWS_MAX) {
    const message = "Must be between 1 and 5 in length.";
    const answer = invalidForm([{ path, code: "BASE_TYPE_BAD_LENGTH", message }]);
    return ["schema", `a modal has at most ${MODAL_ROWS_MAX} top-level components, got ${components.length}`, answer];
  }
  const fields: Wire[] = components.flatMap((r: Wire) => r.components ?? [r.component]).filter(Boolean);
  if (new Set(fields.map((f) => f.custom_id)).size === fields.length) return undefined;
  const message = "Component custom id cannot be duplicated";
  const answer = invalidForm([{ path, code: "COMPONENT_CUSTOM_ID_DUPLICATED", message }]);
  return ["schema", "two modal fields share a custom_id", answer];
}

function objectionTo(dc: DiscordWorld, i: Interaction, { type, data }: Wire): Objection | undefined {
  if (i.callback) {
    const answer = new DiscordError(400, 40060, "Interaction has already been acknowledged.");
    return ["double-ack", `already acknowledged with ${i.callback.kind}`, answer];
  }
  if (i.isTooLate) {
    const limit = dc.options.ackDeadlineMs;
    return ["late-ack", `acknowledged after ${i.ageMs} ms, the limit is ${limit}`, unknown()];
  }
  const isFromMessage = i.type === 3 || (i.type === 5 && i.message !== undefined);
  if ((type === DEFERRED_UPDATE || type === UPDATE) && !isFromMessage) {
    const message = `${CALLBACKS[type]} is only for components (or modals opened from one)`;
    return ["bad-callback", message, wrongType()];
  }
  if ((type === AUTOCOMPLETE) !== (i.type === 4)) {
    const message = "autocomplete interactions take an autocomplete result, others do not";
    return ["bad-callback", message, wrongType()];
  }
  if (type !== MODAL) return undefined;
  if (i.type !== 5) return objectionToModal(data);
  return ["bad-callback", "a modal cannot open a modal", wrongType("Value must be one of {4, 5, 6, 7}.")];
}

const respond: Behaviour = (dc, { params, body, files, query }) => {
  const i = dc.interactions.get(params.interaction_id);
  const { type, data = {} } = body;
  if (!i || i.token !== params.interaction_token) {
    dc.journal.error("unknown-interaction", i?.label() ?? "interaction callback", "id or token unknown");
    throw unknown();
  }
  const objection = objectionTo(dc, i, { type, data });
  if (objection) {
    const [kind, message, answer] = objection;
    dc.journal.error(kind, i.label(), message);
    throw answer;
  }
  const message = answerOf(dc, i, { type, data, files });
  // The answer first: who waits for the acknowledgement finds it there.
  if (message) i.original = message;
  const { ephemeral } = i.acknowledge(type, data);
  if (!/^(true|1)$/i.test(query.get("with_response") ?? "")) return undefined;
  return {
    interaction: {
      id: i.id,
      type: i.type,
      response_message_id: message?.id,
      response_message_loading: type === DEFERRED_REPLY,
      response_message_ephemeral: ephemeral,
      channel_id: i.channel.id,
      ...(i.channel.guild && { guild_id: i.channel.guild.id }),
    },
    ...(message && { resource: { type, message } }),
  };
};

function answerOf(dc: DiscordWorld, i: Interaction, { type, data, files }: Wire): DiscordMessage | undefined {
  if (type === REPLY) return interactionMessage(dc, i, { body: data, files });
  if (type !== UPDATE || !i.message) return undefined;
  const message = i.channel.messages.get(i.message.id) ?? dc.ephemeral.get(i.message.id);
  if (!message) throw notFound("Message", 10008);
  return editMessage(dc, { body: data, files }, { channel: i.channel, message, where: i.label() });
}

type Content = Pick<Call, "body" | "files">;

function interactionMessage(dc: DiscordWorld, i: Interaction, { body, files }: Content): DiscordMessage {
  const { channel } = i;
  const fields = messageFields(dc, { where: i.label(), body, files, channel });
  const flags: number = body.flags ?? 0;
  if (flags & ~ANSWER_FLAGS) {
    const allowed = "SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS and IS_COMPONENTS_V2";
    dc.journal.error("bad-flags", i.label(), `flags ${flags}: only ${allowed} may be set`);
  }
  const message = channel.addMessage({
    author: dc.bot,
    ...fields,
    flags,
    type: i.type === 2 ? 20 : 0,
    application_id: dc.applicationId,
    webhook_id: dc.applicationId,
    interaction_metadata: {
      id: i.id,
      type: i.type,
      user: i.user.toJSON(),
      authorizing_integration_owners: { 0: channel.guild?.id ?? "0" },
      ...(i.type === 3 && i.message && { interacted_message_id: i.message.id }),
    },
  });
  if (flags & EPHEMERAL) {
    channel.messages.delete(message.id);
    dc.ephemeral.set(message.id, message);
  }
  i.messages.push(message);
  return announce(dc, channel, message);
}

type Hook = { readonly interaction: Interaction } | { readonly webhook: Wire };

/** What a webhook token stands for: an interaction that was acknowledged, or an ordinary webhook. */
function hookOf(dc: DiscordWorld, { params, template }: Call): Hook {
  const i = [...dc.interactions.values()].find((x) => x.token === params.webhook_token);
  if (!i || params.webhook_id !== dc.applicationId) {
    const webhook = dc.webhooks.get(params.webhook_id);
    if (webhook?.token === params.webhook_token) return { webhook };
    dc.journal.error("unknown-webhook", template, "webhook or interaction token unknown");
    throw notFound("Webhook", 10015);
  }
  const ttl = dc.options.interactionTtlMs;
  if (i.ageMs > ttl) {
    dc.journal.error("expired-token", i.label(), `the interaction token works for ${ttl} ms`);
    throw new DiscordError(401, 50027, "Invalid Webhook Token");
  }
  if (i.callback) return { interaction: i };
  dc.journal.error("follow-up-before-ack", i.label(), "a follow-up or edit before the interaction was acknowledged");
  throw notFound("Webhook", 10015);
}

function webhookChannel(dc: DiscordWorld, { query }: Call, webhook: Wire): Channel {
  return channelOf(dc, { params: { channel_id: query.get("thread_id") ?? webhook.channel_id } });
}

type Found = {
  readonly channel: Channel;
  readonly message: DiscordMessage | undefined;
  readonly interaction?: Interaction;
};

function hookMessage(dc: DiscordWorld, call: Call): Found {
  const hook = hookOf(dc, call);
  const id: string = call.params.message_id ?? "@original";
  if ("webhook" in hook) {
    const channel = webhookChannel(dc, call, hook.webhook);
    return { channel, message: messageOf(channel, id) };
  }
  const { interaction } = hook;
  const { channel } = interaction;
  const byId = (wanted: string): DiscordMessage | undefined => channel.messages.get(wanted) ?? dc.ephemeral.get(wanted);
  if (id !== "@original") return { interaction, channel, message: byId(id) };
  const updated = interaction.callback?.type === DEFERRED_UPDATE && interaction.message;
  return { interaction, channel, message: interaction.original ?? (updated ? byId(updated.id) : undefined) };
}

/** The first edit or follow-up of a deferred reply makes the message. */
function resolveDeferred(dc: DiscordWorld, i: Interaction, { body, files }: Content): DiscordMessage {
  const flags = (body.flags ?? 0) | (i.callback?.data.flags ?? 0);
  i.original = interactionMessage(dc, i, { body: { ...body, flags }, files });
  return i.original;
}

const isDeferred = (i: Interaction | undefined): i is Interaction =>
  i?.callback?.type === DEFERRED_REPLY && i.original === null;

const getHookMessage: Behaviour = (dc, call) => {
  const { message } = hookMessage(dc, call);
  if (!message) throw notFound("Message", 10008);
  return message;
};

const editHookMessage: Behaviour = (dc, call) => {
  const { interaction, channel, message } = hookMessage(dc, call);
  if (!message && isDeferred(interaction)) return resolveDeferred(dc, interaction, call);
  if (!message) throw notFound("Message", 10008);
  const where = interaction?.label() ?? "webhook message";
  return editMessage(dc, call, { channel, message, where, isViaWebhook: true });
};

const deleteHookMessage: Behaviour = (dc, call) => {
  const { channel, message } = hookMessage(dc, call);
  if (!message) throw notFound("Message", 10008);
  removeMessage(dc, channel, message);
};

const executeWebhook: Behaviour = (dc, call) => {
  const hook = hookOf(dc, call);
  if ("interaction" in hook) {
    const { interaction } = hook;
    return isDeferred(interaction) ? resolveDeferred(dc, interaction, call) : interactionMessage(dc, interaction, call);
  }
  const { webhook } = hook;
  const { body, files, query } = call;
  const channel = webhookChannel(dc, call, webhook);
  if (/clyde|discord/i.test(body.username ?? "")) {
    const message = 'Username cannot contain "discord"';
    throw invalidForm([{ path: "/username", code: "USERNAME_INVALID_CONTAINS", message }]);
  }
  const fields = messageFields(dc, { where: "webhook message", body, files, channel });
  const look = {
    discriminator: "0000",
    global_name: null,
    avatar: null,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  };
  const author = { id: webhook.id, username: body.username ?? webhook.name, bot: true, ...look };
  const ids = { webhook_id: webhook.id, application_id: dc.applicationId };
  const message = announce(dc, channel, channel.addMessage({ author, ...fields, ...ids }));
  return /^(true|1)$/i.test(query.get("wait") ?? "") ? message : undefined;
};

const createWebhook: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  need(dc, { channel, names: ["MANAGE_WEBHOOKS"] }, "creating a webhook");
  const [id, token] = [snowflake(), `whtoken${snowflake()}`];
  const webhook = {
    id,
    type: 1,
    application_id: dc.applicationId,
    avatar: null,
    channel_id: channel.id,
    guild_id: guildOfChannel(channel).id,
    name: call.body.name,
    token,
    url: `${dc.url}/api/webhooks/${id}/${token}`,
    user: dc.bot.toJSON(),
  };
  dc.webhooks.set(id, webhook);
  return webhook;
};

const listWebhooks: Behaviour = (dc, call) => {
  const channel = channelOf(dc, call);
  need(dc, { channel, names: ["MANAGE_WEBHOOKS"] }, "listing webhooks");
  return [...dc.webhooks.values()].filter((w) => w.channel_id === channel.id);
};

const WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}";

/** The routes of interactions and webhooks. */
export const responseRoutes: Readonly<Record<string, Behaviour>> = {
  "POST /interactions/{interaction_id}/{interaction_token}/callback": respond,
  [`POST ${WEBHOOK}`]: executeWebhook,
  [`GET ${WEBHOOK}/messages/@original`]: getHookMessage,
  [`GET ${WEBHOOK}/messages/{message_id}`]: getHookMessage,
  [`PATCH ${WEBHOOK}/messages/@original`]: editHookMessage,
  [`PATCH ${WEBHOOK}/messages/{message_id}`]: editHookMessage,
  [`DELETE ${WEBHOOK}/messages/@original`]: deleteHookMessage,
  [`DELETE ${WEBHOOK}/messages/{message_id}`]: deleteHookMessage,
  "POST /channels/{channel_id}/webhooks": createWebhook,
  "GET /channels/{channel_id}/webhooks": listWebhooks,
};
