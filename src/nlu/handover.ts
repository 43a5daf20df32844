/**
 * How a model changes threads. Its typed arrays must not be copied by the thread that answers learners, nor make it clear up: V8
 * counts memory that is handed over as garbage to come, and 20 MB of it brought on a full collection of 4 to 9 ms with nearly every
 * edit. Memory that threads share it does not count. Lists of strings are copied: they are short.
 */

type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array;

/** The same value with every typed array in it copied into shared memory: posting it costs nothing on either side. */
export function inSharedMemory<Value>(value: Value): Value;
export function inSharedMemory(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return isNumbers(value) ? shared(value) : value;
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inSharedMemory(inner)]));
}

/** The memory of every typed array in a value, each once: what there is to hand over. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const inner of Object.values(value)) buffersIn(inner, found);
  }
  return [...found];
}

function isNumbers(view: ArrayBufferView): view is Numbers {
  return !(view instanceof DataView);
}

function shared(numbers: Numbers): Numbers {
  const memory = new SharedArrayBuffer(numbers.byteLength);
  new Uint8Array(memory).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  return over(memory, numbers);
}

/** The same sort of array over other memory. */
function over(memory: SharedArrayBuffer, numbers: Numbers): Numbers {
  switch (numbers.constructor) {
    case Float32Array:
      return new Float32Array(memory);
    case Float64Array:
      return new Float64Array(memory);
    case Int32Array:
      return new Int32Array(memory);
    case Uint32Array:
      return new Uint32Array(memory);
    default:
      return new Uint16Array(memory);
  }
}

/** Models in shared memory that nobody has cleared up yet, by something all who use one hold on to. */
export type Shared = { readonly holder: WeakRef<object>; readonly bytes: number };

/**
 * Shared memory is only freed by a collection that something else brings on. So many bytes of it may lie about, used or not; then
 * the next model is handed over and counted, as long as it takes.
 */
const SHARED_BYTES_MAX = 128 * 2 ** 20;

/** Those of them that are still there; and whether there may be one more. */
export function stillThere(all: readonly Shared[]): { readonly left: readonly Shared[]; readonly mayShare: boolean } {
  const left = all.filter(({ holder }) => holder.deref() !== undefined);
  return { left, mayShare: left.reduce((sum, { bytes }) => sum + bytes, 0) <= SHARED_BYTES_MAX };
}
