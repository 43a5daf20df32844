/**
 * A terminal as a Channel: one learner, who sits at it. The smallest channel there is; what it cannot do (buttons, edits,
 * threads, files) is said in `CAN`, and the rules in core degrade by it. Lines are taken one after another, so a line counts
 * as taken only after it is written down; one that cannot be is kept and tried again.
 */
import { randomUUID } from "node:crypto";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { ChannelError } from "../../core/errors.ts";
import type { Inbound, Said } from "../../core/inbound.ts";
import type { Capabilities, Channel, Words } from "../../core/ports.ts";
import { pickByNumber } from "../../core/shown.ts";
import { clean } from "../../core/text.ts";
import { readCommand } from "../../core/verbs.ts";

export type TerminalOptions = {
  readonly input: Readable;
  readonly output: Writable;
  /** What the learner is called. */
  readonly learner: string;
  /** The language the terminal is set to ("zh_CN.UTF-8"), null when it tells none. */
  readonly languageHint: string | null;
  /** Called when the learner ends the input (Ctrl-D) and all of it was taken. */
  readonly onEnd: () => void;
};

const CAN: Capabilities = {
  textLengthMax: 4096,
  buttons: null,
  edits: false,
  quotes: false,
  reacts: false,
  typing: false,
  threads: false,
  files: null,
};
/** There is one place here, the same in every run: the conversation goes on where it stopped. */
const CHAT_ID = "terminal";
const TRY_AGAIN_MS = 500;

/** The message whose choices a number picks from: the last one that had any. */
type Asked = { readonly messageId: string; readonly buttons: Words["buttons"] };
type Receive = (inbound: Inbound) => Promise<void>;

export function terminalChannel(options: TerminalOptions): Channel {
  const { output } = options;
  const said = saidIn(options);
  let asked: Asked = { messageId: "", buttons: [] };
  let listening: Listening | null = null;
  let isStopped = false;
  return {
    name: "terminal",
    can: CAN,
    async start(receive) {
      if (!isStopped) listening = listen(options, { receive, read: (line) => said(line, asked) });
    },
    isListening: () => listening !== null && !isStopped,
    async send(_to, { text, buttons }) {
      const messageId = randomUUID();
      output.write(`\n${text}\n\n`);
      if (buttons.length > 0) asked = { messageId, buttons };
      return messageId;
    },
    edit: async () => false,
    react: async () => undefined,
    typing: async () => undefined,
    settleButtons: async () => undefined,
    async toast(_pressId, text) {
      if (text !== "") output.write(`${text}\n`);
    },
    openThread: cannot,
    showCard: cannot,
    closeThread: cannot,
    sendFile: cannot,
    openFile: cannot,
    doors: [],
    async stop() {
      isStopped = true;
      await listening?.stop();
    },
  };
}

async function cannot(): Promise<never> {
  throw new ChannelError("a terminal has no threads and keeps no files", { kind: "rejected" });
}

type Read = (line: string) => Inbound | null;
type Listening = { stop(): Promise<void> };

function listen({ input, onEnd }: TerminalOptions, { receive, read }: { receive: Receive; read: Read }): Listening {
  const lines: Interface = createInterface({ input, terminal: false });
  let isStopping = false;
  const takeAll = async (): Promise<void> => {
    for await (const line of lines) {
      const inbound = isStopping ? null : read(line);
      if (inbound !== null)
        await insist(
          () => receive(inbound),
          () => isStopping,
        );
    }
  };
  const taken = takeAll().then(() => {
    if (!isStopping) onEnd();
  });
  return {
    async stop() {
      isStopping = true;
      lines.close();
      await taken;
    },
  };
}

/** Nothing that was said gets lost because the database was away for a moment. */
async function insist(take: () => Promise<void>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      return await take();
    } catch {
      await pause(TRY_AGAIN_MS);
    }
  }
}

/** Lines as Inbounds. Numbers of lines start anew with every run, so the run is part of their ids. */
function saidIn({ learner, languageHint }: TerminalOptions) {
  const run = randomUUID();
  let count = 0;
  return (line: string, asked: Asked): Inbound | null => {
    const text = clean(line).trim();
    if (text === "") return null;
    count += 1;
    return {
      ...{ channel: "terminal", bot: "terminal", updateId: `${run}:${count}` },
      from: { networkId: learner, name: learner, languageHint },
      place: { kind: "learner", chatId: CHAT_ID },
      what: whatOf(text, `${run}:${count}`, asked),
    };
  };
}

function whatOf(text: string, messageId: string, asked: Asked): Said {
  const picked = pickByNumber(asked.buttons, text);
  if (picked !== null && "press" in picked) {
    return { kind: "pressed", messageId: asked.messageId, pressId: messageId, press: picked.press };
  }
  const command = readCommand(text);
  if (command === null) return { kind: "words", messageId, text, attachments: [], albumId: null };
  const { name, argument } = command;
  return { kind: "command", messageId, name, argument, attachments: [], albumId: null };
}
