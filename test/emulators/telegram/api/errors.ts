// How the fake Bot API refuses a call: the code and description a bot sees in the answer.

/** Extra fields of a refusal, as the Bot API's ResponseParameters. `retry_after` is seconds. */
export type ResponseParameters = { readonly retry_after?: number; readonly migrate_to_chat_id?: number };

/** A refused call. */
export class ApiError extends Error {
  readonly code: number;
  readonly description: string;
  readonly parameters: ResponseParameters | undefined;

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description);
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

/** 400, with the prefix the real server puts before every such description. */
export function bad(description: string, parameters?: ResponseParameters): ApiError {
  return new ApiError(
    400,
    description.startsWith("Bad Request") ? description : `Bad Request: ${description}`,
    parameters,
  );
}

/** 403: blocked, kicked, or not allowed to write first. */
export function forbidden(description: string): ApiError {
  return new ApiError(403, `Forbidden: ${description}`);
}
