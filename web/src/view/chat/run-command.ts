import { checkNickname } from "../../crypto/names.ts";
import type { RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { saveFile } from "../parts/save-file.ts";
import type { CommandName } from "./commands.ts";
import { asText, fileName } from "./export.ts";

/** What became of a command; `note` is said beside the field. */
export interface CommandOutcome {
  readonly done: boolean;
  readonly note?: string;
}

const SHRUG = "¯\\_(ツ)_/¯";

/** Does what somebody typed. What was not done leaves the words where they are. */
export async function runCommand(
  store: RoomStore,
  name: CommandName,
  words: string,
): Promise<CommandOutcome> {
  const { done, faults } = text.commands;
  const state = store.getState();
  switch (name) {
    case "me": {
      const nickname = state.people.find(({ isSelf }) => isSelf)?.nickname ?? "";
      return { done: store.chat.say(`* ${nickname} ${words}`) };
    }
    case "shrug":
      return { done: store.chat.say(words === "" ? SHRUG : `${words} ${SHRUG}`) };
    case "nick": {
      const checked = checkNickname(words);
      if (!checked.ok) return { done: false, note: faults.nick };
      store.setNickname(checked.text);
      return { done: true, note: done.nick };
    }
    case "topic": {
      const fault = await store.describe({ ...state.description, topic: words });
      return fault ? { done: false, note: faults.topic } : { done: true, note: done.topic };
    }
    case "mute":
    case "unmute":
      store.setMuted(name === "mute");
      return { done: true };
    case "hand":
      await store.acts.raiseHand(!state.moderation.handUp);
      return { done: true };
    case "link": {
      const copied = await copy(state.link);
      return { done: copied, note: copied ? done.link : faults.link };
    }
    case "save": {
      const { title, messages } = state;
      saveFile(fileName(title, "txt"), asText(title, messages), "text/plain");
      return { done: true };
    }
    case "clear":
      store.chat.clear();
      return { done: true, note: done.clear };
  }
}

async function copy(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false; // no permission, or not a safe page
  }
}
