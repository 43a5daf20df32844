// Rules of message bodies that the OpenAPI document does not state: layout of components, sizes of embeds, files.
// The one thing not to break: all problems of a body are named at once, as Discord does.
import type { Files } from "../../common/http.ts";
import { defined, type Wire } from "../../common/wire.ts";
import type { Channel } from "../channel.ts";
import { type Attachment, COMPONENTS_V2, type DiscordMessage } from "../types.ts";
import type { DiscordWorld } from "../world.ts";
import { DiscordError, type FormProblem, invalidForm } from "./errors.ts";

/** A body about to become a message, or to change one. */
export type Body = {
  readonly where: string;
  readonly body: Wire;
  readonly files: Files | undefined;
  readonly channel: Channel;
  readonly editing?: DiscordMessage;
};

type Report = (path: string, message: string, code?: string) => void;

const CONTENT_MAX = 2000;
const ROWS_MAX = 5;
const COMPONENTS_MAX = 40;
const EMBED_CHARACTERS_MAX = 6000;
const FILE_BYTES_MAX = 10 * 1024 * 1024;
const LINK = 5;
const PREMIUM = 6;
const INNER = ["components", "component", "accessory", "items"];
const SELECTS = [3, 5, 6, 7, 8];

/** Calls `visit` for every component of a body, outer ones first. */
function walk(part: Wire, path: string, visit: (component: Wire, path: string) => void): void {
  if (Array.isArray(part)) {
    for (const [i, inner] of part.entries()) walk(inner, `${path}/${i}`, visit);
    return;
  }
  if (!part || typeof part !== "object") return;
  visit(part, path);
  for (const key of INNER) if (part[key]) walk(part[key], `${path}/${key}`, visit);
}

function checkButton(button: Wire, path: string, report: Report): void {
  const { style, url, custom_id, sku_id, label, emoji } = button;
  const code = "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED";
  if (style === LINK && (!url || custom_id)) report(path, "A link button has a url and no custom_id.", code);
  else if (style === PREMIUM && !sku_id) report(path, "A premium button has a sku_id.", code);
  else if (style !== LINK && style !== PREMIUM && (!custom_id || url)) {
    report(path, "A custom id is required (and no url).", code);
  }
  if (!label && !emoji && style !== PREMIUM)
    report(path, "A label or an emoji is required.", "BUTTON_COMPONENT_INVALID");
}

function checkComponent(part: Wire, path: string, report: Report): void {
  const inner: Wire[] = part.components ?? [];
  if (part.type === 1 && inner.length > 1 && inner.some((c) => c.type !== 2)) {
    report(`${path}/components`, "A select menu takes a whole row.", "COMPONENT_LAYOUT_WIDTH_EXCEEDED");
  }
  if (part.type === 2) checkButton(part, path, report);
  const values = part.type === 3 ? (part.options ?? []).map((o: Wire) => o.value) : [];
  if (new Set(values).size === values.length) return;
  const code = "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED";
  report(`${path}/options`, "The specified option value is already used", code);
}

function checkComponents(rows: Wire[], isV2: boolean, report: Report): void {
  const path = "/components";
  const isOldRow = (row: Wire): boolean => isV2 || row.type === 1;
  if (!isV2 && rows.length > ROWS_MAX) report(path, "Must be between 1 and 5 in length.", "BASE_TYPE_BAD_LENGTH");
  for (const [i, row] of rows.entries()) {
    const message = "Only action rows, unless IS_COMPONENTS_V2 is set.";
    if (!isOldRow(row)) report(`${path}/${i}/type`, message, "UNION_TYPE_CHOICES");
  }
  const ids = new Set<string>();
  let total = 0;
  walk(rows, path, (part, at) => {
    if (typeof part.type === "number") total++;
    checkComponent(part, at, report);
    if (!part.custom_id) return;
    const message = "Component custom id cannot be duplicated";
    if (ids.has(part.custom_id)) report(`${at}/custom_id`, message, "COMPONENT_CUSTOM_ID_DUPLICATED");
    ids.add(part.custom_id);
  });
  if (!isV2 || total <= COMPONENTS_MAX) return;
  report(path, "The total number of components cannot exceed 40", "COMPONENT_MAX_TOTAL_COMPONENTS");
}

const EMBED_PARTS = ["title", "description", "image", "thumbnail", "author", "footer", "url"];

function checkEmbeds(embeds: readonly Wire[], report: Report): void {
  const textsOf = ({ title, description, footer, author, fields = [] }: Wire): (string | undefined)[] => {
    const inFields = fields.flatMap((f: Wire) => [f.name, f.value]);
    return [title, description, footer?.text, author?.name, ...inFields];
  };
  const isEmpty = (embed: Wire): boolean => !embed.fields?.length && !EMBED_PARTS.some((k) => embed[k]);
  for (const embed of embeds) if (isEmpty(embed)) report("/embeds", "An embed is empty.", "BASE_TYPE_REQUIRED");
  const characters = embeds.flatMap(textsOf).reduce((sum, text) => sum + [...(text ?? "")].length, 0);
  if (characters <= EMBED_CHARACTERS_MAX) return;
  report("/embeds", "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED");
}

