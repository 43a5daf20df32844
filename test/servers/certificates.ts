/**
 * Certificates for one test file: an authority of its own and what it signs for a server, made by the system's openssl in a
 * folder that goes with them. They are good for a day and worth nothing outside the test.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];

/** Paths of PEM files. */
export type Certificate = { readonly certFile: string; readonly keyFile: string };

export type Authority = {
  /** What a client must trust: the way an administrator would name it in NODE_EXTRA_CA_CERTS. */
  readonly certFile: string;
  /** `names` as openssl writes them: `DNS:localhost,IP:127.0.0.1`. */
  certify(names: string): Promise<Certificate>;
  /** Removes everything it made. */
  remove(): Promise<void>;
};

export async function makeAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-certificates-"));
  const openssl = (...words: readonly string[]) => promisify(execFile)("openssl", [...words], { cwd: folder });
  await openssl("req", "-x509", ...KEY, "-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.crt");
  let certificates = 0;
  return {
    certFile: join(folder, "ca.crt"),
    async certify(names) {
      certificates += 1;
      const [keyFile, certFile] = [join(folder, `${certificates}.key`), join(folder, `${certificates}.crt`)];
      const by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:false"];
      const whom = ["-subj", "/CN=Test server", "-addext", `subjectAltName=${names}`];
      await openssl("req", "-x509", ...KEY, ...by, ...whom, "-keyout", keyFile, "-out", certFile);
      return { certFile, keyFile };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
