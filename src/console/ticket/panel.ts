/**
 * What is known beside the conversation: the learner, the ticket, its tags, what the bot tried, earlier tickets. Each part is
 * drawn again only when it changed, so a tag being typed and a button being pressed survive a refresh.
 */
import type { Team } from "../api/read-office.ts";
import type { Ticket, TicketFile } from "../api/read-ticket.ts";
import { make, place } from "../dom.ts";
import type { Language } from "../language.ts";
import { type Context, dueLine, snoozeLine } from "../list/lines.ts";
import { clock } from "../time.ts";
import { WORDS, type Words } from "../words/words.ts";
import { learningLines } from "./learning.ts";

const TAG_LENGTH_MAX = 32;

export type PanelOptions = {
  readonly tag: (change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }) => void;
  readonly pick: (ticketId: number) => void;
};

export type Panel = {
  show(file: TicketFile, context: Context & { readonly teams: readonly Team[] }): void;
  /** Where a tag is typed. */
  focusTags(): void;
};

export function openPanel({ tag, pick }: PanelOptions): Panel {
  const drawn = new Map<string, string>();
  const input = place("tag-new", HTMLInputElement);
  input.maxLength = TAG_LENGTH_MAX;
  place("tag-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const add = input.value.split(/[\s,，、]+/).filter((word) => word !== "");
    input.value = "";
    if (add.length > 0) tag({ add });
  });
  let shownId = 0;
  return {
    show({ ticket, earlier, learning }, context) {
      const { language } = context;
      const words = WORDS[language];
      input.placeholder = words.fixed.addTag;
      if (ticket.id !== shownId) input.value = "";
      shownId = ticket.id;
      /** Draws a part when what it says is not what stands there. */
      const part = (id: string, says: unknown, draw: () => readonly Node[]): void => {
        const key = JSON.stringify([ticket.id, language, says]);
        if (drawn.get(id) === key) return;
        drawn.set(id, key);
        const where = place(id, HTMLElement);
        const isFocused = where.contains(document.activeElement);
        where.replaceChildren(...draw());
        if (isFocused) input.focus();
      };
      const learner = [...learnerLines(ticket, words), ...learningLines(learning, context)];
      part("panel-learner", learner, () => linesOf(learner));
      const lines = ticketLines(ticket, context);
      part("panel-ticket", lines, () => linesOf(lines));
      part("panel-tags", ticket.tags, () => tagsOf(ticket.tags, { words, tag }));
      part("panel-tried", ticket.tried, () => triedOf(ticket, language));
      part("panel-earlier", earlier, () => earlierOf(earlier, { ...context, pick }));
    },
    focusTags: () => input.focus(),
  };
}

type Line = readonly [label: string, value: string];

function learnerLines(ticket: Ticket, words: Words): readonly Line[] {
  const { panel } = words;
  return [
    [panel.name, ticket.learnerName],
    [panel.language, words.spoken[ticket.language]],
    [panel.channel, words.channel[ticket.channel]],
  ];
}

type TicketContext = Context & { readonly teams: readonly Team[] };

function ticketLines(ticket: Ticket, { language, now, teams }: TicketContext): readonly Line[] {
  const words = WORDS[language];
  const { panel } = words;
  const why = words.reason[ticket.reason];
  const { holder, solvedAt, solveReason } = ticket;
  const team = teams.find(({ id }) => id === ticket.teamId)?.name;
  const snoozed = snoozeLine(ticket, { language, now });
  const solved =
    solvedAt === null ? [] : [clock(solvedAt, now, language), solveReason && words.solveReason[solveReason]];
  const lines: readonly Line[] = [
    [panel.status, [words.status[ticket.status], snoozed].filter((each) => each !== "").join(" · ")],
    [panel.holder, holder === null ? words.nobody : holder.isYou ? words.you : holder.name],
    [panel.priority, words.priority[ticket.priority]],
    [panel.target, dueLine(ticket, { language, now })],
    [panel.team, ticket.teamId === null ? panel.everybody : (team ?? `#${ticket.teamId}`)],
    [panel.opened, clock(ticket.openedAt, now, language)],
    [panel.why, ticket.intentId === null ? why : `${why} (${ticket.intentId})`],
    [panel.episode, ticket.episode === 1 ? "" : panel.times(ticket.episode - 1)],
    [panel.solved, solved.filter((each) => each !== null).join(" · ")],
  ];
  return lines.filter(([, value]) => value !== "");
}

function linesOf(lines: readonly Line[]): readonly Node[] {
  return lines.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, make("bdi", {}, value))]);
}

type TagPlace = { readonly words: Words; readonly tag: PanelOptions["tag"] };

function tagsOf(tags: readonly string[], { words, tag }: TagPlace): readonly Node[] {
  if (tags.length === 0) return [make("li", { class: "hint" }, words.panel.noTags)];
  return tags.map((each) => {
    const remove = make("button", { type: "button", "aria-label": words.panel.removeTag(each) }, "×");
    remove.addEventListener("click", () => tag({ remove: [each] }));
    return make("li", { class: "chip" }, make("bdi", {}, each), remove);
  });
}

/** Guesses below this are noise; the card in a staff room leaves them out as well. */
const TRIED_CONFIDENCE_MIN = 0.05;

function triedOf({ tried: guesses }: Ticket, language: Language): readonly Node[] {
  const tried = guesses.filter(({ confidence }) => confidence >= TRIED_CONFIDENCE_MIN);
  const { panel } = WORDS[language];
  if (tried.length === 0) return [make("li", { class: "hint" }, panel.nothingTried)];
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  return tried.map(({ intentId, confidence }) =>
    make(
      "li",
      { class: "tried" },
      make("code", {}, intentId),
      make("meter", { min: "0", max: "1", value: confidence.toFixed(3), "aria-hidden": "true" }),
      make("span", {}, panel.sure(percent.format(confidence))),
    ),
  );
}

type EarlierPlace = Context & { readonly pick: PanelOptions["pick"] };

function earlierOf(earlier: readonly Ticket[], { language, now, pick }: EarlierPlace): readonly Node[] {
  const words = WORDS[language];
  if (earlier.length === 0) return [make("li", { class: "hint" }, words.panel.noEarlier)];
  return earlier.map((ticket) => {
    const { id, openedAt, intentId, reason, rating } = ticket;
    const about = [clock(openedAt, now, language), intentId ?? words.reason[reason]];
    if (rating !== null) about.push(words.rated(rating));
    const button = make(
      "button",
      { type: "button", class: "earlier" },
      make("span", {}, `#${id} ${words.status[ticket.status]}`),
      make("span", { class: "small" }, about.join(" · ")),
    );
    button.addEventListener("click", () => pick(id));
    return make("li", {}, button);
  });
}
