/** The surveys of one learner as a store would keep them, for the world of the rules' tests. */
import type { Decision } from "../../src/core/decision.ts";
import type { Millis, NpsId } from "../../src/core/model.ts";
import type { NpsBefore, NpsChange } from "../../src/core/nps/survey.ts";

export function npsAfter(before: NpsBefore, { nps = [] }: Decision, now: Millis): NpsBefore {
  return nps.reduce((known, change) => after(known, change, now), before);
}

function after(known: NpsBefore, change: NpsChange, now: Millis): NpsBefore {
  const { newest } = known;
  if (change.change === "wished") return { ...known, isOff: change.isOff };
  if (change.change === "planned") {
    const fresh = { askedAt: null, askedTurn: null, answeredAt: null, value: null, hasComment: false } as const;
    return { ...known, newest: { id: now as NpsId, status: "planned", dueAt: change.dueAt, ...fresh } };
  }
  if (newest === null || newest.id !== change.id) throw new Error("a survey that is not the newest was changed");
  switch (change.change) {
    case "moved":
      return { ...known, newest: { ...newest, dueAt: change.dueAt } };
    case "dropped":
      return { ...known, newest: null };
    case "declined":
      return { ...known, newest: { ...newest, status: "declined" } };
    case "asked":
      return {
        ...known,
        newest: { ...newest, status: "asked", askedAt: now, askedTurn: change.turn },
        lastAskedAt: now,
      };
    case "answered":
      return {
        ...known,
        newest: { ...newest, status: "answered", answeredAt: newest.answeredAt ?? now, value: change.value },
      };
    case "commented":
      return { ...known, newest: { ...newest, hasComment: true } };
  }
}
