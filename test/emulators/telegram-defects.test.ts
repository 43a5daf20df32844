// Bots with seeded defects, and the markup of the documentation: each defect must be reported by its name.
import { Bot, InlineKeyboard } from "grammy";
import { expect, onTestFinished, test } from "vitest";
import { checkOutgoing } from "./telegram/api/check.ts";
import { sample, spec } from "./telegram/api/spec.ts";
import { startTelegram, type TelegramServer } from "./telegram/server.ts";
import { parseMarkdownV2 } from "./telegram/text/markdown.ts";
import { parseHtml } from "./telegram/text/markup.ts";
import type { User } from "./telegram/user.ts";

type Play = (tg: TelegramServer, learner: User) => void | Promise<void>;
type Defect = { readonly kind: string; readonly build: (bot: Bot) => void; readonly play: Play };

const says =
  (text: string): Play =>
  (_, learner) => {
    learner.says(text);
  };

const DEFECTS: Readonly<Record<string, Defect>> = {
  "a click is never answered": {
    kind: "callback-not-answered",
    build: (bot) => bot.command("start", (c) => c.reply("x", { reply_markup: new InlineKeyboard().text("b", "b") })),
    play: async (tg, learner) => {
      learner.starts();
      learner.clicks(await tg.expectMessage(), "b");
    },
  },
  "MarkdownV2 around text of a learner that is not escaped": {
    kind: "bad-markup",
    build: (bot) => bot.on("message:text", (c) => c.reply(`*You* ${c.msg.text}`, { parse_mode: "MarkdownV2" })),
    play: says("hello (world)."),
  },
  "HTML around text of a learner that is not escaped": {
    kind: "bad-markup",
    build: (bot) => bot.on("message:text", (c) => c.reply(`<b>You</b> ${c.msg.text}`, { parse_mode: "HTML" })),
    play: says("if a < b then <script>"),
  },
  "a long text is not split": {
    kind: "too-long",
    build: (bot) => bot.on("message:text", (c) => c.reply("a".repeat(c.msg.text.length + 10))),
    play: says("x".repeat(4090)),
  },
  "a text is cut inside an emoji": {
    kind: "bad-utf8",
    build: (bot) => bot.on("message:text", (c) => c.reply(c.msg.text.slice(0, 3))),
    play: says("ab😀"),
  },
  "the bot tries again at once after a 429": {
    kind: "ignored-retry-after",
    build: (bot) =>
      bot.on("message:text", async (c) => {
        await c.reply("x").catch(() => c.reply("x"));
      }),
    play: (tg, learner) => {
      tg.inject({ status: 429, retry_after: 3 }, { method: "sendMessage" });
      learner.says("x");
    },
  },
  "an edit changes nothing": {
    kind: "not-modified",
    build: (bot) =>
      bot.on("message:text", async (c) => {
        const { message_id } = await c.reply("same");
        await c.api.editMessageText(c.chat.id, message_id, "same");
      }),
    play: says("x"),
  },
  "callback data is over 64 bytes": {
    kind: "bad-length",
    build: (bot) =>
      bot.on("message:text", (c) =>
        c.reply("x", { reply_markup: new InlineKeyboard().text("b", `ticket:${c.msg.text}`) }),
      ),
    play: says("ü".repeat(40)),
  },
  "a webhook is set without a secret": {
    kind: "no-secret-token",
    build: (bot) => bot.on("message:text", (c) => c.api.setWebhook("http://127.0.0.1:9/")),
    play: says("x"),
  },
};

for (const [name, { kind, build, play }] of Object.entries(DEFECTS)) {
  test(`reported as ${kind}: ${name}`, async () => {
    const tg = await startTelegram({ callbackAnswerMs: 300 });
    const bot = new Bot(tg.token, { client: { apiRoot: tg.apiRoot } });
    bot.catch(() => {});
    build(bot);
    const running = bot.start().catch(() => {});
    onTestFinished(async () => {
      const stopped = bot.stop().catch(() => {});
      await tg.stop();
      await Promise.all([stopped, running]);
    });

    await play(tg, tg.user({ first_name: "A" }));

    await tg.until(() => tg.violations.some((v) => v.kind === kind));
  });
}

