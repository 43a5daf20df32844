// How the fake Discord refuses a REST call: status, Discord's own code, message.

/** What is wrong with one place of a request body. `path` is like /components/0/label. */
export type FormProblem = { readonly path: string; readonly message: string; readonly code?: string | undefined };

/** A refused call. */
export class DiscordError extends Error {
  readonly status: number;
  readonly code: number;
  readonly #extra: object;

  constructor(status: number, code: number, ...[message, extra = {}]: [message: string, extra?: object]) {
    super(message);
    this.status = status;
    this.code = code;
    this.#extra = extra;
  }

  body(): object {
    return { message: this.message, code: this.code, ...this.#extra };
  }
}

export const notFound = (what: string, code: number): DiscordError => new DiscordError(404, code, `Unknown ${what}`);
export const missingPermissions = (): DiscordError => new DiscordError(403, 50013, "Missing Permissions");
export const missingAccess = (): DiscordError => new DiscordError(403, 50001, "Missing Access");
export const threadArchived = (): DiscordError => new DiscordError(400, 50083, "Thread is archived");

type ErrorTree = { _errors?: { code: string; message: string }[]; [key: string]: unknown };

const isTree = (value: unknown): value is ErrorTree => typeof value === "object" && value !== null;

function branch(tree: ErrorTree, key: string): ErrorTree {
  const found = tree[key];
  if (isTree(found)) return found;
  const made: ErrorTree = {};
  tree[key] = made;
  return made;
}

/** "Invalid Form Body" with the nested errors object Discord sends. */
export function invalidForm(problems: readonly FormProblem[]): DiscordError {
  const errors: ErrorTree = {};
  for (const { path, message, code = "BASE_TYPE_INVALID" } of problems) {
    const leaf = path.split("/").filter(Boolean).reduce(branch, errors);
    leaf._errors = [...(leaf._errors ?? []), { code, message }];
  }
  return new DiscordError(400, 50035, "Invalid Form Body", { errors });
}
