// A client of the fake Discord in its barest form: HTTP calls and one gateway connection, without a library in between.
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { Wire } from "./common/wire.ts";
import { type DiscordServer, startDiscord } from "./discord/server.ts";
import type { DiscordOptions } from "./discord/world.ts";

/** A fake Discord with a guild, a channel and a learner in it; it stops with the test. */
export async function aDiscord(options: Partial<DiscordOptions> = {}) {
  const dc = await startDiscord(options);
  onTestFinished(() => dc.stop());
  const guild = dc.guild({ name: "Support" });
  const channel = guild.channel({ name: "help" });
  const alice = dc.user({ username: "alice" });
  guild.addMember(alice);
  return { dc, guild, channel, alice, rest: restOf(dc) };
}

/** What a REST call was answered. */
export type Answered = { readonly status: number; readonly body: Wire };

/** Calls the REST API as the bot. `what` is like "POST /channels/1/messages". Rejects when the connection breaks. */
export type Rest = (what: string, body?: Wire, headers?: Record<string, string>) => Promise<Answered>;

function restOf(dc: DiscordServer): Rest {
  return async (what, body, headers = {}) => {
    const [method = "GET", path = "/"] = what.split(" ");
    const answer = await fetch(`${dc.restApi}/v10${path}`, {
      method,
      headers: {
        authorization: `Bot ${dc.token}`,
        "user-agent": "DiscordBot (https://aftercare.example, 1)",
        "content-type": "application/json",
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  };
}

/** One gateway connection: what came, how it ended, and the means to send. */
export type GatewayClient = {
  readonly events: Wire[];
  readonly closedWith: () => number | undefined;
  readonly send: (op: number, d: Wire) => void;
};

/** Connects to the gateway and waits for its hello. */
export async function connect(dc: DiscordServer): Promise<GatewayClient> {
  const ws = new WebSocket(`${dc.gatewayUrl}?v=10&encoding=json`);
  const events: Wire[] = [];
  let code: number | undefined;
  ws.on("message", (text) => events.push(JSON.parse(text.toString())));
  ws.on("close", (given) => {
    code = given;
  });
  ws.on("error", () => {}); // told by "close"
  onTestFinished(() => ws.terminate());
  await dc.until(() => events.some((e) => e.op === 10), { describe: "hello of the gateway" });
  return { events, closedWith: () => code, send: (op, d) => ws.send(JSON.stringify({ op, d })) };
}

/** Connects and identifies with the intents given. */
export async function identify(dc: DiscordServer, intents: number): Promise<GatewayClient> {
  const client = await connect(dc);
  client.send(2, { token: dc.token, intents, properties: { os: "linux", browser: "test", device: "test" } });
  return client;
}
