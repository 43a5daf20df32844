/**
 * What every implementation of Store must keep, whichever database it runs on. Each test has a store of its own. `again`
 * opens what an earlier process left behind.
 */
import { afterEach, beforeEach, describe } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import { conformAccounts } from "./store-accounts.ts";
import { conformAftermath } from "./store-aftermath.ts";
import { conformAttendance } from "./store-attendance.ts";
import { conformErase } from "./store-erase.ts";
import { conformEvidence } from "./store-evidence.ts";
import { conformFaq } from "./store-faq.ts";
import { conformFences } from "./store-fences.ts";
import { conformKeeping } from "./store-keeping.ts";
import { conformLearning } from "./store-learning.ts";
import { conformLeases } from "./store-leases.ts";
import { conformLines } from "./store-lines.ts";
import { conformLinks } from "./store-links.ts";
import { conformOpinions } from "./store-opinions.ts";
import { conformOutbox } from "./store-outbox.ts";
import { conformPast } from "./store-past.ts";
import { conformPlaces } from "./store-places.ts";
import { conformQuality } from "./store-quality.ts";
import { conformReads } from "./store-reads.ts";
import { conformReceive } from "./store-receive.ts";
import { conformSearch } from "./store-search.ts";
import { conformSends } from "./store-sends.ts";
import { conformStaff } from "./store-staff.ts";
import { conformSayings } from "./store-staff-sayings.ts";
import { conformStaffTickets } from "./store-staff-tickets.ts";
import { conformTranscript } from "./store-transcript.ts";
import { conformTurns } from "./store-turns.ts";
import { conformWebChats } from "./store-web-chats.ts";

export type OpenedStore = {
  readonly store: Store;
  /** Closes the store and opens another on the same rows. */
  again(): Promise<Store>;
  /** Closes and removes everything. */
  end(): Promise<void>;
};

export function storeConformance(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store: ${name}`, () => {
    const opened = openedForEach(open);
    conformInRaces(opened);
    describe("what a turn is shown and keeps", () => conformKeeping(opened));
    describe("a transcript", () => conformTranscript(opened));
    describe("a line of a transcript", () => conformLines(opened));
    describe("what is read", () => conformReads(opened));
    describe("a search", () => conformSearch(opened));
    describe("who is at a ticket", () => conformAttendance(opened));
    describe("after the end of a ticket", () => conformAftermath(opened));
    describe("the FAQ", () => conformFaq(opened));
    describe("evidence about the FAQ", () => conformEvidence(opened));
    describe("what was asked in the past", () => conformPast(opened));
    describe("what learners say of us", () => conformOpinions(opened));
    describe("the quality of the service", () => conformQuality(opened));
    describe("how sends came out", () => conformSends(opened));
    describe("places in the line", () => conformPlaces(opened));
    describe("a learner who is erased", () => conformErase(opened));
    describe("purchases and courses", () => conformLearning(opened));
    describe("tickets as agents see them", () => conformStaffTickets(opened));
  });
}

/** Only the chapters in which several want the same rows at once: for a store that is slow on purpose. */
export function storeRaces(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store: ${name}`, () => conformInRaces(openedForEach(open)));
}

function conformInRaces(opened: () => OpenedStore): void {
  describe("what arrives", () => conformReceive(opened));
  describe("a turn", () => conformTurns(opened));
  describe("what leaves", () => conformOutbox(opened));
  describe("accounts", () => conformAccounts(opened));
  describe("leases", () => conformLeases(opened));
  describe("a replica that was overtaken", () => conformFences(opened));
  describe("two chats of one learner", () => conformLinks(opened));
  describe("agents and teams", () => conformStaff(opened));
  describe("what admins set and learners are told", () => conformSayings(opened));
  describe("web chats", () => conformWebChats(opened));
}

function openedForEach(open: () => Promise<OpenedStore>): () => OpenedStore {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await opened.end();
  });
  return () => opened;
}
