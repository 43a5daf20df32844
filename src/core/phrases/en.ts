/** What the bot says in English. */
import { aftermathPhrases } from "./aftermath.ts";
import { clockPhrases } from "./clocks.ts";
import { evidencePhrases } from "./evidence.ts";
import { learningPhrases } from "./learning.ts";
import { noticePhrases } from "./notices.ts";
import { opinionPhrases } from "./opinions.ts";
import { qualityPhrases } from "./quality.ts";
import { roomPhrases } from "./rooms.ts";
import { settlingPhrases } from "./settling.ts";
import type { Phrases } from "./shape.ts";
import { teachingPhrases } from "./teaching.ts";
import { verbs } from "./verbs.ts";
import { waitingPhrases } from "./waiting.ts";

export const en = {
  verbs: verbs.en,
  clocks: clockPhrases.en,
  aftermath: aftermathPhrases.en,
  evidence: evidencePhrases.en,
  waiting: waitingPhrases.en,
  learning: learningPhrases.en,
  notices: noticePhrases.en,
  teaching: teachingPhrases.en,
  opinions: opinionPhrases.en,
  settling: settlingPhrases.en,
  rooms: roomPhrases.en,
  quality: qualityPhrases.en,
  learner: {
    welcome:
      "Hello! Ask me anything about your courses, orders or account, in your own words. If I cannot help, a person will.\n用中文问也可以。",
    help: "Just write your question. You can also use:\n/human – talk to a person\n/status – where your request stands\n/cancel – take your request back\n/suggest – tell us what could be better\n/language – 中文 or English\n/link – go on in another chat",
    unknownCommand: "I do not know that command. Write your question as it is, or see /help.",
    chooseLanguage: "Which language shall I answer in?",
    languageSet: "I will answer in English from now on.",
    offerPerson: "If this does not settle it, a person can look into it.",
    didYouMean: "Did you mean…?",
    rephrase: "Sorry, I did not understand that. Could you say it in other words? Or ask for a person.",
    rephraseAnswer: "Sorry that did not fit. Could you put the question another way? Or ask for a person.",
    cannotRead: "I can only read text. Could you describe it in words? Or ask for a person.",
    glad: "Glad that helped! Write to me whenever something comes up.",
    queued: (ticket, line) =>
      `I am handing this to a person (request #${ticket}). ${line} You will get the answer here; add details any time.`,
    queuedByMistake: (ticket, line) =>
      `Something went wrong on our side, and your message is not lost: a person will look at it (request #${ticket}). ${line}`,
    added: (ticket, line) => `Added to your request #${ticket}. ${line}`,
    stillQueued: (ticket, line) => `Your request #${ticket} is waiting for a person. ${line}`,
    withAgent: (ticket, agent) => `${agent} is taking care of your request #${ticket}. Just write here.`,
    claimed: (agent) => `${agent} is here now and will help you.`,
    released: (line) => `Your request is back in line for another colleague. ${line}`,
    cancelled: (ticket) => `Request #${ticket} is cancelled. You can ask me again at any time.`,
    nothingToCancel: "There is no open request to cancel.",
    noRequest: "You have no open request. Write your question and I will try to answer it.",
    askRating: (ticket) => `Your request #${ticket} is marked as solved. How was our help, from 1 (poor) to 5 (great)?`,
    closed: (ticket) => `Your request #${ticket} is closed. Write to me whenever something comes up.`,
    rated: (rating) => `Thank you for your ${rating}/5!`,
    ratedLow: (rating) => `Thank you for your honest ${rating}/5. If it is not settled, we will look at it again.`,
    alreadyRated: "You have already rated this. Thank you!",
    notYours: "That button does not belong to a request of yours.",
    tooLate: "That request was closed too long ago. Please ask again, I am listening.",
    otherOpen: (ticket) => `Your request #${ticket} is still open: please go on there.`,
    stalePress: "That button is from an earlier moment. Please write your question again.",
    reopened: (ticket, line) => `Your request #${ticket} is open again. ${line}`,
    link: {
      offered: (code) =>
        `To go on with this conversation on Telegram, Discord or the web page, write to me there within 10 minutes:\n/link ${code}\nPlease give it to nobody else.`,
      joined: "Done. Both are one conversation now: write in either, I answer where you wrote last.",
      noSuchCode: "That code is wrong or too old. Send /link in your other chat for a new one, then write it here.",
      alreadyJoined: "That code is for your other chat, not for this one.",
      joinedOpen: (ticket) =>
        `Done. Both are one conversation now, and your two requests are one: #${ticket}. Write in either, I answer where you wrote last.`,
      notNow: "These two chats cannot be joined at the moment.",
      tooManyTries: "That was wrong too often. Please try again in 10 minutes.",
    },
    writePrivately: (address) =>
      address === null
        ? "There are others here. Please write to me privately, and I will help."
        : `There are others here. Please write to me privately, and I will help: ${address}`,
    fileLost: (name) => `📎 ${name} (the file could not be passed on)`,
    fileTooLarge: (name, megabytes) =>
      `📎 ${name} is too large to be passed on, so we cannot see it. Up to ${megabytes} MB works: please send a smaller file, or a link.`,
  },
  buttons: {
    solved: "✅ Solved",
    rephrase: "🤔 Not quite",
    person: "🙋 A person",
    none: "None of these",
    cancel: "✖️ Cancel request",
    unsolved: "🔁 Not solved yet",
    claim: "🙌 Claim",
    release: "↩️ Release",
    solve: "✅ Solve",
    reopen: "🔁 Reopen",
    history: "📜 History",
  },
  staff: {
    alreadyClaimed: (by) => `Already claimed by ${by}.`,
    claimFirst: "Not sent: nobody has claimed this ticket. Claim it first (/claim), or leave a /note.",
    notHolder: (holder) =>
      `Not done: ${holder} holds this ticket. You can leave a /note, or take it over with /takeover.`,
    alreadySolved: "Not done: this ticket is solved. /reopen opens it again.",
    notSolved: "Not done: this ticket is not solved.",
    tooLate: "Not done: it was solved more than 7 days ago.",
    otherOpen: (ticket) => `Not done: this learner's ticket #${ticket} is open. Go on there.`,
    empty: "Not done: there are no words. Write for example: /note waiting for the bank",
    commands:
      "Commands here: /claim /takeover /transfer /release /note /macro /snooze /wake /priority /tag /merge /solve /reopen /history /block /unblock /away /back",
    notATicket: "Use this inside a ticket's topic, or name the ticket: /claim 1042",
    noSuchTicket: "There is no such ticket.",
    claimedBy: (agent) => `🙌 ${agent} claimed this ticket.`,
    releasedBy: (agent) => `↩️ ${agent} released this ticket.`,
    solvedBy: (agent) => `✅ ${agent} solved this ticket.`,
    reopenedBy: (agent) => `🔁 ${agent} reopened this ticket.`,
    reopenedByLearner: "🔁 The learner says it is not solved. The ticket is open again.",
    cancelledByLearner: "✖️ The learner took the request back.",
    rated: (rating) => `⭐ The learner rated ${rating}/5.`,
    edited: (text) => `✏️ edited: ${text}`,
    unreachable:
      "⚠️ The learner cannot be reached: they blocked the bot or their account is gone. Nothing more is sent.",
    notDelivered: "⚠️ Your last message was not delivered. Please send it again, perhaps shorter or as plain text.",
    poisoned: "⚠️ A message of the learner could not be understood by the bot because of a fault of ours.",
    botNotDelivered: "⚠️ A message of the bot to the learner was not delivered.",
    fileTooLarge: (name, megabytes) =>
      `⚠️ Nothing was sent: 📎 ${name} is too large for where the learner is. Up to ${megabytes} MB works: send a smaller file, or a link.`,
    reacted: (emoji, words) => `👤 ${emoji} on: ${words}`,
    editNotSent: "⚠️ Changed words are not passed on. If the learner should read them, send them again.",
    noted: "📝 Noted, the learner does not see it.",
    card: {
      status: { new: "🔴 waiting", open: "🟡 claimed", solved: "✅ solved" },
      learner: "Learner",
      language: { zh: "writes Chinese", en: "writes English" },
      reason: {
        asked: "wants a person",
        missed: "the bot did not understand",
        intent: "the FAQ says a person should look",
        poisoned: "a fault of ours stopped the bot",
      },
      priority: { low: "low priority", normal: "normal priority", high: "high priority", urgent: "URGENT" },
      holder: (agent) => `held by ${agent}`,
      tried: "The bot thought of",
      triedNothing: "The bot had no idea",
      episode: (episode) => `reopened, episode ${episode}`,
      hint: "Plain text goes to the learner once you have claimed. /note stays inside.",
    },
    recap: "What was said so far",
    author: { learner: "👤", bot: "🤖", note: "📝 note by" },
    attachment: {
      photo: "[photo]",
      document: "[file]",
      voice: "[voice message]",
      audio: "[audio]",
      video: "[video]",
      sticker: "[sticker]",
      location: "[location]",
      contact: "[contact]",
    },
  },
  discord: {
    ask: "Ask a question; the answer comes in your direct messages",
    question: "Your question, in your own words",
    choice: "中文 or English",
    code: "The code you were shown elsewhere",
    ticket: "The ticket's number, when you are not in its thread",
    noteTitle: "A note for agents",
    noteLabel: "What agents should know",
    answeredPrivately: (address) => `I answer in your direct messages: ${address}`,
    privatelyClosed: (webChat) =>
      webChat === null
        ? "I cannot write to you: your direct messages are closed to members of this server. Open them in the server's privacy settings and try again."
        : `I cannot write to you: your direct messages are closed to members of this server. Open them in the server's privacy settings and try again, or write to us here: ${webChat}`,
    agentsOnly: "Only agents can do that, in the agents' channel.",
  },
  commands: {
    learner: {
      start: "Begin",
      help: "What I can do",
      human: "Talk to a person",
      status: "Where your request stands",
      cancel: "Take your request back",
      suggest: "Suggest something to us",
      language: "中文 or English",
      survey: "Whether we may ask you 0–10",
      link: "Go on in another chat",
    },
    agent: {
      claim: "Take this ticket",
      release: "Put it back into the queue",
      note: "Words that stay among agents",
      solve: "Solved: ask the learner for 1–5",
      reopen: "Open a solved ticket again",
      history: "The whole transcript as a file",
      teach: teachingPhrases.en.command,
      ...verbs.en.commands,
      notice: noticePhrases.en.command,
    },
  },
} as const satisfies Phrases;
