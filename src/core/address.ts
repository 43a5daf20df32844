/** Addresses of the net as limits count them. Nothing here may be thrown at by a made-up address: it stays a short text. */

/** Whoever has one IPv6 address has 2^64 of them: the first 64 bits count as one. IPv4 stays, also when it came over IPv6. */
export function networkOf(address: string): string {
  const bare = plainAddress(address).toLowerCase().replace(/%.*$/, "");
  if (!bare.includes(":")) return bare;
  const [head = "", tail] = bare.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const zeros = Array.from({ length: missing }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

/** An IPv4 address as it is, also when it came over an IPv6 socket. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}
