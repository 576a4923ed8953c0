import { useState } from "react";
import type { Retention } from "../../client/chat-keeper.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { asJson, asText, fileName } from "../chat/export.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { saveFile } from "../parts/save-file.ts";
import styles from "./settings.module.css";

const CHOICES: readonly Retention[] = ["session", "day", "keep"];

/** What this browser keeps of the chat: for how long, and a copy to take away. */
export function ChatCopy({ store, state }: { store: RoomStore; state: RoomState }) {
  const [asking, setAsking] = useState(false);
  const { title, messages, retention } = state;
  return (
    <div className={styles.choice}>
      <Choice
        label={text.chatCopy.title}
        value={retention}
        options={CHOICES.map((choice) => [choice, text.chatCopy.retention[choice]])}
        onChoose={(choice) => store.chat.setRetention(choice)}
      />
      <p className={styles.hint}>{text.chatCopy.hint}</p>
      <div className={styles.copyButtons}>
        <Button
          onClick={() => saveFile(fileName(title, "txt"), asText(title, messages), "text/plain")}
        >
          {text.chatCopy.asText}
        </Button>
        <Button
          onClick={() =>
            saveFile(fileName(title, "json"), asJson(title, messages), "application/json")
          }
        >
          {text.chatCopy.asJson}
        </Button>
        {asking ? (
          <Button
            look="main"
            autoFocus
            onClick={() => {
              store.chat.clear();
              setAsking(false);
            }}
            onBlur={() => setAsking(false)}
          >
            {text.chatCopy.clearNow}
          </Button>
        ) : (
          <Button disabled={messages.length === 0} onClick={() => setAsking(true)}>
            {text.chatCopy.clear}
          </Button>
        )}
      </div>
    </div>
  );
}
