/**
 * The `aftercare` command: names and options of everything it can do. What a command does lives in the file of its
 * name; this one only reads the command line.
 */
import { Command, Option } from "commander";
import { ROLES, type Role } from "../core/accounts.ts";
import { LANGUAGES, type Language } from "../core/model.ts";
import { SPLITS } from "../insight/figures/groups.ts";
import { changePassword, createAccount, setDisabled } from "./admin.ts";
import { ask } from "./ask.ts";
import { chat } from "./chat.ts";
import { type DemoOptions, demo } from "./demo.ts";
import { run } from "./exit.ts";
import { type ImportOptions, importEvents } from "./import-events.ts";
import { checkIntents } from "./intents-check.ts";
import { evalIntents } from "./intents-eval.ts";
import { type ImpactOptions, impactIntents } from "./intents-impact.ts";
import { type ImportQuestionsOptions, importIntents, type PublishOptions, publishIntents } from "./intents-import.ts";
import { exportFaq, rollBackFaq, showHistory } from "./intents-life.ts";
import { FORMATS, printReport, type ReportOptions } from "./report/report.ts";
import { type AdviceOptions, advise, adviseIf, type WhatIfOptions } from "./staffing.ts";
import { type SearchOptions, search, showTicket } from "./tickets.ts";

const program = new Command("aftercare").description("Support bot for people who sell knowledge.");

const intents = program.command("intents").description("look after the FAQ packs");

intents
  .command("check")
  .description("read a pack, say what is wrong with it, and how well it understands its own examples")
  .argument("[dir]", "the pack's folder, or several separated by commas; INTENTS_DIR when left out")
  .option("--links", "open every link of the pack, and say which ones do not answer")
  .action((dir: string | undefined, options: { links?: true }) => checkIntents(dir, options));

intents
  .command("history")
  .description("say what was live when, why and by whom; with the embedded database, stop the bot first")
  .option("--json", "print one line of JSON")
  .action((options: { json?: true }) => showHistory(options));

intents
  .command("export")
  .description("write the live version into a new folder, letter by letter")
  .argument("<dir>", "a folder that is empty or not there yet")
  .action((dir: string) => exportFaq(dir));

intents
  .command("rollback")
  .description("make an old version live again, as a new one")
  .argument("<number>", "the version, as history lists it")
  .requiredOption("--why <words>", "for the history")
  .action((number: string, options: { why: string }) => rollBackFaq(number, options));

intents
  .command("import")
  .description("make drafts of the questions and answers in a file; with the embedded database, stop the bot first")
  .argument("<file>", "a .csv or a page in Markdown (.md); see docs/admin-guide.md for what it holds")
  .addOption(new Option("--lang <language>", "what it is written in where it does not say").choices(LANGUAGES))
  .option("--json", "print one line of JSON")
  .action((file: string, options: ImportQuestionsOptions) => importIntents(file, options));

intents
  .command("publish")
  .description("publish all open drafts together, or none of them; with the embedded database, stop the bot first")
  .requiredOption("--why <words>", "for the history")
  .option("--despite <words>", "why all the same, when learners would be worse off")
  .action((options: PublishOptions) => publishIntents(options));

intents
  .command("eval")
  .description("train on labelled rows, test on others, print the figures")
  .requiredOption("--train <file>", 'JSONL rows {"text", "intent"}: file.jsonl or file.jsonl:split,split')
  .requiredOption("--test <file>", 'the same; the intent "oos" means out of scope')
  .option("--json", "print one line of JSON")
  .option("--out <file>", "write one JSONL row for each test row")
  .action((options: { train: string; test: string; json?: true; out?: string }) => evalIntents(options));

intents
  .command("impact")
  .description("replay real questions through another pack, beside the live one; ends with 1 when it is worse")
  .argument("<dir>", "the changed pack's folder, or several separated by commas")
  .option("--days <count>", "questions of so many days", "30")
  .option("--json", "print one line of JSON")
  .action((dir: string, options: ImpactOptions) => impactIntents(dir, options));

program
  .command("ask")
  .description("say what the bot would do with a message")
  .argument("<text>", "what a learner might write")
  .addOption(new Option("--lang <language>", "the language to answer in").choices(LANGUAGES))
  .option("--as <learner>", "what is known of whoever asks: course=python,days=3,progress=12")
  .option("--json", "print one line of JSON")
  .action((text: string, options: { lang?: string; json?: true; as?: string }) => ask(text, options));

program
  .command("chat")
  .description("start the bot and talk to it here, as a learner; agents use the console")
  .action(() => chat());

program
  .command("demo")
  .description("make up a quarter of a school in a folder of its own, and start the bot on it")
  .option("--dir <folder>", "where it is kept", "./data-demo")
  .option("--days <count>", "days up to now", "91")
  .option("--seed <number>", "another number makes another school", "1")
  .option("--no-start", "only make it up")
  .action((options: DemoOptions) => demo(options));

