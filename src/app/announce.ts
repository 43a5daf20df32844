/**
 * `/notice` in a staff room: admins begin and end the announcement of an incident and see which hold. Whoever is no admin is told
 * who may; where a network could not say who is one, nothing is done.
 */
import { type Announcement, readAnnouncement, shownNotice } from "../core/agent/announce.ts";
import type { Inbound } from "../core/inbound.ts";
import type { NoticeId } from "../core/model.ts";
import { phrasesIn } from "../core/phrases/phrases.ts";
import type { Notice } from "../core/staff.ts";
import { agentIdOf, isForAdmins } from "../core/verbs.ts";
import { beginNotice } from "./notices.ts";
import type { Parts } from "./parts.ts";

/** What came of it, to be told where it was typed; null when it is about something else. Errors: StoreError. */
export async function announce(parts: Parts, inbound: Inbound): Promise<string | null> {
  const { what, from } = inbound;
  if (!isForAdmins(inbound) || what.kind !== "command") return null;
  const say = phrasesIn(parts.settings.staffLanguage).notices.staff;
  if (from.isAdmin === undefined) return say.adminsUnknown;
  if (!from.isAdmin) return say.adminsOnly;
  const { timeZone } = parts.book.facts().rules.schedule;
  const { intents } = parts.faq().pack;
  const order = readAnnouncement(what.argument, (id) => intents.has(id), { now: parts.now(), timeZone });
  return await obeyed(parts, order, inbound);
}

async function obeyed(parts: Parts, order: Announcement, inbound: Inbound): Promise<string> {
  const { store, now, settings, log, book } = parts;
  const { staffLanguage } = settings;
  const say = phrasesIn(staffLanguage).notices.staff;
  const { timeZone } = book.facts().rules.schedule;
  const shown = (notice: Notice) => shownNotice(notice, staffLanguage, timeZone);
  const by = agentIdOf(inbound);
  switch (order.order) {
    case "unreadable":
      return say.how;
    case "list": {
      const notices = await store.staff.notices(now());
      return notices.length === 0 ? say.none : notices.map(shown).join("\n");
    }
    case "end": {
      const isEnded = await store.staff.endNotice(order.number as NoticeId, now());
      if (!isEnded) return say.noSuchNotice;
      await book.refresh();
      log.info({ noticeId: order.number, by }, "notice ended");
      return say.ended(order.number);
    }
    case "begin": {
      const { intentId, words, endsAt } = order;
      const begun = { intentId, words, begunAt: now(), endsAt };
      const notice: Notice = { id: await store.staff.beginNotice(begun, by), ...begun };
      const joined = await beginNotice(parts, notice);
      log.info({ noticeId: notice.id, by, joined }, "notice begun");
      return say.begun(shown(notice), joined);
    }
  }
}
