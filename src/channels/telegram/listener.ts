/**
 * The listening half of the channel: gets ready, then polls or leaves the door open until it is stopped.
 *
 *   start ──ready──> listening ──stop──> finishing ──> ended
 *     └──network away──> trying again ──ready──┘
 *
 * A wrong setting ends `start`; a network that is away does not, so that the other channels can begin their work.
 */
import type { Api } from "grammy";
import type { Channel } from "../../core/ports.ts";
import type { Log } from "../log.ts";
import { type Awaited, attempt, persist, type Tried } from "../patience.ts";
import { openAdmins } from "./admins.ts";
import { type Intake, openIntake, type Receive } from "./intake.ts";
import { publishCommands } from "./menu.ts";
import type { TelegramOptions } from "./options.ts";
import { poll } from "./poll.ts";
import { checkStaffRoom, chooseDelivery, introduce } from "./setup.ts";

/** How long to wait before a wrong setting found late is looked at again: a person has to repair it. */
const REPAIR_WAIT_MS = 60_000;

export type Listener = Pick<Channel, "start" | "isListening" | "stop"> & {
  /** For the webhook: null while nothing may be received. */
  readonly take: () => Intake["take"] | null;
};

type Parts = { readonly options: TelegramOptions; readonly stopping: AbortController };

export function openListener(api: Api, { options, stopping }: Parts): Listener {
  const { webhook, log } = options;
  const awaited = awaitedOf(log);
  const { signal } = stopping;
  let intake: Intake | null = null;
  let listening: Promise<void> = Promise.resolve();
  let isConnected = false;
  // By webhook nobody tells us that Telegram is away: what it cannot bring it keeps, and brings later.
  const report = (isHeard: boolean): void => {
    isConnected = isHeard;
  };

  async function listen(prepare: () => Promise<Intake>, first: Tried<Intake>): Promise<void> {
    const ready = await persist(prepare, { ...awaited, first, signal });
    if (ready === null) return;
    const polling = webhook === null ? poll({ api, take: ready.take, report, signal, log }) : null;
    await Promise.all([polling, showMenu(api, { options, signal })]);
  }

  return {
    async start(receive) {
      const prepare = async () => {
        intake = await introduced(api, { options, receive });
        await chooseDelivery(api, webhook);
        report(true);
        log.info({ by: webhook === null ? "polling" : "webhook" }, "telegram is connected");
        return intake;
      };
      const first = await attempt(prepare, { ...awaited, failures: 1 });
      listening = listen(prepare, first);
    },
    isListening: () => isConnected && !signal.aborted,
    take: () => (signal.aborted ? null : (intake?.take ?? null)),
    async stop() {
      stopping.abort();
      await listening;
      await intake?.idle();
    },
  };
}

/** Checks who we are and where agents work, and returns how updates are taken in as that bot. */
async function introduced(
  api: Api,
  { options, receive }: { options: TelegramOptions; receive: Receive },
): Promise<Intake> {
  const { staffChatId, log } = options;
  const bot = await introduce(api);
  if (staffChatId !== null) await checkStaffRoom(api, staffChatId, bot);
  const isAdmin = openAdmins(api, { staffChatId, now: Date.now, log });
  return openIntake({ receive, log, isAdmin, reader: { bot, staffChatId } });
}

function awaitedOf(log: Log): Awaited {
  return { network: "telegram", repairWaitMs: REPAIR_WAIT_MS, log };
}

/** The menu is a convenience: nobody waits for it, and a refusal is only logged. */
async function showMenu(
  api: Api,
  { options, signal }: { options: TelegramOptions; signal: AbortSignal },
): Promise<void> {
  const { log } = options;
  const awaited = awaitedOf(log);
  try {
    const first = await attempt(() => publishCommands(api, options), { ...awaited, failures: 1 });
    await persist(() => publishCommands(api, options), { ...awaited, first, signal });
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : "?" }, "telegram: the command menu could not be shown");
  }
}
