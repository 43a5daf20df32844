/**
 * The `aftercare` command: names and options of everything it can do. What a command does lives in the file of its
 * name; this one only reads the command line.
 */
import { Command, Option } from "commander";
import { LANGUAGES } from "../core/model.ts";
import { ask } from "./ask.ts";
import { run } from "./exit.ts";
import { checkIntents } from "./intents-check.ts";
import { evalIntents } from "./intents-eval.ts";

const program = new Command("aftercare").description("Support bot for people who sell knowledge.");

const intents = program.command("intents").description("look after the FAQ packs");

intents
  .command("check")
  .description("read a pack, say what is wrong with it, and how well it understands its own examples")
  .argument("[dir]", "the pack's folder, or several separated by commas; INTENTS_DIR when left out")
  .action((dir: string | undefined) => checkIntents(dir));

intents
  .command("eval")
  .description("train on labelled rows, test on others, print the figures")
  .requiredOption("--train <file>", 'JSONL rows {"text", "intent"}: file.jsonl or file.jsonl:split,split')
  .requiredOption("--test <file>", 'the same; the intent "oos" means out of scope')
  .option("--json", "print one line of JSON")
  .option("--out <file>", "write one JSONL row for each test row")
  .action((options: { train: string; test: string; json?: true; out?: string }) => evalIntents(options));

program
  .command("ask")
  .description("say what the bot would do with a message")
  .argument("<text>", "what a learner might write")
  .addOption(new Option("--lang <language>", "the language to answer in").choices(LANGUAGES))
  .option("--json", "print one line of JSON")
  .action((text: string, options: { lang?: string; json?: true }) => ask(text, options));

await run(() => program.parseAsync());
