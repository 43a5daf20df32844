/**
 * How often one address may try to sign in: ten times at once, then once in six seconds. Kept in memory, bounded: an address
 * that was forgotten begins anew, and the count of each account holds all the same.
 */
import { isIP } from "node:net";
import { networkOf, plainAddress } from "../../core/address.ts";
import type { Millis } from "../../core/model.ts";
import type { Now } from "../../core/ports.ts";

const TRIES_MAX = 10;
const TRY_AGAIN_MS = 6000;
const PEERS_MAX = 10_000;

export type Peers = {
  /** Counts a try and returns 0, or how many milliseconds it is too early for one. */
  take(peer: string): Millis;
  /** A try that turned out to be right costs nothing. */
  giveBack(peer: string): void;
};

export function makePeers(now: Now): Peers {
  // The one that tried last stands last.
  const peers = new Map<string, { readonly tries: number; readonly at: Millis }>();
  const triesOf = (peer: string, at: Millis): number => {
    const known = peers.get(peer);
    return known === undefined ? TRIES_MAX : Math.min(TRIES_MAX, known.tries + (at - known.at) / TRY_AGAIN_MS);
  };
  const keep = (peer: string, tries: number, at: Millis): void => {
    peers.delete(peer);
    peers.set(peer, { tries, at });
    const [oldest] = peers.keys();
    if (peers.size > PEERS_MAX && oldest !== undefined) peers.delete(oldest);
  };
  return {
    take(peer) {
      const at = now();
      const tries = triesOf(peer, at);
      if (tries < 1) return Math.ceil((1 - tries) * TRY_AGAIN_MS);
      keep(peer, tries - 1, at);
      return 0;
    },
    giveBack(peer) {
      const at = now();
      keep(peer, Math.min(TRIES_MAX, triesOf(peer, at) + 1), at);
    },
  };
}

const NEARBY = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i;

/**
 * Whose tries are counted together. Behind a proxy (PUBLIC_URL is set, the connection comes from nearby) it is the address the
 * proxy added last: all before it the caller may have made up. Of IPv6 the network is counted, a house has all of its addresses.
 */
export function peerOf(connection: string | null, forwardedFor: string | null, isBehindProxy: boolean): string {
  const near = plainAddress(connection ?? "");
  const far = plainAddress(forwardedFor?.split(",").at(-1)?.trim() ?? "");
  const peer = isBehindProxy && NEARBY.test(near) && isIP(far) !== 0 ? far : near;
  return isIP(peer) === 6 ? networkOf(peer) : peer;
}
