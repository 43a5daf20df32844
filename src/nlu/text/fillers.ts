/**
 * The words people put around a question: greetings before it, thanks after it. They say nothing about what is asked and
 * would lead a reader to the small talk of a pack. A message of nothing else is left whole: then the greeting is meant.
 */

// "hi" must not be cut out of "history", nor "老师" out of "老师什么时候回复": words that may belong to the question need a
// mark behind them.
const LEADS =
  /^(?:你们好|你好|您好|妳好|哈喽|哈囉|嗨|嘿|早上好|下午好|晚上好|大家好|老师好|在吗|在嗎|在不在|有人吗|有人嗎|请问一下|请问|請問|想问一下|想问下|想问|想問|问一下|问下|打扰一下|打扰了|麻烦问一下|(?:老师|客服|亲|那个|额|嗯|呃)(?=[\s,，.。!！~、:：])|(?:hi there|hi|hello there|hello|hey there|hey|good (?:morning|afternoon|evening|day)|excuse me|pardon me|sorry to bother(?: you)?|quick question|just (?:wondering|curious)|dear (?:team|support|sir|madam|all)|greetings|ok|okay|um+|uh+|so)(?![\p{L}\p{N}'’]))[啊呀哈呢哦噢喔]?[\s,，.。!！~～、:：?？…-]*/iu;
const TAILS =
  /[\s,，.。!！~～、…-]*(?:谢谢你们|谢谢您|谢谢你|谢谢啦|谢谢了|谢谢|謝謝|多谢|感谢|辛苦了|麻烦了|拜托了|(?<![\p{L}\p{N}])(?:thanks in advance|thank you in advance|thanks (?:a lot|so much)|thank you (?:very|so) much|many thanks|thanks|thank you|thx|tia|cheers|please))[\s,，.。!！~～、…]*$/iu;
const PLEASE = /^[^\p{L}\p{N}]*please[^\p{L}\p{N}]*$/iu;
const WORD = /[\p{L}\p{N}]/u;
/** Nobody greets and thanks more often in one breath. */
const FILLERS_MAX = 6;

/** Looking for thanks costs the square of what is looked at; nobody needs more room for them. */
const TAIL_LENGTH_MAX = 80;

/** The text without greetings in front and thanks behind; the text itself, trimmed, when nothing else would be left. */
export function withoutFillers(text: string): string {
  const trimmed = text.trim();
  let bare = trimmed;
  for (let count = 0; count < FILLERS_MAX; count += 1) {
    const shorter = withoutOne(bare);
    if (shorter === bare) break;
    if (!WORD.test(shorter)) return trimmed;
    bare = shorter;
  }
  return bare;
}

/** A call for help in front of what is asked; without a mark behind it, it belongs to the question. */
const CALLS =
  /^(?:please help(?: me)?|help(?: me)? please|help|can (?:any|some)(?:one|body) help(?: me)?(?: please)?|please|求助|求帮忙|帮帮忙|麻烦帮忙看[下看]|急)[\s~～]*[,，.。!！?？:：…-]+\s*/iu;

/** The same without a call for help as well: what a question is about, for whoever lays questions beside each other. */
export function gistOf(text: string): string {
  const bare = withoutFillers(text);
  const gist = withoutFillers(bare.replace(CALLS, ""));
  return WORD.test(gist) ? gist : bare;
}

/**
 * The text without them, as it may be read once more; null when it has none. A "please" alone is none: people say it with
 * everything, so a pack that knows it is not led anywhere by it.
 */
export function bareOf(text: string): string | null {
  const trimmed = text.trim();
  const bare = withoutFillers(trimmed);
  const isPleaseOnly = trimmed.startsWith(bare) && PLEASE.test(trimmed.slice(bare.length));
  return bare === trimmed || isPleaseOnly ? null : bare;
}

/** True for a text of nothing but greetings and thanks. */
export function isFiller(text: string): boolean {
  let rest = text.trim();
  for (let count = 0; count < FILLERS_MAX && WORD.test(rest); count += 1) rest = withoutOne(rest);
  return !WORD.test(rest);
}

function withoutOne(text: string): string {
  const rest = text.replace(LEADS, "");
  const tailAt = Math.max(0, rest.length - TAIL_LENGTH_MAX);
  return rest.slice(0, tailAt) + rest.slice(tailAt).replace(TAILS, "");
}