function checkFiles({ body, files }: Body, report: Report): void {
  if (!files) return;
  for (const name of files.keys()) {
    if (!/^files\[\d+\]$/.test(name)) report("/attachments", `file part "${name}" should be files[n]`);
  }
  for (const { id } of body.attachments ?? []) {
    const isNew = Number(id) < 1000;
    if (isNew && !files.has(`files[${id}]`)) report("/attachments", `attachment ${id} has no file part`);
  }
}

function check(dc: DiscordWorld, given: Body, flags: number): void {
  const { body, where } = given;
  const problems: FormProblem[] = [];
  const report: Report = (path, message, code) => problems.push({ path, message, code });
  const isV2 = (flags & COMPONENTS_V2) !== 0;
  if (body.content && [...body.content].length > CONTENT_MAX) {
    report("/content", "Must be 2000 or fewer in length.", "BASE_TYPE_MAX_LENGTH");
  }
  if (isV2 && (body.content || body.embeds?.length || body.poll)) {
    const message = "With IS_COMPONENTS_V2, content, embeds and polls are not allowed.";
    report("/components", message, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
  }
  checkComponents(body.components ?? [], isV2, report);
  checkEmbeds(body.embeds ?? [], report);
  checkFiles(given, report);
  if (!problems.length) return;
  for (const { path, message } of problems) dc.journal.error("schema", `${where} ${path}`, message);
  throw invalidForm(problems);
}

/** Discord numbers components that have no id, and fills in what was left out. */
function numbered(components: readonly Wire[]): Wire[] {
  let last = 0;
  const fill = (part: Wire): Wire => {
    if (Array.isArray(part)) return part.map(fill);
    if (!part || typeof part !== "object") return part;
    const filled = { ...part };
    if (typeof filled.type === "number") filled.id ??= ++last;
    for (const key of ["components", "component", "accessory"]) if (filled[key]) filled[key] = fill(filled[key]);
    if (SELECTS.includes(filled.type)) Object.assign(filled, { min_values: 1, max_values: 1, ...defined(filled) });
    if (filled.type === 17) Object.assign(filled, { accent_color: null, spoiler: false, ...defined(filled) });
    return defined(filled);
  };
  return components.map(fill);
}

function attachmentsOf(dc: DiscordWorld, { where, body, files, channel, editing }: Body): Attachment[] {
  const described = (name: string): Wire => body.attachments?.find((a: Wire) => `files[${a.id}]` === name);
  const added = [...(files ?? [])].map(([name, { data, filename, contentType }]) => {
    if (data.length > FILE_BYTES_MAX) {
      dc.journal.error("file-too-big", where, "the limit without boosts is 10 MiB");
      throw new DiscordError(413, 40005, "Request entity too large");
    }
    const meta = described(name);
    const props = { name: meta?.filename ?? filename, data, content_type: contentType, description: meta?.description };
    return dc.storeAttachment(channel.id, props);
  });
  const before = editing?.attachments ?? [];
  const isKept = ({ id }: Attachment): boolean => body.attachments.some((a: Wire) => a.id === id);
  return [...(body.attachments ? before.filter(isKept) : before), ...added];
}

/** Pings that may come from quoted text of a learner. */
function checkMentions(dc: DiscordWorld, { where, body, editing }: Body, content: string): void {
  const parse: string[] | undefined = body.allowed_mentions?.parse;
  const isAllowed = !body.allowed_mentions || parse?.some((x) => x === "everyone" || x === "roles");
  if (editing || !isAllowed || !/@everyone|@here|<@&\d+>/.test(content)) return;
  const message = "the text has @everyone, @here or a role mention and allowed_mentions does not forbid it";
  dc.journal.warning("mass-mention", where, message);
}

/** The fields of the message a body makes. Throws DiscordError when Discord would not take it. */
export function messageFields(dc: DiscordWorld, given: Body) {
  const { where, body, editing } = given;
  const flags: number = body.flags ?? editing?.flags ?? 0;
  check(dc, given, flags);
  const attachments = attachmentsOf(dc, given);
  const content: string = body.content === undefined ? (editing?.content ?? "") : (body.content ?? "");
  const embeds: Wire[] = body.embeds === undefined ? (editing?.embeds ?? []) : (body.embeds ?? []);
  const components: Wire[] = body.components === undefined ? (editing?.components ?? []) : (body.components ?? []);
  const hasParts = embeds.length || components.length || attachments.length || body.sticker_ids?.length || body.poll;
  const isForward = body.message_reference?.type === 1;
  if (!content.trim() && !hasParts && !isForward) {
    dc.journal.error("empty-message", where, "no content, embeds, components or files");
    throw new DiscordError(400, 50006, "Cannot send an empty message");
  }
  checkMentions(dc, given, content);
  return {
    content,
    embeds: embeds.map((e) => ({ type: "rich", ...e })),
    components: numbered(components),
    attachments,
    flags,
    tts: body.tts ?? false,
  };
}
