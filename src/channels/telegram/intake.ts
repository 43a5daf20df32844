/**
 * Takes one update in: decoded, handed to `receive`, and only then reported as taken. Polling and the webhook share it; it
 * knows what is under way, so that stopping can wait for it.
 */
import type { Update } from "grammy/types";
import type { Inbound } from "../../core/inbound.ts";
import { isForAdmins } from "../../core/verbs.ts";
import type { Log } from "../log.ts";
import type { IsAdmin } from "./admins.ts";
import { decode, type Reader } from "./decode.ts";

export type Receive = (inbound: Inbound) => Promise<void>;

export type Intake = {
  /** Resolves once the update may be confirmed; rejects with what `receive` rejected with. */
  take(update: Update): Promise<void>;
  /** Resolves when nothing is being received. */
  idle(): Promise<void>;
};

type Parts = { readonly receive: Receive; readonly reader: Reader; readonly isAdmin: IsAdmin; readonly log: Log };

export function openIntake({ receive, reader, isAdmin, log }: Parts): Intake {
  const underWay = new Set<Promise<void>>();
  let ignored = 0;

  async function takeIn(update: Update): Promise<void> {
    const inbound = decodeOrGiveUp(update, { reader, log });
    if (inbound !== null) return receive(isForAdmins(inbound) ? await withStanding(inbound, isAdmin) : inbound);
    ignored++;
    log.info({ updateId: update.update_id, ignored }, "telegram update is not for us");
  }

  return {
    async take(update) {
      const taking = takeIn(update);
      underWay.add(taking);
      try {
        await taking;
      } finally {
        underWay.delete(taking);
      }
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}

async function withStanding(inbound: Inbound, isAdmin: IsAdmin): Promise<Inbound> {
  const answer = await isAdmin(inbound.from.networkId);
  return answer === undefined ? inbound : { ...inbound, from: { ...inbound.from, isAdmin: answer } };
}

/** An update that cannot even be read would block everybody behind it for ever, so it is logged and let go. */
function decodeOrGiveUp(update: Update, { reader, log }: Pick<Parts, "reader" | "log">): Inbound | null {
  try {
    return decode(update, reader);
  } catch (error) {
    log.error(
      { updateId: update.update_id, error: error instanceof Error ? error.name : "?" },
      "telegram update broke",
    );
    return null;
  }
}
