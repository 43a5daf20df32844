/**
 * Everything the bot ever says of itself, as one shape every language fills. A learner is spoken to kindly and briefly; an
 * agent gets the fact and what to do. Names and numbers are put in as they are: networks get plain text, never markup.
 */
import type { AttachmentKind, EscalationReason, Language, Priority, TicketId } from "../model.ts";
import type { AgentCommand, LearnerCommand } from "../verbs.ts";
import type { AftermathPhrases } from "./aftermath.ts";
import type { ClockPhrases } from "./clocks.ts";
import type { EvidencePhrases } from "./evidence.ts";
import type { LearningPhrases } from "./learning.ts";
import type { NoticePhrases } from "./notices.ts";
import type { OpinionPhrases } from "./opinions.ts";
import type { QualityPhrases } from "./quality.ts";
import type { RoomPhrases } from "./rooms.ts";
import type { SettlingPhrases } from "./settling.ts";
import type { TeachingPhrases } from "./teaching.ts";
import type { VerbPhrases } from "./verbs.ts";
import type { WaitingPhrases } from "./waiting.ts";

export type Phrases = {
  readonly clocks: ClockPhrases;
  readonly aftermath: AftermathPhrases;
  readonly evidence: EvidencePhrases;
  readonly waiting: WaitingPhrases;
  readonly learning: LearningPhrases;
  readonly notices: NoticePhrases;
  readonly teaching: TeachingPhrases;
  readonly opinions: OpinionPhrases;
  readonly settling: SettlingPhrases;
  readonly rooms: RoomPhrases;
  readonly quality: QualityPhrases;
  readonly verbs: VerbPhrases;
  readonly learner: {
    readonly welcome: string;
    readonly help: string;
    readonly unknownCommand: string;
    readonly chooseLanguage: string;
    readonly languageSet: string;
    readonly offerPerson: string;
    readonly didYouMean: string;
    readonly rephrase: string;
    readonly rephraseAnswer: string;
    readonly cannotRead: string;
    readonly glad: string;
    /** `line`: the place in the line in words, and the wait, see queue/waiting.ts. */
    readonly queued: (ticket: TicketId, line: string) => string;
    readonly queuedByMistake: (ticket: TicketId, line: string) => string;
    readonly added: (ticket: TicketId, line: string) => string;
    readonly stillQueued: (ticket: TicketId, line: string) => string;
    readonly withAgent: (ticket: TicketId, agent: string) => string;
    readonly claimed: (agent: string) => string;
    readonly released: (line: string) => string;
    readonly cancelled: (ticket: TicketId) => string;
    readonly nothingToCancel: string;
    readonly noRequest: string;
    readonly askRating: (ticket: TicketId) => string;
    readonly closed: (ticket: TicketId) => string;
    readonly rated: (rating: number) => string;
    readonly ratedLow: (rating: number) => string;
    readonly alreadyRated: string;
    readonly notYours: string;
    readonly tooLate: string;
    readonly otherOpen: (ticket: TicketId) => string;
    readonly stalePress: string;
    readonly reopened: (ticket: TicketId, line: string) => string;
    readonly link: {
      readonly offered: (code: string) => string;
      readonly joined: string;
      readonly noSuchCode: string;
      readonly alreadyJoined: string;
      /** In both chats a person was wanted: that is one request now. */
      readonly joinedOpen: (ticket: TicketId) => string;
      /** One of the two is blocked. */
      readonly notNow: string;
      readonly tooManyTries: string;
    };
    /** Among others nothing personal is said: only where to write instead. Null when there is no address to give. */
    readonly writePrivately: (address: string | null) => string;
    /** Stands for a file that could not be passed on from another network. */
    readonly fileLost: (name: string) => string;
    /** Their file does not reach the agents; `megabytes` is what fits. */
    readonly fileTooLarge: (name: string, megabytes: number) => string;
  };
  /** Labels of buttons, at most 40 characters. */
  readonly buttons: {
    readonly solved: string;
    readonly rephrase: string;
    readonly person: string;
    readonly none: string;
    readonly cancel: string;
    readonly unsolved: string;
    readonly claim: string;
    readonly release: string;
    readonly solve: string;
    readonly reopen: string;
    readonly history: string;
  };
  readonly staff: {
    readonly alreadyClaimed: (by: string) => string;
    readonly claimFirst: string;
    readonly notHolder: (holder: string) => string;
    readonly alreadySolved: string;
    readonly notSolved: string;
    readonly tooLate: string;
    readonly otherOpen: (ticket: TicketId) => string;
    readonly empty: string;
    readonly commands: string;
    readonly notATicket: string;
    readonly noSuchTicket: string;
    readonly claimedBy: (agent: string) => string;
    readonly releasedBy: (agent: string) => string;
    readonly solvedBy: (agent: string) => string;
    readonly reopenedBy: (agent: string) => string;
    readonly reopenedByLearner: string;
    readonly cancelledByLearner: string;
    readonly rated: (rating: number) => string;
    readonly edited: (text: string) => string;
    /** The learner put a sign on an agent's words. */
    readonly reacted: (emoji: string, words: string) => string;
    readonly unreachable: string;
    readonly notDelivered: string;
    readonly poisoned: string;
    readonly botNotDelivered: string;
    readonly editNotSent: string;
    /** The agent's file does not fit where the learner is; `megabytes` is what fits. */
    readonly fileTooLarge: (name: string, megabytes: number) => string;
    readonly noted: string;
    readonly card: {
      readonly status: Readonly<Record<"new" | "open" | "solved", string>>;
      readonly learner: string;
      readonly language: Readonly<Record<Language, string>>;
      readonly reason: Readonly<Record<EscalationReason, string>>;
      readonly priority: Readonly<Record<Priority, string>>;
      readonly holder: (agent: string) => string;
      readonly tried: string;
      readonly triedNothing: string;
      readonly episode: (episode: number) => string;
      readonly hint: string;
    };
    readonly recap: string;
    readonly author: { readonly learner: string; readonly bot: string; readonly note: string };
    readonly attachment: Readonly<Record<AttachmentKind, string>>;
  };
  /** What only Discord needs: descriptions of commands and options (at most 100 characters), a form (45), short replies. */
  readonly discord: {
    readonly ask: string;
    readonly question: string;
    readonly choice: string;
    readonly code: string;
    readonly ticket: string;
    readonly noteTitle: string;
    readonly noteLabel: string;
    readonly answeredPrivately: (address: string) => string;
    readonly privatelyClosed: (webChat: string | null) => string;
    readonly agentsOnly: string;
  };
  /** Descriptions of the commands in a network's menu, at most 100 characters. */
  readonly commands: {
    readonly learner: Readonly<Record<LearnerCommand, string>>;
    readonly agent: Readonly<Record<AgentCommand, string>>;
  };
};
