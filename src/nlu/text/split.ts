/**
 * A message with several questions → its parts. Careful on purpose: a question cut in two is answered twice and wrongly,
 * one left whole is at worst asked back. What does not ask stays with the words around it, and a story stays whole.
 */
import { TEXT_LENGTH_MAX } from "../../core/text.ts";
import { isAsking } from "./asking.ts";
import { isFiller, withoutFillers } from "./fillers.ts";

/** More questions in one message are for a person. */
export const PARTS_MAX = 3;
/** Longer messages are stories; their sentences do not stand alone. */
const STORY_LENGTH_MIN = 600;
const PIECES_MAX = 12;

/** Between two marks of a list or after "another thing", whatever follows is a matter of its own. */
const BREAK = "\u0001";
/** Where it may be another matter, if both sides ask. */
const PAUSE = "\u0002";

const LIST_MARK =
  /(?:^|[\s;；。，,])(?:\(?[1-9１-９][.、)）:：](?!\d)|[①②③④⑤⑥]|[（(][一二三四五][)）]|第[一二三四五](?:个问题)?[,，:：、])\s*/gu;
const ANOTHER =
  /(?:(?:^|[\s,，。.;；!！?？~、])(?:另外|還有就是|还有就是|還有一個問題|还有一个问题|还有个问题|再问一下|再问一个|顺便问一下|顺便问下|顺便问|顺便|順便|(?:by the way|btw|one more (?:thing|question)|another (?:thing|question)|and also|in addition|additionally)(?![\p{L}'’]))|(?:^|[,，。.;；!！?？\n])\s{0,8}(?:also|secondly)(?![\p{L}'’]))[\s,，:：]*/giu;
const PAUSES =
  /[。！？!?；;…\n]+|\.(?=\s|$)|[,，](?=\s*\D)|[,，、\s]*(?:还有|還有|以及|并且|而且)|\s+(?:and|plus)\s+(?=\p{L})/giu;
const ENDS_SENTENCE = /[?？]/;

/**
 * The parts of a message, in order: one to PARTS_MAX texts, without greetings and thanks; one when it asks one thing, asks
 * nothing, tells a story, or asks more than PARTS_MAX things. Empty text gives one empty part. What is beyond
 * TEXT_LENGTH_MAX is not looked at.
 */
export function partsOf(text: string): readonly string[] {
  const whole = withoutFillers(text.slice(0, TEXT_LENGTH_MAX));
  if (whole.length > STORY_LENGTH_MIN) return [whole];
  const matters = cutLists(whole).flatMap(cutSentences);
  const parts = matters.map(withoutFillers).filter((part) => !isFiller(part));
  return parts.length < 2 || parts.length > PARTS_MAX ? [whole] : parts;
}

function cutLists(text: string): readonly string[] {
  const marks = text.match(LIST_MARK)?.length ?? 0;
  const listed = marks > 1 ? text.replace(LIST_MARK, BREAK) : text;
  const pieces = listed
    .replace(ANOTHER, (words, at: number) => (at === 0 ? "" : `${ENDS_SENTENCE.exec(words)?.[0] ?? ""}${BREAK}`))
    .split(BREAK);
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

/** Cuts where both sides ask; words that do not ask go with those after them, the last ones with those before. */
function cutSentences(text: string): readonly string[] {
  const pieces = text.replace(PAUSES, (mark) => `${mark}${PAUSE}`).split(PAUSE);
  if (pieces.length > PIECES_MAX) return [text];
  const matters: string[] = [];
  let story = "";
  for (const piece of pieces) {
    story += piece;
    if (!isAsking(bareOf(piece))) continue;
    matters.push(story);
    story = "";
  }
  const last = matters.pop();
  const ended = last === undefined ? story : last + story;
  return [...matters, ended].map(bareOf).filter((matter) => matter !== "");
}

/** Without the words and commas that only joined it to others. */
function bareOf(piece: string): string {
  return piece
    .trim()
    .replace(/^(?:还有|還有|以及|并且|而且|and |plus )/i, "")
    .replace(/(?:[,，、]|还有|還有|以及|并且|而且|(?<=\s)(?:and|plus))+$/i, "")
    .trim();
}
