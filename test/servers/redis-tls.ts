/** A Redis that speaks TLS on a port of its own; `port` and `url` stay without, so that a test can look at it from the side. */
import type { Certificate } from "./certificates.ts";
import { freePort, type RedisServer, startRedis } from "./redis.ts";

export type TlsRedis = RedisServer & { readonly tlsPort: number };

/** It asks its clients for no certificate. */
export async function startTlsRedis({ certFile, keyFile }: Certificate): Promise<TlsRedis> {
  const tlsPort = await freePort();
  const files = ["--tls-cert-file", certFile, "--tls-key-file", keyFile];
  const redis = await startRedis(["--tls-port", String(tlsPort), "--tls-auth-clients", "no", ...files]);
  return { ...redis, tlsPort };
}
