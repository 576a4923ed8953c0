import type { CommandName } from "../view/chat/commands.ts";

/** English words of what can be done by typing "/" in the chat; a part of `en`. */
export const enCommands = {
  title: "Commands",
  /** What stands behind the name, and what it does. */
  lines: {
    me: { words: "what you do", what: "Say it with your name before it" },
    shrug: { words: "", what: "Say ¯\\_(ツ)_/¯" },
    nick: { words: "nickname", what: "Change your nickname" },
    topic: { words: "what about", what: "Say what the room is about" },
    mute: { words: "", what: "Mute yourself" },
    unmute: { words: "", what: "Unmute yourself" },
    hand: { words: "", what: "Raise your hand, or lower it" },
    link: { words: "", what: "Copy the room's link" },
    save: { words: "", what: "Save the chat as text" },
    clear: { words: "", what: "Clear the copy of the chat in this browser" },
  } satisfies Record<CommandName, { words: string; what: string }>,
  unknown: (name: string) =>
    `There is no command /${name}. To say it as it is, begin with two slashes.`,
  needsWords: (name: string, words: string) => `Type more: /${name} ${words}`,
  done: {
    nick: "You have another nickname now.",
    topic: "The room has another topic now.",
    link: "Link copied.",
    clear: "Your copy is cleared.",
  },
  faults: {
    nick: "This nickname does not work: 1 to 32 characters, none of them hidden.",
    topic: "It was not saved. At most 120 characters, none of them hidden.",
    link: "Could not copy. Your browser does not let the page.",
  },
};
