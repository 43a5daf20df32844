/** Step 6 of the tables, chapter by chapter. It was released: a change is a step of its own. */
import type { Dialect } from "../engine.ts";
import { attendance } from "./attendance.ts";
import { evidence } from "./evidence.ts";
import { faqTables } from "./faq.ts";
import { learning } from "./learning.ts";
import { opinionTables } from "./opinions.ts";
import { qualityTables } from "./quality.ts";
import { queueMore } from "./queue-more.ts";

type Chapter = (dialect: Dialect) => readonly string[];

const CHAPTERS: readonly Chapter[] = [
  learning,
  faqTables,
  opinionTables,
  queueMore,
  evidence,
  attendance,
  qualityTables,
];

export function stepSix(dialect: Dialect): readonly string[] {
  return CHAPTERS.flatMap((chapter) => chapter(dialect));
}
