// A session of the gateway and the connection that carries it, and what a new session is told first.
import type { WebSocket } from "ws";
import type { Wire } from "../../common/wire.ts";
import type { Guild } from "../guild.ts";
import type { DiscordWorld } from "../world.ts";

/** What survives a lost connection: the events since, by their number. */
export type Session = {
  readonly id: string;
  readonly intents: number;
  readonly shard: Wire;
  readonly buffer: Wire[];
  seq: number;
  isDead: boolean;
  connection: Connection | null;
};

/** One WebSocket. Units: milliseconds since the epoch. */
export type Connection = { readonly ws: WebSocket; session: Session | null; sentAt: number[]; lastBeat: number };

const OPEN = 1;

/** Sends a payload if the connection is still there. */
export function send(ws: WebSocket, payload: Wire): void {
  if (ws.readyState === OPEN) ws.send(JSON.stringify({ t: null, s: null, ...payload }));
}

/** READY: who the bot is, and which guilds will follow. */
export function readyPayload(dc: DiscordWorld, session: Session, guilds: readonly Guild[]): Wire {
  return {
    v: 10,
    user: { ...dc.bot.toJSON(), verified: true, mfa_enabled: false, email: null, flags: 0 },
    guilds: guilds.map((g) => ({ id: g.id, unavailable: true })),
    private_channels: [],
    relationships: [],
    session_type: "normal",
    session_id: session.id,
    resume_gateway_url: dc.gatewayUrl,
    shard: session.shard,
    application: { id: dc.applicationId, flags: dc.options.applicationFlags },
    geo_ordered_rtc_regions: [],
    _trace: [],
  };
}
