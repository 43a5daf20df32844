/**
 * Learners of every network behind one look, so that one flow can be walked by any of them: they say, press, send, and read.
 * Not to break: they see what their network shows them, never what the bot meant.
 */
import type { DiscordMessage } from "../emulators/discord/types.ts";
import type { User as DiscordUser } from "../emulators/discord/user.ts";
import type { Message } from "../emulators/telegram/types.ts";
import { type Across, appears, type DiscordSide, seen, written } from "./across-place.ts";
import { type Place, WAIT } from "./place.ts";
import { openPage, type Upload } from "./web-page.ts";

export type Read = { readonly text: string; readonly presses: (label: RegExp) => Promise<void> };

export type Learner = {
  readonly says: (text: string) => Promise<void>;
  readonly sends: (file: Upload) => Promise<void>;
  readonly reads: (text: string | RegExp) => Promise<Read>;
  /** Resolves when a file with these bytes has arrived. */
  readonly gets: (content: string) => Promise<void>;
  /** What was written to them, in order. */
  readonly history: () => readonly string[];
  /** What their chat shows now, changed messages too. */
  readonly looks: () => readonly string[];
  readonly leaves: () => Promise<void>;
};

export type Network = "telegram" | "discord" | "web";
type Who = { readonly name: string; readonly language: "en" | "zh" };

export async function aLearner(place: Across, network: Network, who: Who = MIA): Promise<Learner> {
  switch (network) {
    case "telegram":
      return onTelegram(place, who);
    case "discord":
      return onDiscord(place, aMember(place, who));
    case "web":
      return await onTheWeb(place, who);
  }
}

const MIA: Who = { name: "Mia", language: "en" };

function onTelegram({ tg }: Place, { name, language }: Who): Learner {
  const user = tg.user({ first_name: name, language_code: language === "zh" ? "zh-hans" : "en" });
  const { dm: chat } = user;
  return {
    says: async (text) => void user.says(text),
    async sends({ name: filename, mime, content }) {
      const data = Buffer.from(content);
      if (mime.startsWith("image/")) user.sendsPhoto({ data });
      else user.sendsDocument({ data, filename, mime_type: mime });
    },
    async reads(text) {
      const message = await tg.expectMessage({ chat, text }, WAIT);
      return { text: message.text ?? "", presses: async (label) => void user.clicks(message, label) };
    },
    gets: async (content) =>
      void (await tg.expectMessage({ chat, where: (each) => holdsOnTelegram({ tg }, each, content) }, WAIT)),
    history: () => tg.sent({ chat }).map(({ message }) => message.text ?? ""),
    looks: () => chat.history().map(({ text }) => text ?? ""),
    leaves: async () => undefined,
  };
}

export function holdsOnTelegram({ tg }: Pick<Place, "tg">, message: Message, content: string): boolean {
  const { file_id } = message.photo?.at(-1) ?? message.document ?? { file_id: "" };
  return tg.files.get(file_id)?.data.toString() === content;
}

/** A new member of the school's guild. */
export function aMember({ dc, guild }: DiscordSide, { name, language }: Who = MIA): DiscordUser {
  const member = dc.user({ global_name: name, locale: language === "zh" ? "zh-CN" : "en-US" });
  guild.addMember(member);
  return member;
}

export function onDiscord(place: DiscordSide, user: DiscordUser): Learner {
  const { dc } = place;
  const channel = dc.dmWith(user);
  return {
    says: async (text) => void user.dms(text),
    sends: async (file) => void user.dms("", { attachments: [attachmentOf(file)] }),
    async reads(text) {
      const message = await appears(place, channel, text);
      return { text: seen(message), presses: async (label) => void (await user.clicks(message, label).acked()) };
    },
    gets: async (content) =>
      void (await dc.expectMessage({ channel, where: (each) => holdsOnDiscord(place, each, content) }, WAIT)),
    history: () => written(place, channel),
    looks: () => written(place, channel),
    leaves: async () => undefined,
  };
}

export function attachmentOf({ name, mime, content }: Upload) {
  return { name, content_type: mime, data: Buffer.from(content) };
}

export function holdsOnDiscord({ dc }: DiscordSide, { attachments }: DiscordMessage, content: string): boolean {
  return attachments.some(({ url }) => {
    const path = new URL(url).href.split("?")[0]?.slice(dc.cdn.length) ?? "";
    return dc.attachments.get(path)?.data.toString() === content;
  });
}

async function onTheWeb({ doors }: Place, { name, language }: Who): Promise<Learner> {
  const page = await openPage(doors, { name, language: language === "zh" ? "zh-CN" : "en" });
  return {
    says: page.says,
    sends: page.uploads,
    async reads(text) {
      const message = await page.reads(text);
      return { text: message.text, presses: (label) => page.presses(message, label) };
    },
    async gets(content) {
      const { attachments } = await page.reads((message) => message.attachments.some(({ ref }) => ref !== null));
      const opened = await Promise.all(attachments.map(page.opens));
      if (!opened.includes(content)) throw new Error(`the page got another file: ${opened}`);
    },
    history: () => page.told().flatMap(({ by, text }) => (by === "bot" ? [text] : [])),
    looks: page.looks,
    leaves: page.close,
  };
}