test("the MarkdownV2 example of the Bot API documentation is understood", () => {
  const example = [
    "*bold \\*text*",
    "_italic \\*text_",
    "__underline__",
    "~strikethrough~",
    "||spoiler||",
    "*bold _italic bold ~italic bold strikethrough ||italic bold strikethrough spoiler||~ __underline italic bold___ bold*",
    "[inline URL](http://www.example.com/)",
    "[inline mention of a user](tg://user?id=123456789)",
    "![👍](tg://emoji?id=5368324170671202286)",
    "`inline fixed-width code`",
    "```",
    "pre-formatted fixed-width code block",
    "```",
    "```python",
    "pre-formatted code",
    "```",
    ">Block quotation started",
    ">The last line of the block quotation",
    "**>The expandable block quotation",
    ">Last line||",
  ].join("\n");

  const { text, entities } = parseMarkdownV2(example);

  expect(new Set(entities.map((e) => e.type))).toEqual(
    new Set("blockquote bold code custom_emoji italic pre spoiler strikethrough text_link underline".split(" ")),
  );
  expect(entities.find((e) => e.type === "pre" && e.language)?.language).toBe("python");
  expect(text.slice(0, 10)).toBe("bold *text");
  expect(parseMarkdownV2("*bold _italic bold ~s ||sp||~ __u___ b*").text).toBe("bold italic bold s sp u b");
});

test.each(["a.b", "a-b", "(x)", "x!", "*open", "[a](b", "1 > 2", "a_b"])("MarkdownV2 %j is refused", (text) => {
  expect(() => parseMarkdownV2(text)).toThrow(/can't parse entities/);
});

test.each(["plain text", "a\\.b", "\\(x\\)", "[a](https://e.com/a_b)", "`a.b`"])("MarkdownV2 %j passes", (text) => {
  expect(() => parseMarkdownV2(text)).not.toThrow();
});

test("the HTML example of the Bot API documentation is understood", () => {
  const example = [
    "<b>bold</b>, <strong>bold</strong> <i>italic</i>, <em>italic</em> <u>u</u>, <ins>u</ins>",
    '<s>s</s>, <strike>s</strike>, <del>s</del> <span class="tg-spoiler">x</span>, <tg-spoiler>x</tg-spoiler>',
    '<b>bold <i>italic <s>x <span class="tg-spoiler">y</span></s> <u>z</u></i> bold</b>',
    '<a href="http://www.example.com/">URL</a> <tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
    '<code>code</code> <pre>pre</pre> <pre><code class="language-python">py</code></pre>',
    "<blockquote>q</blockquote> <blockquote expandable>q</blockquote> &lt;&amp;&gt;&quot;&nbsp;",
  ].join("\n");

  const { text, entities } = parseHtml(example);

  expect(entities.filter((e) => e.type === "bold")).toHaveLength(3);
  expect(entities.find((e) => e.language)?.language).toBe("python");
  expect(entities.find((e) => e.type === "text_link")?.url).toBe("http://www.example.com/");
  expect(text.endsWith('<&>"&nbsp;')).toBe(true);
});

test.each(["a < b", "<b>x", "</b>", "<br>", "<p>x</p>", "<b><i>x</b></i>", "<span>x</span>"])(
  "HTML %j is refused",
  (text) => {
    expect(() => parseHtml(text)).toThrow(/can't parse entities/);
  },
);

test("the answers made up for methods without behaviour fit the specification, all of them", () => {
  const wrong = Object.values(spec.methods).flatMap((m) =>
    checkOutgoing(m.returns, sample(m.returns[0] ?? ""), m.name),
  );

  expect(wrong).toEqual([]);
  expect(Object.keys(spec.methods).length).toBeGreaterThan(180);
});
