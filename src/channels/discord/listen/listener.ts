/**
 * The listening half of the channel: gets ready, connects to the gateway and connects anew whenever that has ended.
 *
 *   start ──ready──> listening ──stop──> finishing ──> ended
 *     └──network away──> trying again ──ready──┘
 *
 * A wrong setting ends `start`; a network that is away does not, so that the other channels can begin their work.
 */
import type { Channel } from "../../../core/ports.ts";
import { attempt, persist, rest, type Tried } from "../../patience.ts";
import { publishCommands } from "../act/commands.ts";
import { field, idOf } from "../answers.ts";
import { awaitedOf, type DiscordOptions } from "../options.ts";
import type { Wire } from "../wire.ts";
import { type Gateway, openGateway, type Packet } from "./gateway.ts";
import { type Hearing, openHearing, type Receive } from "./hearing.ts";
import { introduce } from "./setup.ts";

export type Listener = Pick<Channel, "start" | "isListening" | "stop">;

/** Between an end that is not our setting's fault and the next try. 1,000 sessions a day may be begun. */
const AFTER_END_MS = 5000;

export function openListener(wire: Wire, options: DiscordOptions): Listener {
  const { log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let hearing: Hearing | null = null;
  let gateway: Gateway | null = null;
  let listening: Promise<void> = Promise.resolve();

  async function connect(receive: Receive): Promise<Gateway> {
    const me = await introduce(wire, options);
    hearing ??= openHearing({ options, me, wire, receive, signal });
    const heard = hearing;
    const onPacket = (packet: Packet): void => {
      heard.take(packet);
      if (packet.name !== "READY") return;
      log.info({}, "discord is connected");
      void showCommands(wire, { options, packet, guildId: me.guildId, signal });
    };
    const opened = openGateway(options, { onPacket, onLost: heard.lost });
    gateway = opened;
    if (signal.aborted) await opened.close();
    await Promise.race([opened.tried, aborted(signal)]);
    return opened;
  }

  return {
    async start(receive) {
      const first = await attempt(() => connect(receive), { ...awaitedOf(log), failures: 1 });
      listening = stayConnected(() => connect(receive), { first, signal, log });
    },
    isListening: () => !signal.aborted && (hearing?.isConnected() ?? false),
    async stop() {
      stopping.abort();
      await gateway?.close();
      await listening;
      await hearing?.idle();
    },
  };
}

type Staying = { readonly first: Tried<Gateway>; readonly signal: AbortSignal; readonly log: DiscordOptions["log"] };

/** Connects anew whenever the connection has ended for good, until `signal` is aborted. Never rejects. */
async function stayConnected(connect: () => Promise<Gateway>, { first, signal, log }: Staying): Promise<void> {
  let tried = first;
  while (!signal.aborted) {
    const opened = await persist(connect, { ...awaitedOf(log), first: tried, signal });
    const end = opened && (await Promise.race([opened.ended, aborted(signal)]));
    if (opened === null || end === null) return;
    log.error({ problem: end.message }, "discord: the connection has ended, connecting anew");
    await opened.close();
    await rest(AFTER_END_MS, signal);
    tried = { waitMs: 0 };
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
}

type Showing = {
  readonly options: DiscordOptions;
  readonly packet: Packet;
  readonly guildId: string | null;
  readonly signal: AbortSignal;
};

/** The menu is a convenience: nobody waits for it, and a refusal is only logged. */
async function showCommands(wire: Wire, { options, packet, guildId, signal }: Showing): Promise<void> {
  const { log } = options;
  try {
    const applicationId = idOf(field(packet.body, "application"));
    const work = () => publishCommands(wire, { applicationId, guildId });
    const first = await attempt(work, { ...awaitedOf(log), failures: 1 });
    if (!signal.aborted) await persist(work, { ...awaitedOf(log), first, signal });
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : "?" }, "discord: the commands could not be shown");
  }
}
