import { useState } from "react";
import { text } from "../../text/text.ts";
import { canBeTalkKey, keyName } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import styles from "./settings.module.css";

/** The key that is held to talk while muted. A press on the button, then the new key. */
export function KeyBinding({ code, onChoose }: { code: string; onChoose: (code: string) => void }) {
  const [waiting, setWaiting] = useState(false);
  return (
    <div className={styles.binding}>
      <div>
        <p id="talk-key">{text.settings.pushToTalk}</p>
        <p className={styles.hint}>
          {text.settings.pushToTalkHint} {text.settings.keys}
        </p>
      </div>
      <Button
        className={styles.key}
        aria-describedby="talk-key"
        aria-pressed={waiting}
        onClick={() => setWaiting(true)}
        onBlur={() => setWaiting(false)}
        onKeyDown={(event) => {
          if (!waiting) return;
          if (event.key === "Tab") return;
          event.preventDefault();
          event.stopPropagation();
          if (canBeTalkKey(event.nativeEvent.code)) onChoose(event.nativeEvent.code);
          setWaiting(false);
        }}
        onKeyUp={(event) => {
          if (event.key === " ") event.preventDefault(); // Space was the answer, not a press
        }}
      >
        {waiting ? text.settings.pressKey : keyName(code, text.keys)}
      </Button>
    </div>
  );
}
