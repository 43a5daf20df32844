/**
 * A network nobody listens to: it takes all words, shows them to nobody, and remembers what each chat shows last, so that whoever plays a
 * learner can press what really is there.
 */
import type { ChannelName } from "../core/model.ts";
import type { Bells, Channel, Words } from "../core/ports.ts";
import type { Press } from "../core/press.ts";

/** Nobody is rung: whoever plays does what a bell would ask for. */
export const muteBells: Bells = {
  ring: async () => undefined,
  listen: () => undefined,
  human: {
    add: async () => undefined,
    remove: async () => undefined,
    list: async () => [],
    count: async () => 0,
  },
  stop: async () => undefined,
};

export type Shown = { readonly messageId: string; readonly presses: readonly Press[] };

export type QuietChannel = Channel & {
  /** The last message with buttons in a chat; null while there is none. */
  readonly lastShown: (chatId: string) => Shown | null;
};

export function quietChannel(name: ChannelName): QuietChannel {
  const shown = new Map<string, Shown>();
  let sent = 0;
  const nothing = async (): Promise<never> => {
    throw new Error("nobody works on a network nobody listens to");
  };
  const keep = (chatId: string, messageId: string, { buttons }: Pick<Words, "buttons">): void => {
    const presses = buttons.flat().flatMap((button) => ("press" in button ? [button.press] : []));
    if (presses.length > 0) shown.set(chatId, { messageId, presses });
  };
  return {
    name,
    can: {
      textLengthMax: 4096,
      buttons: { rowsMax: 20, perRowMax: 8, labelLengthMax: 64 },
      ...{ edits: true, quotes: true, reacts: true, typing: true, threads: true, files: null },
    },
    start: async () => undefined,
    isListening: () => true,
    async send({ chatId }, words) {
      sent += 1;
      keep(chatId, String(sent), words);
      return String(sent);
    },
    async edit({ chatId }, messageId, words) {
      keep(chatId, messageId, words);
      return true;
    },
    lastShown: (chatId) => shown.get(chatId) ?? null,
    react: async () => undefined,
    typing: async () => undefined,
    settleButtons: async () => undefined,
    toast: async () => undefined,
    ...{ openThread: nothing, showCard: nothing, closeThread: nothing, sendFile: nothing, openFile: nothing },
    doors: [],
    stop: async () => undefined,
  };
}
