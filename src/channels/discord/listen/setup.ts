/**
 * What is checked before listening: who we are, and whether agents can work in their channel. What a person has to repair is
 * a ConfigError that says what to do; the network being away is a ChannelError and tried again.
 */
import { ChannelType, Routes } from "discord.js";
import { ConfigError } from "../../../core/errors.ts";
import { channelIn, idOf } from "../answers.ts";
import { channelError, refusalOf } from "../errors.ts";
import type { DiscordOptions } from "../options.ts";
import { snowflake } from "../snowflake.ts";
import type { Wire } from "../wire.ts";
import type { Room } from "./backfill.ts";

export type Me = { readonly botId: string; readonly room: Room | null; readonly guildId: string | null };

const STAFF = "DISCORD_STAFF_CHANNEL_ID";
const ROOMS: readonly number[] = [ChannelType.GuildText, ChannelType.GuildForum];

/** Errors: ConfigError, ChannelError. */
export async function introduce(wire: Wire, options: DiscordOptions): Promise<Me> {
  const botId = await whoWeAre(wire);
  if (options.staffChannelId === null) return { botId, room: null, guildId: options.guildId };
  const room = await staffRoom(wire, options.staffChannelId, options.guildId);
  return { botId, room, guildId: room.guildId };
}

async function whoWeAre(wire: Wire): Promise<string> {
  try {
    return idOf(await wire({ method: "GET", route: Routes.user() }));
  } catch (error) {
    if (refusalOf(error)?.status !== 401) throw channelError(error);
    throw new ConfigError([
      "DISCORD_BOT_TOKEN is not accepted by Discord: copy it again from the developer portal, page Bot",
    ]);
  }
}

async function staffRoom(wire: Wire, staffChannelId: string, guildId: string | null): Promise<Room> {
  try {
    const look = channelIn(await wire({ method: "GET", route: Routes.channel(snowflake(staffChannelId)) }));
    if (look.guildId === null || !ROOMS.includes(look.type)) {
      throw new ConfigError([`${STAFF}: this is no text channel or forum of a server`]);
    }
    if (guildId !== null && guildId !== look.guildId) {
      throw new ConfigError([`${STAFF}: the channel is in another server than DISCORD_GUILD_ID says`]);
    }
    return { guildId: look.guildId, channelId: look.id };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const status = refusalOf(error)?.status;
    if (status !== 403 && status !== 404) throw channelError(error);
    throw new ConfigError([`${STAFF}: the bot does not see this channel: check the id and let the bot view it`]);
  }
}
