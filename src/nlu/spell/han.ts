/**
 * Chinese typed by ear → the characters that were meant: the path through what sounds alike that the pack's own examples
 * make likeliest. A character is only looked at when the pack has never seen it beside its neighbour.
 */
import { blurOf, soundsOf } from "./pinyin.ts";
import { alikeTo, countOfPair, type Wordlist } from "./wordlist.ts";

/** A place of a message: a character as typed, or a syllable in its stead. */
export type Place =
  | { readonly kind: "character"; readonly unit: number }
  | { readonly kind: "syllable"; readonly syllable: number };

/** Places tried in a message, and looked at: where more are strange, it is not misspelled but about something else. */
const TRIED_MAX = 16;
const PLACES_MAX = 256;
/** Characters tried at one place besides the typed one. */
const CHOICES_MAX = 10;
/** Two characters in a row the pack knows; more for those it has often. */
const PAIR_WEIGHT = 1;
const OFTEN_WEIGHT = 0.15;
/** A change must mend more than this; measured on SMP2017 with one homophone a message. */
const SAME_SOUND_COST = 1;
const LIKE_SOUND_COST = 1.2;
/** A pinyin that is typed sloppily as well. */
const SLOPPY_COST = 0.3;

type Choice = { readonly unit: number; readonly weight: number };
type Step = { readonly unit: number; readonly weight: number; readonly before: Step | null };

/** The characters at the places, where one was found; `typed` where the pack says nothing better; null for no change. */
export function hear(wordlist: Wordlist, places: readonly Place[]): readonly (number | null)[] | null {
  if (places.length > PLACES_MAX || places.length < 2) return null;
  const isTried = places.map((_, at) => !isSettled(wordlist, places, at));
  const triedCount = isTried.filter(Boolean).length;
  if (triedCount === 0 || triedCount > TRIED_MAX) return null;
  let steps: readonly Step[] = [];
  places.forEach((place, at) => {
    const choices = isTried[at] ? choicesFor(wordlist, place) : [asTyped(place)];
    steps = choices.map((choice) => stepTo(wordlist, steps, choice));
  });
  const path: (number | null)[] = [];
  for (let step = likeliest(steps); step !== null; step = step.before) path.push(step.unit === 0 ? null : step.unit);
  return path.reverse();
}

/** True when both neighbours of a character are what the pack would lead one to expect. */
function isSettled(wordlist: Wordlist, places: readonly Place[], at: number): boolean {
  const here = places[at];
  if (here?.kind !== "character") return false;
  const before = places[at - 1];
  const after = places[at + 1];
  const knows = (one: Place, other: Place) =>
    one.kind === "character" && other.kind === "character" && countOfPair(wordlist, one.unit, other.unit) > 0;
  return (before === undefined || knows(before, here)) && (after === undefined || knows(here, after));
}

function asTyped(place: Place): Choice {
  return { unit: place.kind === "character" ? place.unit : 0, weight: 0 };
}

function choicesFor(wordlist: Wordlist, place: Place): readonly Choice[] {
  const sounds = place.kind === "character" ? soundsOf(place.unit) : [place.syllable];
  const [sameCost, likeCost] = place.kind === "character" ? [SAME_SOUND_COST, LIKE_SOUND_COST] : [0, SLOPPY_COST];
  const alike = new Set(sounds.flatMap((sound) => [...alikeTo(wordlist, blurOf(sound))]));
  const typed = asTyped(place);
  alike.delete(typed.unit);
  const isSame = (unit: number) => soundsOf(unit).some((sound) => sounds.includes(sound));
  const same = [...alike].filter(isSame).map((unit) => ({ unit, weight: -sameCost }));
  const like = [...alike].filter((unit) => !isSame(unit)).map((unit) => ({ unit, weight: -likeCost }));
  return [typed, ...[...same, ...like].slice(0, CHOICES_MAX)];
}

function stepTo(wordlist: Wordlist, steps: readonly Step[], choice: Choice): Step {
  let best: Step | null = null;
  let bestWeight = Number.NEGATIVE_INFINITY;
  for (const step of steps) {
    const count = countOfPair(wordlist, step.unit, choice.unit);
    const weight = step.weight + (count > 0 ? PAIR_WEIGHT + OFTEN_WEIGHT * Math.log(count) : 0);
    if (weight <= bestWeight) continue;
    best = step;
    bestWeight = weight;
  }
  return { unit: choice.unit, weight: choice.weight + (best === null ? 0 : bestWeight), before: best };
}

function likeliest(steps: readonly Step[]): Step | null {
  return steps.reduce<Step | null>((best, step) => (best !== null && best.weight >= step.weight ? best : step), null);
}
