/**
 * Files that are too large to go where they are meant to go, known before they are sent: whoever sent one is told what fits,
 * instead of wondering. A file whose size no network told is tried all the same.
 */
import type { Facts } from "./decision.ts";
import type { Effect } from "./effects.ts";
import type { Attachment, ChannelName, Language } from "./model.ts";
import { phrasesIn } from "./phrases/phrases.ts";

const MEGABYTE = 1_000_000;

/** The first file that is too large for a channel, and what fits there in whole megabytes; null when all of them fit. */
export function tooLargeFor(
  channel: ChannelName,
  attachments: readonly Attachment[],
  { can }: Pick<Facts, "can">,
): { readonly file: Attachment; readonly megabytesMax: number } | null {
  const takes = can[channel].files;
  if (takes === null) return null;
  for (const file of attachments) {
    // What a network keeps itself it is only told to show.
    if (file.keeper === channel || file.bytes === null) continue;
    const bytesMax = Math.min(takes.bytesMax, can[file.keeper].files?.givesMax ?? takes.bytesMax);
    if (file.bytes > bytesMax) return { file, megabytesMax: Math.floor(bytesMax / MEGABYTE) };
  }
  return null;
}

/** What a learner is told whose file does not reach every staff room: the agents read there that it is missing. */
export function tellTooLarge(attachments: readonly Attachment[], language: Language, facts: Facts): readonly Effect[] {
  const channels = new Set(facts.staffRooms.map(({ channel }) => channel));
  const refused = [...channels]
    .map((channel) => tooLargeFor(channel, attachments, facts))
    .find((each) => each !== null);
  if (refused === undefined) return [];
  const { file, megabytesMax } = refused;
  const text = phrasesIn(language).learner.fileTooLarge(nameOf(file), megabytesMax);
  return [{ effect: "tell", text, buttons: [] }];
}

/** What a file is called in words of ours. */
export function nameOf({ name, kind }: Pick<Attachment, "name" | "kind">): string {
  return name ?? kind;
}
