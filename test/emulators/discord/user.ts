// A person of the fake Discord. The methods are what people do: say, edit, react, run commands, click, fill forms.
// The one thing not to break: a person can only run what the bot registered and only click what is there.
import type { Wire } from "../common/wire.ts";
import { Channel } from "./channel.ts";
import { type Choice, findButton, findSelect, formAnswers } from "./components.ts";
import type { Interaction, Modal } from "./interaction.ts";
import { ALL, snowflake } from "./permissions.ts";
import { type AttachmentProps, type DiscordMessage, type DiscordUser, isoNow } from "./types.ts";
import type { DiscordWorld } from "./world.ts";

/** What a test says about a person. */
export type UserProps = {
  readonly id?: string;
  readonly username?: string;
  readonly global_name?: string;
  readonly bot?: boolean;
  readonly locale?: string;
  /** Whether strangers of a common guild may write; true by default. */
  readonly dmsOpen?: boolean;
};

/** How something is said. */
export type SayOptions = {
  readonly replyTo?: DiscordMessage;
  readonly attachments?: readonly AttachmentProps[];
  readonly embeds?: Wire[];
};

/** Values of a command's options; files of attachment options are given by their properties. */
export type CommandOptions = Readonly<Record<string, string | number | boolean | User | Channel | AttachmentProps>>;

type Resolved = { users?: Wire; members?: Wire; channels?: Wire; attachments?: Wire };

