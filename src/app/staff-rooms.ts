/** What the bot says to the staff by itself, about no ticket: the same words in every staff room. */
import type { StaffRoom } from "../core/model.ts";
import type { NewOutbound } from "../core/outbound.ts";

export function forStaffRooms(rooms: readonly StaffRoom[], text: string): readonly NewOutbound[] {
  const content = { kind: "say", text, buttons: [], attachments: [] } as const;
  return rooms.map((to) => ({ to, audience: "staff", ticketId: null, content }));
}
