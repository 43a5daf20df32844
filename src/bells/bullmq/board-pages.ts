/**
 * Bull Board's page and its reading routes as one function from request to response. Its own adapters bring a web framework
 * and a template engine each; it needs neither to be read.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from "@bull-board/api/typings/app";
import type { Queue } from "bullmq";

export type BoardPages = {
  /** The folder of the files the page asks for below `static/`. */
  readonly staticPath: string;
  /** The page or a route's answer for a path below the board's own; null when it knows none. Errors: whatever Redis did. */
  answer(url: URL): Promise<Response | null>;
};

type Collected = {
  queues: BullBoardQueues;
  entry: AppViewRoute | null;
  routes: AppControllerRoute[];
  config: UIConfig;
};

/** `basePath` is where the board is mounted, without a slash at its end. Errors: rejects when its page is not installed. */
export async function boardPages(queues: readonly Queue[], basePath: string): Promise<BoardPages> {
  const collected: Collected = { queues: new Map(), entry: null, routes: [], config: {} };
  const uiBasePath = uiFolder();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: collector(collected),
    options: { uiBasePath, uiConfig: { boardTitle: "Aftercare", hideRedisDetails: true } },
  });
  const template = await readFile(join(uiBasePath, "dist/index.ejs"), "utf8");
  const page = fill(template, collected.entry?.handler({ basePath, uiConfig: collected.config }).params ?? {});
  const pagePatterns = patternsOf(collected.entry?.route ?? []);
  const routes = collected.routes.filter(({ method }) => [method].flat().includes("get"));
  return {
    staticPath: join(uiBasePath, "dist/static"),
    async answer(url) {
      const path = url.pathname.slice(basePath.length) || "/";
      for (const route of routes) {
        const params = matched(path, patternsOf(route.route));
        if (params) return await answerOf(route, { params, url, collected });
      }
      if (!matched(path, pagePatterns)) return null;
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    },
  };
}

/** The page's files belong to a package that only @bull-board/api depends on: it is found from there. */
function uiFolder(): string {
  const fromApi = createRequire(createRequire(import.meta.url).resolve("@bull-board/api"));
  return dirname(fromApi.resolve("@bull-board/ui/package.json"));
}

/** Takes down what the board offers. Where its files are we know, and what went wrong we tell in our own words. */
function collector(into: Collected): IServerAdapter {
  const adapter: IServerAdapter = {
    setQueues(queues) {
      into.queues = queues;
      return adapter;
    },
    setEntryRoute(route) {
      into.entry = route;
      return adapter;
    },
    setApiRoutes(routes) {
      into.routes = routes;
      return adapter;
    },
    setUIConfig(config) {
      into.config = config;
      return adapter;
    },
    setViewsPath: () => adapter,
    setStaticPath: () => adapter,
    setErrorHandler: () => adapter,
  };
  return adapter;
}

type Asked = { readonly params: Record<string, string>; readonly url: URL; readonly collected: Collected };

async function answerOf(route: AppControllerRoute, { params, url, collected }: Asked): Promise<Response> {
  const { queues, config: uiConfig } = collected;
  const query = Object.fromEntries(url.searchParams);
  const { status = 200, body } = await route.handler({ queues, uiConfig, query, params, body: {}, headers: {} });
  return Response.json(body, { status });
}

/** `/queue/:queueName` → a pattern with a group of that name; a name is one segment of the path. */
function patternsOf(routes: string | readonly string[]): readonly RegExp[] {
  return [routes].flat().map((route) => new RegExp(`^${route.replace(/:(\w+)/g, "(?<$1>[^/]+)")}/?$`));
}

function matched(path: string, patterns: readonly RegExp[]): Record<string, string> | null {
  const match = patterns.map((pattern) => pattern.exec(path)).find((found) => found !== null);
  if (!match) return null;
  const named = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)] as const);
  return Object.fromEntries(named);
}

/** What is no valid %XX stays as it is: then no queue and no job has that name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The template only names values: `<%= title %>`, and `<%- uiConfig %>`, which is JSON that has no < left. */
function fill(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/<%([=-])\s*(\w+)\s*%>/g, (_, kind: string, name: string) => {
    const text = String(values[name] ?? "");
    return kind === "-" ? text : text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  });
}
