/** What agents and admins are told of their staff rooms. */
import type { Language, StaffRoom } from "../model.ts";

export type RoomPhrases = {
  readonly full: (room: StaffRoom) => string;
};

const zh: RoomPhrases = {
  full: ({ channel, chatId }) =>
    `⚠️ 客服群 ${channel} ${chatId} 开不了新话题了，新的请求会直接出现在群里：回复那条消息就是答复学员。请管理员新建一个客服群，写进设置后重启；或者清理旧话题，腾出位置后会自动恢复。`,
};

const en: RoomPhrases = {
  full: ({ channel, chatId }) =>
    `⚠️ The staff room ${channel} ${chatId} takes no more threads. New tickets come into the room itself: reply to their words there to answer the learner. An admin should make a new staff chat, put it into the settings and start again; or clear old threads away: once there is room, tickets have threads again.`,
};

export const roomPhrases = { zh, en } as const satisfies Record<Language, RoomPhrases>;
