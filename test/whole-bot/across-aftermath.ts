/**
 * The end nobody wishes for, on any network: a low rating, what was wrong by button and in words, a colleague who has to look
 * after the learner, a learner who changes their mind, and what they would have done better.
 */
import { expect } from "vitest";
import { type AgentAt, allRoomsShow, roomsOf } from "./across-agents.ts";
import { english } from "./across-circle.ts";
import type { Learner } from "./across-people.ts";
import { type Across, untilHandedOver } from "./across-place.ts";
import { WAIT } from "./place.ts";

export async function rateLow(place: Across, { learner, agent }: { learner: Learner; agent: AgentAt }): Promise<void> {
  await learner.says("/human");
  const ticket = await untilHandedOver(place, await learner.reads(english.queued));
  const rooms = roomsOf(place, ticket);
  await agent.does(ticket, "claim");
  await learner.reads(english.here(agent.name));
  await agent.writes(ticket, "Try again.");
  await learner.reads("Try again.");
  await agent.does(ticket, "solve");
  const survey = await learner.reads(english.ask);

  await survey.presses(/2/);
  const thanks = await learner.reads(/honest 2\/5.*What went wrong/s);
  await thanks.presses(/Too slow/);
  await allRoomsShow(rooms, "⭐ Reason for the rating: 🐢 Too slow");
  await thanks.presses(/Unclear/);
  await allRoomsShow(rooms, "⭐ Reason for the rating: 🌫️ Unclear");
  await learner.says("purple giraffes sing, and nobody read what I wrote");
  await learner.reads(/pass it on to my colleagues/);
  await allRoomsShow(rooms, "👤 purple giraffes sing, and nobody read what I wrote");

  const { ticketId } = ticket;
  const { body } = await place.get("/api/v1/recoveries");
  expect(body.items).toContainEqual(
    expect.objectContaining({
      ...{ ticketId, rating: 2, reasons: ["slow", "unclear"] },
      comment: "purple giraffes sing, and nobody read what I wrote",
      owner: expect.objectContaining({ name: agent.name }),
    }),
  );

  await survey.presses(/5/);
  await learner.reads(/that is 5\/5 now/);
  await allRoomsShow(rooms, /from 2\/5 to 5\/5/);
  const owed = async () =>
    (await place.get("/api/v1/recoveries")).body.items.filter(
      (each: { ticketId: number }) => each.ticketId === ticketId,
    );
  await expect.poll(owed, WAIT).toEqual([]);
  await suggests(place, learner);
}

/** What is suggested reaches admins, and no agent's thread. */
async function suggests(place: Across, learner: Learner): Promise<void> {
  await learner.says("/suggest answers within the hour");
  await learner.reads(/Thank you for your suggestion/);
  const { body } = await place.get("/api/v1/suggestions");
  expect(body.items).toContainEqual(expect.objectContaining({ text: "answers within the hour", status: "new" }));
}
