/**
 * Whether words ask for something, a question or a request, in Chinese or English. Only a hint for cutting a message:
 * what it asks is for the matcher to say. "I paid yesterday" asks nothing, so it belongs to the words around it.
 */
import { fold } from "./fold.ts";

const CHINESE =
  /吗|呢|怎么|怎样|如何|什么|啥|哪|多少|几(?:个|天|次|点|号|节|时|台|种|门)|多久|多长|多大|为何|能不能|能否|可不可以|可否|行不行|是否|是不是|有没有|要不要|我要|我想|想要|想问|帮我|帮忙|需要|麻烦|给我|求助|告诉我|能.{1,12}(?:吗|么)|么$/u;
const ENGLISH =
  /^(?:(?:so|but|and|then|also|or)[ ,]+)?(?:how|what|whats|when|where|wheres|why|who|which|whose|can|could|do|does|did|is|are|was|will|would|should|may|am|have|has|please|any)\b|\b(?:how (?:do|can|to|long|much|many|does|is|are|would|should)|what (?:is|are|if|about|do|does)|where (?:is|are|do|can)|when (?:is|will|do|does|can)|can (?:i|you|we)|could (?:i|you|we)|is (?:it|there)|are there|do (?:i|you|we)|i (?:want|need|would like|wish)|id like|i wanna|help me|tell me|send me|give me|let me know|please)\b/u;
const QUESTION_MARK = /\?\s*$/;

/** Costs microseconds; the text should be a sentence or a few. */
export function isAsking(text: string): boolean {
  const folded = fold(text).replace(/['’]/g, "").trim();
  return QUESTION_MARK.test(folded) || CHINESE.test(folded) || ENGLISH.test(folded);
}
