/**
 * A learner of the demo, played: says words and presses what the bot shows, each at a time of its own, through the same doors as everybody.
 * What the bot makes of it is the bot's own doing.
 */
import assert from "node:assert/strict";
import { openDeliver } from "../app/deliver.ts";
import type { Parts } from "../app/parts.ts";
import { takeTurn } from "../app/turn.ts";
import type { Inbound, Said } from "../core/inbound.ts";
import type { ConversationId, Millis } from "../core/model.ts";
import { TOAST_LANE_END } from "../core/outbound.ts";
import type { Press } from "../core/press.ts";
import { namedTicket } from "../core/verbs.ts";
import type { Learner } from "./cast.ts";
import type { Clockwork } from "./clockwork.ts";
import type { QuietChannel } from "./network.ts";

/** The bot with a clock that whoever plays sets, each in their turn. */
export type Stage = {
  readonly parts: Parts;
  readonly networks: ReadonlyMap<string, QuietChannel>;
  readonly clock: Clockwork;
};

/** The shell at one moment: everything written in it happened then. */
export function at({ parts }: Stage, now: Millis): Parts {
  return { ...parts, now: () => now };
}

export class Player {
  readonly learner: Learner;
  readonly #stage: Stage;
  readonly #chatId: string;
  /** Known once they have said something. */
  conversationId: ConversationId | null = null;
  #updates = 0;

  constructor(stage: Stage, learner: Learner) {
    this.#stage = stage;
    this.learner = learner;
    this.#chatId = `demo-${learner.number}`;
  }

  async says(text: string, now: Millis): Promise<void> {
    await this.#stage.clock.until(now);
    await this.#hear({ kind: "words", messageId: this.#next(), text, attachments: [], albumId: null }, now);
  }

  /** Presses the first button of the message shown last that is one of `wanted`; false when it has none. */
  async presses(wanted: readonly Press["press"][], now: Millis, isMeant?: (press: Press) => boolean): Promise<boolean> {
    await this.#stage.clock.until(now);
    const shown = this.#network().lastShown(this.#chatId);
    const press = shown?.presses.find((each) => wanted.includes(each.press) && (isMeant?.(each) ?? true));
    if (shown === null || press === undefined) return false;
    await this.#hear({ kind: "pressed", messageId: shown.messageId, pressId: this.#next(), press }, now);
    return true;
  }

  shows(wanted: Press["press"]): boolean {
    return (
      this.#network()
        .lastShown(this.#chatId)
        ?.presses.some(({ press }) => press === wanted) ?? false
    );
  }

  /** Lets what waits for this chat arrive. */
  async receives(now: Millis): Promise<void> {
    const lane = `${this.learner.channel}:${this.#chatId}`;
    const { deliver } = openDeliver(at(this.#stage, now));
    for (const each of [lane, `${lane}${TOAST_LANE_END}`]) await deliver(each);
  }

  async #hear(what: Said, now: Millis): Promise<void> {
    const { channel, name, language } = this.learner;
    const inbound: Inbound = {
      ...{ channel, bot: "demo", updateId: `${this.learner.number}-${this.#next()}-${now}`, what },
      from: { networkId: this.#chatId, name, languageHint: language },
      place: { kind: "learner", chatId: this.#chatId },
    };
    const facts = { ticketId: namedTicket(inbound), defaultLanguage: language, now, fence: null };
    const received = await this.#stage.parts.store.receive(inbound, facts);
    assert(received.outcome === "received", "each word is said once");
    this.conversationId = received.conversationId;
    const pending = await this.#stage.parts.store.nextInbound(received.conversationId);
    assert(pending, "what was received waits for its turn");
    await takeTurn(at(this.#stage, now), pending);
    await this.receives(now);
  }

  #next(): string {
    this.#updates += 1;
    return String(this.#updates);
  }

  #network(): QuietChannel {
    const network = this.#stage.networks.get(this.learner.channel);
    assert(network, "every learner of the demo writes on a network of it");
    return network;
  }
}
