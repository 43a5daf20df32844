/**
 * The Impact tab: what the draft would have done to real questions, and publishing. A publication that is held back says why;
 * whoever publishes all the same says why, too.
 */
import { make, setText } from "../dom.ts";
import * as api from "./api.ts";
import type { Work } from "./draft.ts";
import { buttonOf, labelled, type Page, percentOf } from "./page.ts";
import { EFFECTS, type Impact, type Would } from "./read-impact.ts";

const WHY_LENGTH_MAX = 200;

export function showImpact(pane: HTMLElement, { draft }: Work, page: Page): void {
  const words = page.words();
  if (draft === null) {
    pane.replaceChildren(make("p", { class: "hint" }, words.impact.none));
    return;
  }
  const report = make("div", { role: "status" });
  const run = buttonOf(words.impact.run, async () => {
    const stop = watch(report, draft.id, page);
    const impact = page.take(await api.impact([draft.id]));
    stop();
    report.replaceChildren(...(impact === null ? [] : reportOf(impact, page)));
  });
  pane.replaceChildren(run, report, publishForm(draft.id, page));
}

const LOOK_EVERY_MS = 500;

/** Says how far the report has come until it is told to stop. What it says changes seldom enough to be read aloud. */
function watch(report: HTMLElement, draftId: number, page: Page): () => void {
  const words = page.words().impact;
  const line = make("p", { class: "hint" }, words.steps.learning);
  const bar = make("progress", { max: "1", "aria-label": words.running });
  report.replaceChildren(line, bar);
  let isLooking = false;
  const timer = setInterval(async () => {
    if (isLooking) return;
    isLooking = true;
    const answer = await api.impactStep([draftId]);
    isLooking = false;
    if (answer.answer !== "ok" || answer.value === null || !line.isConnected) return;
    const { step, done, total } = answer.value;
    setText(line, words.steps[step]);
    if (done !== null && total) bar.value = done / total;
    else bar.removeAttribute("value");
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function reportOf(impact: Impact, page: Page): readonly HTMLElement[] {
  const words = page.words().impact;
  if (impact.questions === 0) return [make("p", { class: "hint" }, words.noQuestions), ...warningsOf(impact, page)];
  const kinds = EFFECTS.filter((effect) => impact.effects[effect] > 0).map((effect) => {
    const examples = impact.examples[effect].map(({ text, live, draft }) =>
      make(
        "li",
        {},
        make("bdi", {}, text),
        make("p", { class: "hint" }, `${saidOf(live, page)} → ${saidOf(draft, page)}`),
      ),
    );
    return make(
      "details",
      { class: `effect ${effect}` },
      make("summary", {}, `${words.effects[effect]}: ${impact.effects[effect]}`),
      make("ul", {}, ...examples),
    );
  });
  return [
    make("p", { class: `verdict ${impact.verdict}` }, words.verdict[impact.verdict]),
    ...(impact.brokenAtMost === null
      ? []
      : [make("p", {}, words.verdictAt(percentOf(impact.brokenAtMost, page.language())))]),
    make("p", {}, words.questions(impact.questions, impact.changed, impact.known)),
    make("p", {}, words.tickets(impact.ticketsSpared)),
    ...kinds,
    ...warningsOf(impact, page),
  ];
}

/** What the bot would do, and with which intents. */
function saidOf({ would, intentIds }: Would, page: Page): string {
  const does = page.words().test.does[would];
  return intentIds.length === 0 ? does : `${does}: ${intentIds.join(", ")}`;
}

function warningsOf({ warnings }: Impact, page: Page): readonly HTMLElement[] {
  if (warnings.length === 0) return [];
  const items = warnings.map(({ intentId, language, about, text }) =>
    make(
      "li",
      {},
      make("code", {}, intentId),
      language === null ? " " : ` (${page.words().form[language]}) `,
      ...(about === null ? [] : [make("bdi", {}, `“${about}” `)]),
      text,
    ),
  );
  return [
    make(
      "details",
      { class: "effect warnings" },
      make("summary", {}, page.words().impact.warnings(warnings.length)),
      make("ul", {}, ...items),
    ),
  ];
}

function publishForm(draftId: number, page: Page): HTMLElement {
  const words = page.words().publish;
  const why = make("input", { id: "why", required: "", maxlength: String(WHY_LENGTH_MAX), autocomplete: "off" });
  const despite = make("input", { id: "despite", maxlength: String(WHY_LENGTH_MAX), autocomplete: "off" });
  const despiteField = labelled(words.despite, despite);
  despiteField.hidden = true;
  const blocked = make("div", { class: "blocked", role: "alert" });
  const form = make(
    "form",
    { class: "publish" },
    make("h3", {}, words.title),
    labelled(words.why, why),
    blocked,
    despiteField,
    make("button", { type: "submit", class: "primary" }, words.submit),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const given = despite.value.trim() === "" ? {} : { despite: despite.value.trim() };
    const answer = await api.publish({ drafts: [draftId], why: why.value.trim(), ...given });
    form.ariaBusy = "false";
    const reasons = answer.answer === "refused" ? answer.problem.reasons : [];
    if (reasons.length > 0) {
      const items = reasons.map((reason) => make("li", { dir: "auto" }, reason));
      blocked.replaceChildren(make("p", {}, words.blocked), make("ul", {}, ...items));
      despiteField.hidden = answer.answer === "refused" && answer.problem.code !== "regression";
      return;
    }
    page.take(answer);
    if (answer.answer !== "ok") return;
    page.tell(words.done);
    await page.refresh();
  });
  return form;
}