program
  .command("search")
  .description("find tickets by what was said in them")
  .argument("[words]", 'all of them must stand in one message; "in quotes" they stand together', "")
  .option("--learner <name>", "part of the learner's name, or their id")
  .option("--tag <tag>", "one of the ticket's tags")
  .addOption(new Option("--status <status>", "where the ticket stands").choices(["new", "open", "solved"]))
  .option("--from <date>", "said from then on")
  .option("--to <date>", "said before then")
  .option("--limit <count>", "at most so many tickets, 1 to 100", "20")
  .option("--json", "print one line of JSON")
  .action((words: string, options: SearchOptions) => search(words, options));

program
  .command("ticket")
  .description("print a ticket with everything said in it")
  .argument("<number>", "like 1042")
  .addOption(new Option("--lang <language>", "what the labels are written in").choices(LANGUAGES).default("en"))
  .option("--json", "print one line of JSON")
  .action((number: string, options: { lang: Language; json?: true }) => showTicket(number, options));

const staffing = program.command("staffing").description("how many agents are needed, and what one more would change");

staffing
  .command("advice", { isDefault: true })
  .description("from the requests of the last eight weeks")
  .option("--from <date>", "requests from then on")
  .option("--to <date>", "requests before then")
  .option("--share <share>", "the share to be answered in time, like 0.8")
  .option("--within <time>", "in time, like 5m; the first answer the rules promise when left out")
  .addOption(new Option("--lang <language>", "what the advice is written in").choices(LANGUAGES).default("en"))
  .option("--json", "print one line of JSON")
  .action((options: AdviceOptions) => advise(options));

staffing
  .command("if")
  .description("for a load you write down; needs no database")
  .requiredOption("--requests <count>", "requests that reach people in the period")
  .requiredOption("--period <time>", "staffed time they come in, like 1h, or 176h for a month of 22 days of 8 hours")
  .requiredOption("--handling <time>", "mean time one takes an agent, like 10m")
  .requiredOption("--within <time>", "answered in time means within, like 30m")
  .option("--share <share>", "the share to be answered in time", "0.8")
  .option("--agents <count>", "show that many as well")
  .option("--chats <count>", "chats an agent holds at once", "1")
  .option("--patience <time>", "mean time until a learner gives up; nobody does when left out")
  .option("--shrinkage <share>", "share of paid time that goes to breaks, training and leave", "0")
  .option("--json", "print one line of JSON")
  .action((options: WhatIfOptions) => adviseIf(options));

program
  .command("report")
  .description("figures of service quality, each with how many cases it is of; reads beside a running bot")
  .option("--from <date>", "from then on; thirty days before the end when left out")
  .option("--to <date>", "until then; now when left out")
  .option("--channel <name>", "of one channel alone")
  .option("--by <names>", `split by ${SPLITS.join(", ")}; several separated by commas`)
  .addOption(new Option("--format <format>", "how it is written").choices(FORMATS).default("table"))
  .addOption(new Option("--lang <language>", "what it is written in").choices(LANGUAGES))
  .option("--raw", "the log of facts itself, as CSV")
  .action((options: ReportOptions) => printReport(options));

program
  .command("import")
  .description("bring in what was before")
  .command("events")
  .description("orders and courses from CSV or lines of JSON; with the embedded database, stop the bot first")
  .argument("<file>", "a .csv, .jsonl or .json; see docs/running.md for the columns")
  .option("--source <name>", "who tells it, where the file does not say", "import")
  .option("--json", "print one line of JSON")
  .action((file: string, options: ImportOptions) => importEvents(file, options));

const admin = program
  .command("admin")
  .description("accounts of the people who sign in; with the embedded database, stop the bot first");
const EMAIL = ["--email <address>", "whose account"] as const;
const PASSWORD_FROM = "the password is read from standard input, or made up and shown once";

admin
  .command("create")
  .description(`make an account; ${PASSWORD_FROM}`)
  .requiredOption(...EMAIL)
  .option("--name <name>", "as learners and colleagues read it; what stands before the @ when left out")
  .addOption(new Option("--role <role>", "what the account may do").choices(ROLES).default("admin"))
  .action((options: { email: string; name?: string; role: Role }) => createAccount(options));

admin
  .command("password")
  .description(`give an account a new password and sign it out everywhere; ${PASSWORD_FROM}`)
  .requiredOption(...EMAIL)
  .action((options: { email: string }) => changePassword(options));

admin
  .command("disable")
  .description("let an account in no more, and sign it out everywhere")
  .requiredOption(...EMAIL)
  .action((options: { email: string }) => setDisabled(options, true));

admin
  .command("enable")
  .description("let a disabled account in again")
  .requiredOption(...EMAIL)
  .action((options: { email: string }) => setDisabled(options, false));

await run(() => program.parseAsync());