export class User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
  readonly locale: string;
  dmsOpen: boolean;
  readonly #dc: DiscordWorld;

  constructor(dc: DiscordWorld, props: UserProps = {}) {
    this.#dc = dc;
    this.id = props.id ?? snowflake();
    this.username = props.username ?? `user${dc.users.size}`;
    this.global_name = props.global_name ?? null;
    this.bot = props.bot ?? false;
    this.locale = props.locale ?? "en-US";
    this.dmsOpen = props.dmsOpen ?? true;
    dc.users.set(this.id, this);
  }

  get mention(): string {
    return `<@${this.id}>`;
  }

  toJSON(): DiscordUser {
    const { id, username, global_name } = this;
    const plain = { avatar: null, public_flags: 0, flags: 0, banner: null, accent_color: null, primary_guild: null };
    const discriminator = this.bot ? "0001" : "0";
    return { id, username, discriminator, global_name, ...plain, ...(this.bot && { bot: true }) };
  }

  #at(message: DiscordMessage): { channel: Channel; current: DiscordMessage } {
    const channel = this.#dc.channels.get(message.channel_id);
    const current = channel?.messages.get(message.id) ?? this.#dc.ephemeral.get(message.id);
    if (!channel || !current) throw new Error("that message no longer exists");
    return { channel, current };
  }

  /** Says something in a channel or thread; a message unarchives a thread that is not locked. */
  says(
    content: string,
    { channel, replyTo, attachments = [], ...extra }: SayOptions & { channel: Channel },
  ): DiscordMessage {
    if (channel.archived && !channel.locked) channel.update({ archived: false });
    const reference = replyTo && {
      channel_id: replyTo.channel_id,
      message_id: replyTo.id,
      guild_id: channel.guild?.id,
    };
    const message = channel.addMessage({
      author: this,
      content,
      attachments: attachments.map((a) => this.#dc.storeAttachment(channel.id, a)),
      ...(replyTo && { type: 19, message_reference: { type: 0, ...reference }, referenced_message: replyTo }),
      ...extra,
    });
    this.#dc.gateway.dispatch("MESSAGE_CREATE", channel.event(message));
    return message;
  }

  /** Sends a direct message to the bot. */
  dms(content: string, options: SayOptions = {}): DiscordMessage {
    return this.says(content, { ...options, channel: this.#dc.dmWith(this) });
  }

  edits(message: DiscordMessage, content: string): DiscordMessage {
    const { channel, current } = this.#at(message);
    Object.assign(current, { content, edited_timestamp: isoNow() });
    this.#dc.gateway.dispatch("MESSAGE_UPDATE", channel.event(current));
    return current;
  }

  deletes(message: DiscordMessage): void {
    const { channel } = this.#at(message);
    channel.messages.delete(message.id);
    const guild = channel.guild && { guild_id: channel.guild.id };
    this.#dc.gateway.dispatch("MESSAGE_DELETE", { id: message.id, channel_id: channel.id, ...guild });
  }

  /** Puts a reaction on a message, or takes it away. */
  reacts(message: DiscordMessage, emoji: string, { remove = false } = {}): void {
    const { channel, current } = this.#at(message);
    this.#dc.changeReaction(current, { emoji, user: this, remove });
    const guild = channel.guild;
    this.#dc.gateway.dispatch(remove ? "MESSAGE_REACTION_REMOVE" : "MESSAGE_REACTION_ADD", {
      user_id: this.id,
      channel_id: channel.id,
      message_id: current.id,
      emoji: { id: null, name: emoji },
      type: 0,
      burst: false,
      message_author_id: current.author.id,
      ...(guild && { guild_id: guild.id }),
      ...(guild && !remove && { member: guild.members.get(this.id)?.toJSON() }),
    });
  }

  types(channel: Channel): void {
    const { guild } = channel;
    this.#dc.gateway.dispatch("TYPING_START", {
      channel_id: channel.id,
      user_id: this.id,
      timestamp: Math.floor(Date.now() / 1000),
      ...(guild && { guild_id: guild.id, member: guild.members.get(this.id)?.toJSON() }),
    });
  }

  /** Runs a slash command the bot registered. `sub` is "sub" or "group sub". Throws when there is no such command. */
  slash(name: string, at: { channel: Channel; options?: CommandOptions; sub?: string }): Interaction {
    const { channel, options = {}, sub = "" } = at;
    const command = this.#dc.findCommand(name, { guildId: channel.guild?.id, type: 1 });
    if (!command)
      throw new Error(`the bot registered no command /${name}; it has: ${this.#dc.commandNames().join(", ")}`);
    const path: Wire[] = [];
    let level: Wire[] = command.options ?? [];
    for (const part of sub.split(" ").filter(Boolean)) {
      const found = level.find((o) => o.name === part && o.type <= 2);
      if (!found) throw new Error(`/${name} has no subcommand ${part}`);
      path.unshift({ type: found.type, name: part });
      level = found.options ?? [];
    }
    const missing = level.find((o) => o.required && !(o.name in options));
    if (missing) throw new Error(`/${name}: required option ${missing.name} is missing`);
    const resolved: Resolved = {};
    const given = Object.entries(options).map((entry) => this.#option(level, entry, { name, channel, resolved }));
    return this.#dc.interact(this, channel, {
      type: 2,
      data: {
        id: command.id,
        name,
        type: 1,
        options: path.reduce((inner: Wire[], outer) => [{ ...outer, options: inner }], given),
        ...(command.guild_id && { guild_id: command.guild_id }),
        ...(Object.keys(resolved).length && { resolved }),
      },
    });
  }

  #option(
    level: readonly Wire[],
    [key, given]: [key: string, given: CommandOptions[string]],
    { name, channel, resolved }: { name: string; channel: Channel; resolved: Resolved },
  ): Wire {
    const option = level.find((o) => o.name === key);
    if (!option) throw new Error(`/${name} has no option ${key}; it has ${level.map((o) => o.name).join(", ")}`);
    const isChoice = !option.choices || option.choices.some((c: Wire) => c.value === given);
    if (!isChoice) throw new Error(`/${name} ${key}: ${given} is no choice`);
    return { name: key, type: option.type, value: this.#resolve(given, channel, resolved) };
  }

  /** People, channels and files travel by id, with what they are beside them. */
  #resolve(given: CommandOptions[string], channel: Channel, resolved: Resolved): string | number | boolean {
    const rights = { permissions: String(ALL) };
    if (typeof given !== "object") return given;
    if (given instanceof User) {
      resolved.users = { ...resolved.users, [given.id]: given.toJSON() };
      const { user: _, ...member } = channel.guild?.members.get(given.id)?.toJSON() ?? {};
      if (Object.keys(member).length) resolved.members = { ...resolved.members, [given.id]: { ...member, ...rights } };
      return given.id;
    }
    if (given instanceof Channel) {
      const { id, name, type } = given;
      resolved.channels = { ...resolved.channels, [id]: { id, name, type, ...rights } };
      return id;
    }
    const attachment = this.#dc.storeAttachment(channel.id, given);
    resolved.attachments = { ...resolved.attachments, [attachment.id]: attachment };
    return attachment.id;
  }

  /** Types into an option with autocomplete; the suggestions are in the interaction's acked().data.choices. */
  autocompletes(
    name: string,
    typed: { option: string; value: string },
    { channel }: { channel: Channel },
  ): Interaction {
    const command = this.#dc.findCommand(name, { guildId: channel.guild?.id, type: 1 });
    const option = command?.options?.find((o: Wire) => o.name === typed.option);
    if (!option?.autocomplete) throw new Error(`/${name} has no autocomplete option ${typed.option}`);
    const focused = { name: typed.option, type: option.type, value: typed.value, focused: true };
    return this.#dc.interact(this, channel, { type: 4, data: { id: command.id, name, type: 1, options: [focused] } });
  }

  /** Runs a context menu command on a message or a person. */
  contextMenu(name: string, target: User | DiscordMessage, { channel }: { channel: Channel }): Interaction {
    const type = target instanceof User ? 2 : 3;
    const command = this.#dc.findCommand(name, { guildId: channel.guild?.id, type });
    if (!command) throw new Error(`the bot registered no context command ${name}`);
    const { id } = target;
    const resolved =
      target instanceof User
        ? { users: { [id]: target.toJSON() } }
        : { messages: { [id]: this.#at(target).channel.event(target) } };
    return this.#dc.interact(this, channel, { type: 2, data: { id: command.id, name, type, target_id: id, resolved } });
  }

  /** Clicks a button of a message: by label, RegExp on the label, or custom id. */
  clicks(message: DiscordMessage, which: Choice): Interaction {
    const { channel, current } = this.#at(message);
    const { custom_id, id = 1 } = findButton(current, which);
    return this.#dc.interact(this, channel, { type: 3, data: { custom_id, component_type: 2, id }, message: current });
  }

  /** Chooses values of a select menu: values of a string select, ids of the others. */
  selects(message: DiscordMessage, customId: string, values: readonly string[]): Interaction {
    const { channel, current } = this.#at(message);
    const { type, id = 1 } = findSelect(current, customId, values);
    const people = values.map((v) => [v, this.#dc.users.get(v)?.toJSON()]);
    const resolved = type === 5 && { resolved: { users: Object.fromEntries(people) } };
    const data = { custom_id: customId, component_type: type, values, id, ...resolved };
    return this.#dc.interact(this, channel, { type: 3, data, message: current });
  }

  /** Fills in a modal an interaction opened. Keys are custom ids of the fields. */
  submits({ data, interaction }: Modal, fields: Readonly<Record<string, string | readonly string[]>>): Interaction {
    const { channel, message } = interaction;
    const answers = { custom_id: data.custom_id, components: formAnswers(data, fields) };
    return this.#dc.interact(this, channel, { type: 5, data: answers, message });
  }
}
