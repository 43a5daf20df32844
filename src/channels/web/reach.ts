/**
 * Whether the store is there, as far as the web chat knows: learners are heard only where their words can be written
 * down. Looked for again and again once it was found missing, since nobody may knock meanwhile to tell us that it is
 * back.
 */
import { StoreError } from "../../core/errors.ts";
import type { WebChats } from "../../core/ports.ts";

const PROBE_MS = 500;

export type Reach = {
  /** Looks once; if that fails, goes on looking. */
  begin(): Promise<void>;
  isThere(): boolean;
  /** Somebody asked the store in vain. */
  lost(): void;
  stop(): void;
};

export function openReach(chats: WebChats): Reach {
  let isThere = false;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  async function look(): Promise<void> {
    timer = null;
    try {
      await chats.newest([""]);
      isThere = true;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      lookLater();
    }
  }

  function lookLater(): void {
    if (isStopped || timer !== null) return;
    timer = setTimeout(() => void look(), PROBE_MS);
  }

  return {
    begin: look,
    isThere: () => isThere && !isStopped,
    lost() {
      isThere = false;
      lookLater();
    },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
