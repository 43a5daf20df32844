/** The questions asked before a verb is sent: to whom, until when, how urgent, into which ticket, for how long, and why. */
import type { Verb } from "../api/api.ts";
import type { Colleague, Team } from "../api/read-office.ts";
import { PRIORITIES, type Ticket } from "../api/read-ticket.ts";
import { ask, type Field, type Values } from "../dialogs/form.ts";
import type { Words } from "../words/words.ts";

/** As long as the API takes. */
const LINE_LENGTH_MAX = 500;
/** As long as the bot lets a ticket be opened again. */
const MERGE_WITHIN_MS = 7 * 86_400_000;
/** Stands for the caller in the list of recipients: no agent's id and no team's name looks like it. */
const MYSELF = "\u0000myself";

export type Form = {
  readonly words: Words;
  /** Sends what was chosen; resolves to what is wrong, or to null when it happened. `said` is told the agent then. */
  readonly act: (does: Verb, said: string) => Promise<string | null>;
};

export type Recipients = {
  readonly colleagues: readonly Colleague[];
  readonly teams: readonly Team[];
  /** The caller holds the ticket now. */
  readonly taken: () => void;
};

/** "Myself" claims a ticket or takes it over; whoever holds it already is not offered that. */
export function askTransfer({ words, act }: Form, ticket: Ticket, { colleagues, teams, taken }: Recipients): void {
  const say = words.form.transfer;
  let isMine = false;
  const others = colleagues.filter(({ isGone, isYou }) => !isGone && !isYou);
  const agents = others.map(({ id, name, isAway, holds }) => ({
    ...{ value: id, isShut: isAway, label: `${name} – ${isAway ? say.away : say.holds(holds)}` },
  }));
  const myself = [{ value: MYSELF, label: say.myself }];
  const mine = ticket.status === "open" ? "takeover" : "claim";
  // A team is known by its name, which may also be an agent's.
  const nameOf = new Map<string, string>([
    ...others.map(({ id, name }) => [id, name] as const),
    ...teams.map(({ name }) => [name, name] as const),
  ]);
  const groups = [
    { label: say.agents, options: [...(ticket.holder?.isYou === true ? [] : myself), ...agents] },
    { label: say.teams, options: teams.map(({ name }) => ({ value: name, label: name })) },
  ].filter(({ options }) => options.length > 0);
  const isAny = groups.some(({ options }) => options.some((option) => !("isShut" in option && option.isShut)));
  ask({
    title: say.title,
    hint: isAny ? "" : say.nobody,
    fields: groups.length === 0 ? [] : [{ kind: "list", name: "to", label: say.to, groups }],
    submit: isAny ? say.submit : null,
    cancel: words.form.cancel,
    take: (values) => {
      const to = values.get("to") ?? "";
      isMine = to === MYSELF;
      if (isMine) return act({ verb: mine }, words.happened[mine]);
      return act({ verb: "transfer", body: { to } }, words.happened.transfer(nameOf.get(to) ?? to));
    },
    taken: () => isMine && taken(),
  });
}

export function askSnooze({ words, act }: Form): void {
  const say = words.form.snooze;
  const options = [
    { value: "", label: say.learner },
    { value: "1h", label: say.hour },
    { value: "3h", label: say.hours },
    { value: "tomorrow", label: say.morning },
  ];
  ask({
    ...{ title: say.title, hint: say.hint, submit: say.submit, cancel: words.form.cancel },
    fields: [
      { kind: "radios", name: "until", label: say.until, options, chosen: "" },
      { kind: "line", name: "other", label: say.other, lengthMax: LINE_LENGTH_MAX },
    ],
    take: (values) => {
      const until = values.get("other") || values.get("until") || "";
      return act({ verb: "snooze", body: until === "" ? {} : { until } }, words.happened.snooze);
    },
  });
}

export function askPriority({ words, act }: Form, { priority }: Ticket): void {
  const say = words.form.priority;
  const options = PRIORITIES.map((value) => ({ value, label: words.priority[value] }));
  ask({
    ...{ title: say.title, hint: "", submit: say.submit, cancel: words.form.cancel },
    fields: [{ kind: "radios", name: "priority", label: say.label, options, chosen: priority }],
    take: (values) => {
      const chosen = PRIORITIES.find((each) => each === values.get("priority")) ?? priority;
      return act({ verb: "priority", body: { priority: chosen } }, words.happened.priority);
    },
  });
}

export type Merge = {
  readonly earlier: readonly Ticket[];
  readonly now: number;
  readonly merged: (into: number) => void;
};

export function askMerge({ words, act }: Form, { earlier, now, merged }: Merge): void {
  const say = words.form.merge;
  let into = 0;
  const fit = earlier.filter(({ solvedAt }) => solvedAt !== null && now - solvedAt < MERGE_WITHIN_MS);
  const options = fit.map(({ id, intentId, reason, tags }) => ({
    ...{ value: String(id), label: [`#${id}`, intentId ?? words.reason[reason], ...tags].join(" · ") },
  }));
  const fields: readonly Field[] = [
    { kind: "radios", name: "into", label: say.into, options, chosen: options[0]?.value ?? "" },
  ];
  ask({
    title: say.title,
    hint: fit.length === 0 ? say.none : say.hint,
    fields: fit.length === 0 ? [] : fields,
    submit: fit.length === 0 ? null : say.submit,
    cancel: words.form.cancel,
    take: (values) => {
      into = Number(values.get("into"));
      return act({ verb: "merge", body: { into } }, words.happened.merge(`#${into}`));
    },
    taken: () => merged(into),
  });
}

export function askBlock({ words, act }: Form): void {
  const say = words.form.block;
  const options = [
    { value: "3h", label: say.hours },
    { value: "1d", label: say.day },
    { value: "7d", label: say.week },
    { value: "", label: say.good },
  ];
  ask({
    ...{ title: say.title, hint: say.hint, submit: say.submit, cancel: words.form.cancel },
    fields: [
      { kind: "radios", name: "for", label: say.how, options, chosen: "3h" },
      { kind: "line", name: "reason", label: say.reason, lengthMax: LINE_LENGTH_MAX },
    ],
    take: (values) => {
      const span = values.get("for") ?? "";
      const body = { reason: reasonOf(values), ...(span === "" ? {} : { for: span }) };
      return act({ verb: "block", body }, words.happened.block);
    },
  });
}

export function askSolve({ words, act }: Form): void {
  const say = words.form.solve;
  ask({
    ...{ title: say.title, hint: say.hint, submit: say.submit, cancel: words.form.cancel },
    fields: [{ kind: "line", name: "reason", label: say.reason, lengthMax: LINE_LENGTH_MAX }],
    take: (values) => act({ verb: "solve", body: { reason: reasonOf(values) } }, words.happened.solve),
  });
}

function reasonOf(values: Values): string {
  return values.get("reason") ?? "";
}
