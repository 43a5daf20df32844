// The gateway of the fake Discord: one WebSocket endpoint with sessions, resume, heartbeats and intents.
// hello → identify → READY, events … → (connection lost) → resume → what was missed, RESUMED
// The one thing not to break: an event is kept for resume even while no connection is there to carry it.
// Source: https://discord.com/developers/docs/events/gateway
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Wire } from "../../common/wire.ts";
import { snowflake } from "../permissions.ts";
import type { DiscordWorld } from "../world.ts";
import { Intent, needOf, PRIVILEGED } from "./intents.ts";
import { type Connection, readyPayload, type Session, send } from "./session.ts";

const PAYLOAD_BYTES_MAX = 15 * 1024;
const BUFFER_MAX = 500;
const SENDS_PER_MINUTE_MAX = 120;
const WHERE = "gateway";

export class Gateway {
  /** How often the bot identified, resumed, sent a heartbeat, or tried to resume a lost session. */
  readonly stats = { identifies: 0, resumes: 0, heartbeats: 0, invalidSessions: 0 };
  readonly sessions = new Map<string, Session>();
  readonly #dc: DiscordWorld;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_BYTES_MAX });
  #isFrozen = false;
  #refusals = 0;

  constructor(dc: DiscordWorld) {
    this.#dc = dc;
  }

  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#refusals > 0) {
      this.#refusals--;
      socket.destroy();
      return;
    }
    const { searchParams } = new URL(req.url ?? "/", "http://127.0.0.1");
    this.#server.handleUpgrade(req, socket, head, (ws) => this.#connected(ws, searchParams));
  }

  #error(kind: string, message: string): void {
    this.#dc.journal.error(kind, WHERE, message);
  }

  #connected(ws: WebSocket, query: URLSearchParams): void {
    const version = query.get("v");
    if (version !== "10") this.#error("gateway-version", `v=${version}, expected 10`);
    const unsupported = query.get("compress")
      ? "compress"
      : (query.get("encoding") ?? "json") === "json"
        ? ""
        : "encoding";
    if (unsupported) {
      this.#dc.journal.warning(`gateway-${unsupported}`, WHERE, "this fake speaks plain JSON only");
      ws.close(4002);
      return;
    }
    const connection: Connection = { ws, session: null, sentAt: [], lastBeat: Date.now() };
    const watchdog = this.#watch(connection);
    send(ws, { op: 10, d: { heartbeat_interval: this.#dc.options.heartbeatInterval, _trace: [] } });
    ws.on("error", () => {}); // a broken connection is reported by "close"
    ws.on("close", () => {
      clearInterval(watchdog);
      if (connection.session?.connection === connection) connection.session.connection = null;
    });
    ws.on("message", (text) => this.#received(connection, text));
  }

  #watch(connection: Connection): NodeJS.Timeout {
    const interval = this.#dc.options.heartbeatInterval;
    const look = (): void => {
      const silentMs = Date.now() - connection.lastBeat;
      if (silentMs <= interval * 1.5 + 500) return;
      this.#error("no-heartbeat", `no heartbeat for ${silentMs} ms`);
      connection.ws.close(4009, "Session timed out.");
    };
    return setInterval(look, Math.max(interval / 2, 250));
  }

  #received(connection: Connection, text: Buffer): void {
    const { ws } = connection;
    let payload: Wire;
    try {
      payload = JSON.parse(text.toString());
    } catch {
      this.#error("gateway-payload", "not JSON");
      ws.close(4002, "Error while decoding payload.");
      return;
    }
    const now = Date.now();
    connection.sentAt = [...connection.sentAt.filter((t) => now - t < 60_000), now];
    if (connection.sentAt.length > SENDS_PER_MINUTE_MAX) {
      this.#error("gateway-rate", `over ${SENDS_PER_MINUTE_MAX} gateway sends in 60 s`);
      ws.close(4008, "You are being rate limited.");
      return;
    }
    this.#act(connection, payload);
  }

  #act(connection: Connection, { op, d }: Wire): void {
    switch (op) {
      case 1:
        this.#heartbeat(connection, d);
        return;
      case 2:
        this.#identify(connection, d);
        return;
      case 3:
        this.#dc.journal.add({ kind: "presence", presence: d });
        return;
      case 4:
        return; // voice is not played
      case 6:
        this.#resume(connection, d);
        return;
      case 8:
        this.#requestMembers(connection, d);
        return;
    }
    this.#error("gateway-opcode", `opcode ${op}`);
    connection.ws.close(4001, "Unknown opcode.");
  }

  #heartbeat(connection: Connection, seq: Wire): void {
    this.stats.heartbeats++;
    connection.lastBeat = Date.now();
    if (!this.#isFrozen) send(connection.ws, { op: 11 });
    const last = connection.session?.seq;
    if (last !== undefined && seq !== null && seq > last) {
      this.#error("bad-seq", `heartbeat with seq ${seq}, last sent was ${last}`);
    }
  }

  /** Why an IDENTIFY is refused: the code and words the connection is closed with. */
  #refusal(connection: Connection, d: Wire): [code: number, words: string] | null {
    if (connection.session) return [4005, "Already authenticated."];
    if (d?.token !== this.#dc.token) {
      this.#error("bad-token", "IDENTIFY with a wrong token");
      return [4004, "Authentication failed."];
    }
    if (typeof d.intents !== "number" || !d.properties) {
      this.#error("identify", "intents and properties are required");
      return [4013, "Invalid intent(s)."];
    }
    const denied = d.intents & PRIVILEGED & ~this.#dc.options.privilegedIntents;
    if (!denied) return null;
    this.#error("disallowed-intents", `intents ${denied} are not enabled for this application`);
    return [4014, "Disallowed intent(s)."];
  }

  #identify(connection: Connection, d: Wire): void {
    this.stats.identifies++;
    const refusal = this.#refusal(connection, d);
    if (refusal) {
      connection.ws.close(...refusal);
      return;
    }
    if (d.compress)
      this.#dc.journal.note("payload-compress", WHERE, "compression asked for; this fake sends plain JSON");
    const { intents, shard = [0, 1] } = d;
    const session: Session = {
      id: `sess${snowflake()}`,
      intents,
      shard,
      buffer: [],
      seq: 0,
      isDead: false,
      connection,
    };
    this.sessions.set(session.id, session);
    connection.session = session;
    const guilds = [...this.#dc.guilds.values()].filter((g) => g.hasBot);
    this.#send(session, "READY", readyPayload(this.#dc, session, guilds));
    if (intents & Intent.Guilds) for (const g of guilds) this.#send(session, "GUILD_CREATE", g.toGuildCreate());
    this.#dc.journal.add({ kind: "identify", intents });
  }

  #resume(connection: Connection, d: Wire): void {
    const session = this.sessions.get(d?.session_id);
    if (d?.token !== this.#dc.token) {
      this.#error("bad-token", "RESUME with a wrong token");
      connection.ws.close(4004);
    } else if (!session || session.isDead) {
      this.stats.invalidSessions++;
      send(connection.ws, { op: 9, d: false });
    } else if (d.seq > session.seq) {
      this.#error("bad-seq", `RESUME with seq ${d.seq}, last sent was ${session.seq}`);
      connection.ws.close(4007, "Invalid seq.");
    } else {
      this.stats.resumes++;
      connection.session = session;
      session.connection = connection;
      this.#dc.journal.add({ kind: "resume", seq: d.seq, missed: session.seq - d.seq });
      for (const event of session.buffer) if (event.s > d.seq) send(connection.ws, event);
      this.#send(session, "RESUMED", { _trace: [] });
    }
  }

  #requestMembers({ session }: Connection, d: Wire): void {
    const guild = this.#dc.guilds.get(d?.guild_id);
    if (!guild || !session) return;
    if (!(session.intents & Intent.GuildMembers) && d.query === "" && d.limit === 0) {
      this.#error("members-intent", "asking for all members needs the GUILD_MEMBERS intent");
    }
    const ids = d.user_ids && [d.user_ids].flat();
    const isMeant = ({ id, username }: { id: string; username: string }): boolean =>
      ids ? ids.includes(id) : username.startsWith(d.query ?? "");
    const members = [...guild.members.values()].filter((m) => isMeant(m.user)).map((m) => m.toJSON());
    const chunk = { guild_id: guild.id, members, chunk_index: 0, chunk_count: 1, not_found: [], nonce: d.nonce };
    this.#send(session, "GUILD_MEMBERS_CHUNK", chunk);
  }

  #send(session: Session, t: string, d: Wire): void {
    const payload = { op: 0, t, s: ++session.seq, d };
    session.buffer.push(payload);
    if (session.buffer.length > BUFFER_MAX) session.buffer.shift();
    if (session.connection && !this.#isFrozen) send(session.connection.ws, payload);
  }

  /** Without the message content intent the text of others is empty, unless it mentions the bot or is a direct message. */
  #redacted(session: Session, event: string, d: Wire): Wire {
    const isMessage = event === "MESSAGE_CREATE" || event === "MESSAGE_UPDATE";
    const { id } = this.#dc.bot;
    const isOpen = session.intents & Intent.MessageContent || !d.guild_id || d.author?.id === id;
    if (!isMessage || isOpen || d.mentions?.some((u: Wire) => u.id === id)) return d;
    return { ...d, content: "", embeds: [], attachments: [], components: [] };
  }

  /** Sends an event to every session whose intents cover it. */
  dispatch(event: string, payload: Wire): void {
    const need = needOf(event, !payload.guild_id);
    const wants = (s: Session): boolean => !s.isDead && (need === undefined || (s.intents & need) !== 0);
    const sessions = [...this.sessions.values()].filter(wants);
    for (const s of sessions) this.#send(s, event, this.#redacted(s, event, structuredClone(payload)));
    if (sessions.length || event.startsWith("THREAD_MEMBER")) return;
    this.#dc.journal.note("event-not-received", event, "no session has the intent for this event");
  }

  // ---- faults

  /** Closes all connections. 1006 cuts TCP; codes such as 4000 are resumable; 4004 or 4014 are fatal. */
  drop(code = 1006, reason = ""): void {
    for (const ws of this.#server.clients) {
      if (code === 1006) ws.terminate();
      else ws.close(code, reason);
    }
  }

  /** Asks the client to reconnect and resume (opcode 7). */
  reconnect(): void {
    for (const ws of this.#server.clients) send(ws, { op: 7, d: null });
  }

  /** Opcode 9. When it is not resumable the session is lost and the client must identify anew. */
  invalidSession(isResumable = false): void {
    if (!isResumable) this.expireSessions();
    for (const ws of this.#server.clients) send(ws, { op: 9, d: isResumable });
  }

  /** Lets sessions expire: the next resume is answered with invalid session. */
  expireSessions(): void {
    for (const session of this.sessions.values()) session.isDead = true;
  }

  /** A dead connection: nothing is sent, heartbeats are not acknowledged (events are kept for resume). */
  freeze(isFrozen = true): void {
    this.#isFrozen = isFrozen;
  }

  /** Refuses the next connection attempts. */
  refuseNext(count = 1): void {
    this.#refusals = count;
  }

  close(): void {
    for (const ws of this.#server.clients) ws.terminate();
    this.#server.close();
  }
}
