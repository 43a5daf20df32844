/**
 * How a matcher did in the examination, question by question and as a table. Reports only: what is good enough stands
 * in the test.
 */
import { judge } from "../../../src/core/judge.ts";
import type { Pack } from "../../../src/core/pack.ts";
import { evaluate, type Report } from "../../../src/nlu/evaluation.ts";
import type { Trained } from "../../../src/nlu/trained.ts";
import { type DoubleQuestion, isInScope, type Question } from "./paper.ts";

/** What a learner would have met, had the message been the first one: a ticket only for who asked for a person. */
type Outcome = "answered" | "asked back" | "missed" | "handed over";

export type Mark = {
  readonly question: Question;
  /** Best first, at most five. */
  readonly said: readonly string[];
  readonly confidence: number;
  readonly evidence: number;
  readonly outcome: Outcome;
  /** The intent answered, or those offered to choose from; empty when missed. */
  readonly shown: readonly string[];
};

export type Sitting = { readonly pack: Pack; readonly trained: Trained };

export function markOf({ pack, trained }: Sitting, question: Question): Mark {
  const { matches, evidence } = trained.readOut(question.text);
  const said = matches.map(({ intentId }) => intentId);
  const common = { question, said, confidence: matches[0]?.confidence ?? 0, evidence };
  const judgement = judge(matches, pack, 0);
  switch (judgement.judgement) {
    case "answer":
      return { ...common, outcome: "answered", shown: [judgement.intent.id] };
    case "clarify":
      return { ...common, outcome: "asked back", shown: judgement.choices.map(({ id }) => id) };
    case "rephrase":
      return { ...common, outcome: "missed", shown: [] };
    case "hand_over":
      return { ...common, outcome: "handed over", shown: said.slice(0, 1) };
  }
}

export function figuresOf(marks: readonly Mark[]): Report {
  return evaluate(
    marks.map(({ question, said, evidence }) => ({
      gold: isInScope(question) ? question.intent : null,
      said: said[0] ?? null,
      confidence: evidence,
    })),
  );
}

/** Acted on (an answer or a ticket) and not what was meant, in scope or not: what a learner is angry about. */
export function isWronglyAnswered({ question, outcome, shown }: Mark): boolean {
  return (outcome === "answered" || outcome === "handed over") && !shown.includes(question.intent);
}

export type DoubleMark = { readonly question: DoubleQuestion; readonly said: readonly string[] };

export function doubleMarkOf({ trained }: Sitting, question: DoubleQuestion): DoubleMark {
  return { question, said: trained.match(question.text).map(({ intentId }) => intentId) };
}

/** How many of the two intents are among the first `places`. */
export function metWithin({ question, said }: DoubleMark, places: number): number {
  return question.intents.filter((intent) => said.slice(0, places).includes(intent)).length;
}

/** The whole report as text: figures, a line per style, wrong answers, what was not understood. */
export function tableOf(title: string, marks: readonly Mark[], doubles: readonly DoubleMark[]): string {
  const { accuracy, macroF1, oos } = figuresOf(marks);
  const firstMet = doubles.filter((mark) => metWithin(mark, 1) > 0).length;
  const bothMet = doubles.filter((mark) => metWithin(mark, 3) === 2).length;
  const inScope = marks.filter(({ question }) => isInScope(question));
  const groups = [
    ["in scope", inScope] as const,
    ...styleGroupsOf(marks),
    ["out of scope", marks.filter(({ question }) => !isInScope(question))] as const,
  ];
  return [
    `${title}: accuracy ${percent(accuracy)}, macro-F1 ${percent(macroF1)}, AUROC ${percent(oos.auroc)}, ` +
      `rejected at 95 % coverage ${percent(oos.recallAt95)}`,
    `two questions in one: first guess one of them ${firstMet}/${doubles.length}, ` +
      `both among three ${bothMet}/${doubles.length}`,
    "",
    rowOf(["", "n", "right", "answered", "wrongly", "asked", "offered", "missed", "handed over"]),
    ...groups.map(([name, group]) => groupRowOf(name, group)),
    "",
    ...listOf("Answered, and wrongly", marks.filter(isWronglyAnswered)),
    ...listOf("Not the first guess, and not answered", inScope.filter(isUnsureAndWrong)),
    ...doubleListOf(doubles),
  ].join("\n");
}

function isUnsureAndWrong(mark: Mark): boolean {
  return mark.said[0] !== mark.question.intent && !isWronglyAnswered(mark);
}

function styleGroupsOf(marks: readonly Mark[]): readonly (readonly [string, readonly Mark[]])[] {
  const styles = [...new Set(marks.map(({ question }) => question.style))].sort();
  return styles.map((style) => [`  ${style}`, marks.filter(({ question }) => question.style === style)] as const);
}

/** `right` is the first guess; `wrongly` counts among the answered; `offered`: what was meant is among the choices. */
function groupRowOf(name: string, marks: readonly Mark[]): string {
  const share = (isCounted: (mark: Mark) => boolean) => percent(marks.filter(isCounted).length / marks.length);
  return rowOf([
    name,
    String(marks.length),
    share(({ question, said }) => said[0] === question.intent),
    share(({ outcome }) => outcome === "answered"),
    share(isWronglyAnswered),
    share(({ outcome }) => outcome === "asked back"),
    share(({ outcome, shown, question }) => outcome === "asked back" && shown.includes(question.intent)),
    share(({ outcome }) => outcome === "missed"),
    share(({ outcome }) => outcome === "handed over"),
  ]);
}

function rowOf([name = "", ...cells]: readonly string[]): string {
  return name.padEnd(14) + cells.map((cell) => cell.padStart(12)).join("");
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

function listOf(heading: string, marks: readonly Mark[]): readonly string[] {
  const lines = marks.map(({ question, said, confidence, outcome }) => {
    const guess = `${said[0] ?? "nothing"} ${confidence.toFixed(2)}`;
    const place = said.indexOf(question.intent);
    const found = place > 0 ? `, meant is ${place + 1}.` : "";
    return `  ${question.intent} → ${guess} (${question.style}, ${outcome}${found}): ${question.text}`;
  });
  return [`${heading}: ${marks.length}`, ...lines.sort(), ""];
}

function doubleListOf(doubles: readonly DoubleMark[]): readonly string[] {
  const short = doubles.filter((mark) => metWithin(mark, 3) < 2);
  const lines = short.map(
    ({ question, said }) => `  ${question.intents.join(" + ")} → ${said.slice(0, 3).join(", ")}: ${question.text}`,
  );
  return [`Two questions, not both among three: ${short.length}`, ...lines];
}
