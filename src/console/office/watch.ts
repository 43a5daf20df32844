/** Who there is and which incidents hold, looked at every few seconds; a failed look leaves what was known a moment ago. */
import { fetchColleagues, fetchNotices, fetchTeams } from "../api/api.ts";
import type { Colleague, Notice, Team } from "../api/read-office.ts";

/** People and incidents change more slowly than tickets. */
const LOOK_MS = 15_000;

export type Office = {
  readonly colleagues: readonly Colleague[];
  readonly teams: readonly Team[];
  readonly notices: readonly Notice[];
};

export type OfficeWatch = {
  known(): Office;
  /** Looks now. */
  refresh(): Promise<Office>;
};

export function watchOffice(show: (office: Office) => void): OfficeWatch {
  let known: Office = { colleagues: [], teams: [], notices: [] };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = async (): Promise<Office> => {
    clearTimeout(timer);
    const [colleagues, teams, notices] = await Promise.all([fetchColleagues(), fetchTeams(), fetchNotices()]);
    clearTimeout(timer);
    timer = setTimeout(() => document.hidden || void refresh(), LOOK_MS);
    known = {
      colleagues: colleagues.answer === "ok" ? colleagues.value : known.colleagues,
      teams: teams.answer === "ok" ? teams.value : known.teams,
      notices: notices.answer === "ok" ? notices.value : known.notices,
    };
    show(known);
    return known;
  };
  document.addEventListener("visibilitychange", () => document.hidden || void refresh());
  return { known: () => known, refresh };
}
