/**
 * The listening half of the channel: gets ready, then polls or leaves the door open until it is stopped.
 *
 *   start ──ready──> listening ──stop──> finishing ──> ended
 *     └──network away──> trying again ──ready──┘
 *
 * A wrong setting ends `start`; a network that is away does not, so that the other channels can begin their work.
 */
import type { Api } from "grammy";
import { ConfigError } from "../../core/errors.ts";
import type { Channel } from "../../core/ports.ts";
import { type Intake, openIntake, type Receive } from "./intake.ts";
import { publishCommands } from "./menu.ts";
import type { TelegramOptions } from "./options.ts";
import { attempt, rest, type Tried } from "./patience.ts";
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
  const { signal } = stopping;
  let intake: Intake | null = null;
  let listening: Promise<void> = Promise.resolve();
  let isConnected = false;
  // By webhook nobody tells us that Telegram is away: what it cannot bring it keeps, and brings later.
  const report = (isHeard: boolean): void => {
    isConnected = isHeard;
  };

  async function listen(prepare: () => Promise<Intake>, first: Tried<Intake>): Promise<void> {
    const ready = await persist(prepare, { first, signal, log });
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
      const first = await attempt(prepare, { log, failures: 1 });
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
  return openIntake({ receive, log, reader: { bot, staffChatId } });
}

type Persistence<Result> = {
  readonly first: Tried<Result>;
  readonly signal: AbortSignal;
  readonly log: TelegramOptions["log"];
};

/** Tries until it works; null when `signal` was aborted before that. */
async function persist<Result>(
  work: () => Promise<Result>,
  { first, signal, log }: Persistence<Result>,
): Promise<Result | null> {
  let tried = first;
  for (let failures = 2; "waitMs" in tried; failures++) {
    await rest(tried.waitMs, signal);
    if (signal.aborted) return null;
    tried = await attempt(work, { log, failures }).catch((error: unknown) => {
      const problems = error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : "?"];
      log.error({ problems, waitMs: REPAIR_WAIT_MS }, "telegram cannot start until this is repaired");
      return { waitMs: REPAIR_WAIT_MS };
    });
  }
  return tried.result;
}

/** The menu is a convenience: nobody waits for it, and a refusal is only logged. */
async function showMenu(
  api: Api,
  { options, signal }: { options: TelegramOptions; signal: AbortSignal },
): Promise<void> {
  const { log } = options;
  try {
    const first = await attempt(() => publishCommands(api, options), { log, failures: 1 });
    await persist(() => publishCommands(api, options), { first, signal, log });
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : "?" }, "telegram: the command menu could not be shown");
  }
}
