import { useState } from "react";
import {
  type NoticeChoice,
  type NoticeWhen,
  noticeChoice,
  setNoticeChoice,
} from "../../state/notice-choice.ts";
import type { RoomState } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { noticeRoom } from "../chat/use-notices.ts";
import { Choice } from "../parts/choice.tsx";
import { Switch } from "../parts/switch.tsx";
import styles from "./settings.module.css";

const CHOICES: readonly NoticeWhen[] = ["never", "mentions", "all"];

/** Of what this room may tell while its tab is hidden. The browser asks for permission when one chooses, and not before. */
export function NoticeSettings({ state }: { state: RoomState }) {
  const room = noticeRoom(state);
  const sealed = state.sealed !== undefined;
  const [choice, setChoice] = useState(() => noticeChoice(room, sealed));
  const [refused, setRefused] = useState(false);
  if (!("Notification" in globalThis)) return null;
  const choose = async (changed: Partial<NoticeChoice>) => {
    const wanted = { ...choice, ...changed };
    setChoice(wanted);
    const allowed = wanted.when === "never" || (await askForNotices());
    const kept = allowed ? wanted : { ...wanted, when: "never" as const };
    setRefused(!allowed);
    setChoice(kept);
    setNoticeChoice(room, kept);
  };
  return (
    <div className={styles.choice}>
      <Choice
        label={text.notices.title}
        value={choice.when}
        options={CHOICES.map((when) => [when, text.notices.when[when]])}
        onChoose={(when) => void choose({ when })}
      />
      {refused && (
        <p className={styles.hint} role="status">
          {text.notices.refused}
        </p>
      )}
      {choice.when !== "never" && (
        <Switch
          label={text.notices.words}
          {...(sealed && { hint: text.notices.wordsSealed })}
          on={choice.words}
          onChange={(words) => void choose({ words })}
        />
      )}
    </div>
  );
}

async function askForNotices(): Promise<boolean> {
  try {
    return (await Notification.requestPermission()) === "granted";
  } catch {
    return false;
  }
}
