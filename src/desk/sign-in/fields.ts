/**
 * What a form or a program sends to sign in with: texts by name. An object where a text is expected, a field that is missing,
 * any other content type: nothing of that gets past here.
 */
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { isJsonType, readBody } from "../body.ts";
import { explainMisfit, refuse } from "../problem.ts";

/** `isForm`: a page of ours waits for a page. */
export type Given<Fields> = { readonly isForm: boolean; readonly fields: Fields };

/** The fields, or the refusal to answer with. */
export async function readFields<Fields>(
  context: Context,
  schema: z.ZodType<Fields>,
): Promise<Given<Fields> | Response> {
  const contentType = context.req.header("content-type") ?? "";
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
  if (!isForm && !isJsonType(contentType)) return refuse(context, 415, { detail: "Send a form or JSON." });
  const text = await readBody(context.req.raw.body);
  if (text === "too_large") return refuse(context, 413);
  const value = text === null ? null : isForm ? Object.fromEntries(new URLSearchParams(text.text)) : parse(text.text);
  if (value === null) return refuse(context, 400, { detail: "The body cannot be read." });
  const read = schema.safeParse(value);
  if (read.success) return { isForm, fields: read.data };
  return explainMisfit({ target: "json", success: false, error: read.error }, context);
}

/** Null for what is no JSON; JSON's own null is no object of fields either. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
