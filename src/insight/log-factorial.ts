/** ln x! for any x > −1, whole or not. */

/** From here Stirling's series is good to 14 digits; below, the recurrence x! = (x + 1)! ÷ (x + 1) leads up to it. */
const STIRLING_MIN = 16;

/** Source: the series of ln Γ, Abramowitz and Stegun 6.1.41. */
export function logFactorial(x: number): number {
  let shift = 0;
  let at = x;
  while (at < STIRLING_MIN) {
    at += 1;
    shift += Math.log(at);
  }
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / at;
  return at * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI * at) + series - shift;
}
