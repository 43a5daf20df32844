/**
 * The best of many numbers, without sorting them all. Of equal ones the earlier comes first: the same numbers give the
 * same choice on every machine.
 */

/** The places of the `count` highest values above `floor`, falling. */
export function highest(values: Float32Array, count: number, floor: number): Int32Array {
  const places = new Int32Array(count);
  const best = new Float32Array(count).fill(floor);
  let found = 0;
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    if (value <= (best[count - 1] ?? floor)) continue;
    let at = Math.min(found, count - 1);
    while (at > 0 && (best[at - 1] ?? floor) < value) {
      best[at] = best[at - 1] ?? floor;
      places[at] = places[at - 1] ?? 0;
      at -= 1;
    }
    best[at] = value;
    places[at] = place;
    found = Math.min(count, found + 1);
  }
  return places.subarray(0, found);
}
