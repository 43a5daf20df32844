// The shapes a test sees: messages, attachments and journal entries of the fake Discord.
// Names and fields are those of the API; what is listed here is what this fake makes.
// Source: https://discord.com/developers/docs (v10), machine-readable in ../specs/discord-openapi.json.
import type { Wire } from "../common/wire.ts";
import type { Channel } from "./channel.ts";

/** A person, bot or webhook as it appears inside messages. */
export type DiscordUser = {
  readonly id: string;
  readonly username: string;
  readonly discriminator: string;
  readonly global_name: string | null;
  readonly bot?: boolean;
};

/** A file of a message. Units: bytes. */
export type Attachment = {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly url: string;
  readonly content_type: string;
  readonly description?: string | undefined;
};

/** A file somebody sends; `size` may lie about `data`. */
export type AttachmentProps = {
  readonly name?: string | undefined;
  readonly data?: Buffer;
  readonly content_type?: string | undefined;
  readonly size?: number;
  readonly description?: string | undefined;
};

/** A message as the API shows it. Times are ISO 8601. */
export type DiscordMessage = {
  id: string;
  type: number;
  channel_id: string;
  author: DiscordUser;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: readonly DiscordUser[];
  attachments: Attachment[];
  embeds: Wire[];
  components: Wire[];
  flags: number;
  pinned: boolean;
  nonce?: string | number;
  reactions?: Reaction[];
  thread?: Wire;
  webhook_id?: string;
  message_reference?: Wire;
  referenced_message?: DiscordMessage | undefined;
  interaction_metadata?: Wire;
};

/** Who reacted how; `_by` is not enumerable and so never sent. */
export type Reaction = {
  emoji: { id: null; name: string };
  count: number;
  me: boolean;
  _by: Set<string>;
  count_details: Wire;
};

/** A REST call as the fake decoded it. `template` is the path of the OpenAPI document. */
export type RestCall = {
  readonly kind: "call";
  readonly method: string;
  readonly template: string;
  readonly path: string;
  readonly params: Wire;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Wire;
  /** Names of the file parts. */
  readonly files: readonly string[] | undefined;
  result?: Wire;
  error?: { readonly status: number; readonly code: number; readonly message: string };
};

/** A message the bot sent. `message` shows later edits. */
export type SentMessage = { readonly kind: "sent"; readonly message: DiscordMessage };

/** Everything the journal of the fake Discord holds. */
export type DiscordEntry =
  | RestCall
  | SentMessage
  | { kind: "edited"; message: DiscordMessage }
  | { kind: "deleted"; messageId: string; channelId: string }
  | { kind: "reaction"; messageId: string; emoji: string; remove: boolean }
  | { kind: "thread"; thread: Channel }
  | { kind: "channel"; channel: Channel }
  | { kind: "typing"; channelId: string }
  | { kind: "commands"; names: readonly string[] }
  | { kind: "ack"; ack: string; of: string; ms: number }
  | { kind: "identify"; intents: number }
  | { kind: "resume"; seq: number; missed: number }
  | { kind: "presence"; presence: Wire }
  | { kind: "fault"; call: string }
  | { kind: "cdn-download"; path: string };

/** The time as the API gives it. */
export const isoNow = (): string => new Date().toISOString();

/** Flags of messages. */
export const EPHEMERAL = 1 << 6;
export const COMPONENTS_V2 = 1 << 15;
