/**
 * What stands between Telegram and the replicas: passes each request to the next replica that takes a connection, and answers
 * 502 when one dies with a request in its hands, so that the network delivers the update again.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

export type Balancer = {
  readonly url: string;
  /** The port of the replica that was asked last. */
  lastPort(): number;
  close(): Promise<void>;
};

export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  let next = 0;
  const server = createServer(async (req, res) => {
    const body = await bodyOf(req);
    for (let tried = 0; tried < ports.length; tried += 1) {
      next = (next + 1) % ports.length;
      if (await isPassedOn({ req, res, body }, ports[next] ?? 0)) return;
    }
    res.writeHead(502).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    lastPort: () => ports[next] ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Exchange = { readonly req: IncomingMessage; readonly res: ServerResponse; readonly body: Buffer };

/** False when the replica took no connection, so that another may be asked. */
function isPassedOn({ req, res, body }: Exchange, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { ...req.headers, host: `127.0.0.1:${port}` };
    const passed = request({ host: "127.0.0.1", port, method: req.method, path: req.url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, { "content-type": answer.headers["content-type"] ?? "text/plain" });
      answer.pipe(res);
      answer.once("error", () => res.destroy());
      answer.once("end", () => resolve(true));
    });
    passed.once("error", (error) => {
      if ("code" in error && error.code === "ECONNREFUSED") return resolve(false);
      if (!res.headersSent) res.writeHead(502);
      res.end();
      resolve(true);
    });
    passed.end(body);
  });
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}
