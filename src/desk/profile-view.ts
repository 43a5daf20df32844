/** How a learner looks over HTTP. What shops call them leaves; hashes of addresses do not. */
import { z } from "@hono/zod-openapi";
import type { Profile } from "../app/learning/profile.ts";
import { EMAIL_REALM, formatKey } from "../core/learning/key.ts";
import { CHANNELS, type Millis } from "../core/model.ts";
import { iso, isoOrNull, LearningSchema, viewOfLearning } from "./learning-view.ts";
import { type TicketLook, TicketSchema, viewOfTicket } from "./ticket-view.ts";

const at = z.iso.datetime();

export const ProfileSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    since: at,
    channels: z.array(z.enum(CHANNELS)),
    keys: z.array(z.string()).openapi({
      description: "How others call them; of an email only that there is one.",
      example: ["telegram:123", "email"],
    }),
    learning: LearningSchema,
    tickets: z.array(TicketSchema),
    ratings: z.array(z.object({ ticketId: z.int(), rating: z.int(), at: at.nullable() })),
  })
  .openapi("Learner");

export function viewOfProfile(
  profile: Profile,
  look: TicketLook & { readonly now: Millis },
): z.infer<typeof ProfileSchema> {
  const { id, name, since, channels, keys, record, tickets } = profile;
  return {
    id,
    name,
    since: iso(since),
    channels: [...channels],
    keys: [...new Set(keys.map((key) => (key.realm === EMAIL_REALM ? EMAIL_REALM : formatKey(key))))],
    learning: viewOfLearning(record, look.now),
    tickets: tickets.map((ticket) => viewOfTicket(ticket, look)),
    ratings: tickets.flatMap((ticket) =>
      ticket.status === "solved" && ticket.rating !== null
        ? [{ ticketId: ticket.id, rating: ticket.rating, at: isoOrNull(ticket.ratedAt) }]
        : [],
    ),
  };
}
