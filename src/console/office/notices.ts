/**
 * Incident notices: a banner of those that hold, for everybody, and for admins the dialog that begins and ends them. The words
 * are an admin's and become text.
 */
import * as api from "../api/api.ts";
import type { Answer } from "../api/call.ts";
import type { Notice } from "../api/read-office.ts";
import { make, place, setText } from "../dom.ts";
import { type Language, tagOf } from "../language.ts";
import { clock } from "../time.ts";
import { sayProblem } from "../words/problem.ts";
import { WORDS } from "../words/words.ts";

const HOUR_MS = 3_600_000;
const HOURS = [1, 4, 12, 24, 72];
const WORDS_LENGTH_MAX = 4096;

/** Fills the banner, and leaves it alone when it says so already. */
export function showNotices(notices: readonly Notice[], language: Language): void {
  const banner = place("notices", HTMLDivElement);
  const key = JSON.stringify([notices, language]);
  banner.hidden = notices.length === 0;
  if (banner.dataset["key"] === key) return;
  banner.dataset["key"] = key;
  banner.replaceChildren(...notices.map((notice) => make("p", {}, ...lineOf(notice, language))));
}

function lineOf({ intentId, words, endsAt }: Notice, language: Language): readonly Node[] {
  const say = WORDS[language].notices;
  const about = intentId === null ? say.everything : say.about(intentId);
  const until = say.until(clock(endsAt, Date.now(), language));
  return [
    make("strong", { lang: tagOf(language), dir: "auto" }, `⚠ ${words[language]}`),
    make("span", { class: "small" }, ` ${about} · ${until}`),
  ];
}

export type NoticeDesk = {
  readonly language: Language;
  readonly tell: (news: string) => void;
  /** Looks at what holds now. */
  readonly refresh: () => Promise<readonly Notice[]>;
};

export async function openNotices(desk: NoticeDesk): Promise<void> {
  const { language, refresh, tell } = desk;
  const say = WORDS[language].notices;
  const dialog = place("notice", HTMLDialogElement);
  const parts = partsOf(language);
  const show = async (): Promise<void> => {
    const notices = await refresh();
    const end = async ({ id }: Notice): Promise<void> => {
      const answer = await api.endNotice(id);
      setText(parts.trouble, troubleOf(answer, language));
      await show();
      parts.title.focus();
    };
    const rows = notices.map((notice) => holdingRow(notice, { language, end: () => void end(notice) }));
    parts.list.replaceChildren(...(rows.length === 0 ? [make("li", { class: "hint" }, say.none)] : rows));
  };
  parts.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (parts.form.ariaBusy === "true") return;
    parts.form.ariaBusy = "true";
    const answer = await api.beginNotice(noticeIn(parts));
    parts.form.ariaBusy = "false";
    setText(parts.trouble, troubleOf(answer, language));
    if (answer.answer !== "ok") return;
    tell(say.begun(answer.value));
    await refresh();
    dialog.close();
  });
  parts.close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(parts.title, make("h3", {}, say.holding), parts.list, parts.form);
  await show();
  if (!dialog.open) dialog.showModal();
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(language: Language) {
  const { notices: say, form: forms } = WORDS[language];
  const field = (label: string, input: HTMLElement) =>
    make("p", { class: "field" }, make("label", { for: input.id }, label), input);
  const area = (id: string) =>
    make("textarea", { id, rows: "2", maxlength: String(WORDS_LENGTH_MAX), required: "", dir: "auto" });
  const zh = area("notice-zh");
  const en = area("notice-en");
  const intent = make("input", { id: "notice-intent", maxlength: "200", autocomplete: "off", spellcheck: "false" });
  const hours = make(
    "select",
    { id: "notice-hours" },
    ...HOURS.map((count) => make("option", { value: String(count) }, say.hours(count))),
  );
  const trouble = make("p", { class: "alert", role: "alert" });
  const close = make("button", { type: "button" }, forms.cancel);
  const form = make(
    "form",
    { method: "dialog" },
    make("h3", {}, say.begin),
    field(say.zh, zh),
    field(say.en, en),
    field(say.intent, intent),
    field(say.lasts, hours),
    make("p", { class: "hint" }, say.hint),
    trouble,
    make("div", { class: "form-buttons" }, close, make("button", { type: "submit", class: "primary" }, say.submit)),
  );
  const title = make("h2", { id: "notice-title", tabindex: "-1" }, say.title);
  return { title, form, zh, en, intent, hours, trouble, close, list: make("ul", { class: "holding" }) };
}

function noticeIn({ zh, en, intent, hours }: Parts): api.NewNotice {
  const intentId = intent.value.trim();
  return {
    intentId: intentId === "" ? null : intentId,
    words: { zh: zh.value, en: en.value },
    endsAt: new Date(Date.now() + Number(hours.value) * HOUR_MS).toISOString(),
  };
}

function holdingRow(notice: Notice, { language, end }: { readonly language: Language; readonly end: () => void }) {
  const say = WORDS[language].notices;
  const label = { "aria-label": say.endOf(notice.words[language]) };
  const button = make("button", { type: "button", ...label }, say.end);
  button.addEventListener("click", end);
  return make("li", {}, make("p", {}, ...lineOf(notice, language)), button);
}

function troubleOf(answer: Answer<unknown>, language: Language): string {
  const words = WORDS[language];
  switch (answer.answer) {
    case "ok":
      return "";
    case "refused":
      return sayProblem(answer.problem, words);
    case "not_allowed":
      return words.problem.not_allowed;
    case "unknown":
    case "unreachable":
      return words.unreachable;
  }
}
