import type { SpeechActions, SpeechView } from "../../state/live-speech.ts";
import { text } from "../../text/text.ts";
import { Choice } from "../parts/choice.tsx";
import { Switch } from "../parts/switch.tsx";
import styles from "./chat.module.css";

/** Whether what one writes is said, in which voice, and by whom. */
export function SpeakRow({
  view,
  actions,
}: {
  readonly view: SpeechView;
  readonly actions: SpeechActions;
}) {
  const { say, voice, voices, asking, byServer, byListeners } = text.speech;
  const how = { server: byServer, listeners: byListeners };
  return (
    <div className={styles.speak}>
      <Switch label={say} on={view.on} onChange={(on) => actions.setOn(on)} />
      {view.on && (
        <p className={styles.speakHint} role="status">
          {view.way ? how[view.way] : asking}
        </p>
      )}
      {view.on && view.way === "server" && (
        <Choice
          label={voice}
          look="beside"
          value={view.voice}
          options={voices.map((name, index) => [index, name] as const)}
          onChoose={(index) => actions.setVoice(index)}
        />
      )}
    </div>
  );
}
