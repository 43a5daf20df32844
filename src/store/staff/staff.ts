/** The Staff of core/ports/staff.ts, put together: what is kept of those who help. Each noun has a file and tables of its own. */
import type { Staff } from "../../core/ports.ts";
import type { Engine } from "../engine.ts";
import { makeAgents } from "./agents.ts";
import { makeMacros } from "./macros.ts";
import { makeNotices } from "./notices.ts";
import { makePresence } from "./presence.ts";
import { makePromises } from "./promises.ts";
import { makeRecoveries } from "./recoveries.ts";
import { makeRuleVersions } from "./rule-versions.ts";
import { makeTeams } from "./teams.ts";

export function makeStaff(engine: Engine): Staff {
  return {
    ...makeAgents(engine),
    ...makePresence(engine),
    ...makeTeams(engine),
    ...makeMacros(engine),
    ...makeNotices(engine),
    ...makeRuleVersions(engine),
    ...makePromises(engine),
    ...makeRecoveries(engine),
  };
}
