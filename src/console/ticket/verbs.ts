/**
 * What an agent does with the ticket shown: asks for more where a verb needs it, sends it, says what came of it. Nothing is
 * shown as done before the server said so.
 */
import * as api from "../api/api.ts";
import type { Answer } from "../api/call.ts";
import type { Colleague, Team } from "../api/read-office.ts";
import type { Message, TicketFile } from "../api/read-ticket.ts";
import { chooseMacro } from "../dialogs/macros.ts";
import type { Language } from "../language.ts";
import { sayProblem } from "../words/problem.ts";
import { WORDS } from "../words/words.ts";
import { type Action, isOffered } from "./actions.ts";
import type { Composer, Written } from "./composer.ts";
import { download } from "./download.ts";
import { askBlock, askMerge, askPriority, askSnooze, askSolve, askTransfer, type Form } from "./forms.ts";
import { itemsFor } from "./line-verbs.ts";
import type { Item } from "./menu.ts";

export type VerbOptions = {
  /** The ticket on the screen. */
  readonly current: () => TicketFile | null;
  readonly language: () => Language;
  readonly office: () => Promise<{ readonly colleagues: readonly Colleague[]; readonly teams: readonly Team[] }>;
  readonly composer: () => Composer;
  readonly focusTags: () => void;
  readonly pick: (ticketId: number) => void;
  /** Shows what is there now; also that the server cannot be reached or knows us no more. */
  readonly settle: (answer: Answer<unknown>) => Promise<void>;
  readonly tell: (news: string) => void;
  readonly warn: (trouble: string) => void;
};

export type Verbs = {
  /** Does nothing when the action makes no sense for the ticket shown. */
  run(action: Action): void;
  /** `leave` is called when none was used. */
  openMacros(leave: () => void): void;
  /** Resolves to whether it was taken. */
  write(ticketId: number, kind: "reply" | "note", said: Written): Promise<boolean>;
  /** What can be done with a line of the ticket shown. */
  itemsFor(message: Message, file: TicketFile): readonly Item[];
  tag(change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): void;
};

export function openVerbs(options: VerbOptions): Verbs {
  const act = async (ticketId: number, does: api.Verb, said: string): Promise<string | null> => {
    const answer = await api.act(ticketId, does);
    await options.settle(answer);
    if (answer.answer === "ok") options.tell(said);
    return answer.answer === "ok" ? null : troubleOf(answer, does, options.language());
  };
  const ready = (action: Action): Started | null => {
    const file = options.current();
    if (file === null || !isPossible(action, file)) return null;
    const { id } = file.ticket;
    return { file, form: { words: WORDS[options.language()], act: (does, said) => act(id, does, said) }, options };
  };
  return {
    run(action) {
      const started = ready(action);
      if (started !== null) void start(action, started);
    },
    openMacros(leave) {
      const started = ready("macro");
      if (started !== null) openMacro(started, leave);
    },
    async write(ticketId, kind, said) {
      const { problem } = WORDS[options.language()];
      const wrong = said.text.trim() === "" ? problem.empty : await act(ticketId, { verb: kind, body: said }, "");
      options.warn(wrong ?? "");
      return wrong === null;
    },
    itemsFor(message, file) {
      const words = () => WORDS[options.language()];
      const quote = ({ id, author, text }: Message): void => {
        const who = author.isYou ? words().you : (author.name ?? file.ticket.learnerName);
        options.composer().quote({ id, who, text });
      };
      return itemsFor(message, file, { words, quote, act, warn: options.warn });
    },
    tag(change) {
      const id = options.current()?.ticket.id;
      if (id === undefined) return;
      const { happened } = WORDS[options.language()];
      void act(id, { verb: "tags", body: change }, happened.tags).then((wrong) => options.warn(wrong ?? ""));
    },
  };
}

/** Who presses the key for it may also give themselves what somebody else holds. */
function isPossible(action: Action, { ticket }: TicketFile): boolean {
  return isOffered(action, ticket) || (action === "transfer" && ticket.status === "open");
}

function troubleOf(answer: Exclude<Answer<unknown>, { answer: "ok" }>, does: api.Verb, language: Language): string {
  const words = WORDS[language];
  if (answer.answer !== "refused") return words.unreachable;
  const { code } = answer.problem;
  // The API has one word for all that cannot be read.
  if (does.verb === "tags" && (code === "unreadable" || code === null)) return words.problem.bad_tag;
  return sayProblem(answer.problem, words);
}

type Started = { readonly file: TicketFile; readonly form: Form; readonly options: VerbOptions };

function start(action: Action, started: Started): unknown {
  const { file, form, options } = started;
  switch (action) {
    case "claim":
    case "takeover":
    case "reopen":
      return sendNow(action, started).then((isDone) => isDone && options.composer().open("reply"));
    case "release":
    case "wake":
    case "unblock":
      return sendNow(action, started);
    case "transfer":
      return openTransfer(started);
    case "snooze":
      return askSnooze(form);
    case "macro":
      return openMacro(started, () => undefined);
    case "priority":
      return askPriority(form, file.ticket);
    case "tags":
      return options.focusTags();
    case "merge":
      return askMerge(form, { earlier: file.earlier, now: Date.now(), merged: options.pick });
    case "block":
      return askBlock(form);
    case "solve":
      return askSolve(form);
    case "text":
    case "json":
      return keep(action, started);
  }
}

async function sendNow(verb: api.BareVerb, { form, options }: Started): Promise<boolean> {
  const wrong = await form.act({ verb }, form.words.happened[verb]);
  options.warn(wrong ?? "");
  return wrong === null;
}

/** What somebody else holds only they give away; but anybody may take it over. */
async function openTransfer({ file, form, options }: Started): Promise<void> {
  const { ticket } = file;
  const isTheirs = ticket.status === "open" && ticket.holder?.isYou !== true;
  const others = isTheirs ? { colleagues: [], teams: [] } : await options.office();
  if (options.current()?.ticket.id !== ticket.id) return;
  askTransfer(form, ticket, { ...others, taken: () => options.composer().open("reply") });
}

function openMacro({ file, form, options }: Started, leave: () => void): void {
  const language = options.language();
  const { happened } = WORDS[language];
  chooseMacro({
    ticket: file.ticket,
    language,
    use: (name) => form.act({ verb: "macro", body: { name } }, happened.macro(name)),
    leave,
  });
}

async function keep(kind: "text" | "json", { file, form, options }: Started): Promise<void> {
  const { id } = file.ticket;
  const name = `ticket-${id}.${kind === "text" ? "txt" : "json"}`;
  const isKept = await download(api.pathsOf(id, options.language())[kind], name);
  options.warn(isKept ? "" : form.words.problem.file);
}
