import { useEffect, useState } from "react";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./copy-link.module.css";

interface CopyLinkProps {
  readonly link: string;
  readonly look: "main" | "quiet";
  readonly iconOnlyWhenNarrow?: boolean;
}

const SAID_MILLIS = 2500;

/** Copies the room's link, and says so in the same place. */
export function CopyLink({ link, look, iconOnlyWhenNarrow = false }: CopyLinkProps) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), SAID_MILLIS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    setSaid((await copyText(link)) ? text.room.copied : text.room.copyFailed);
  };
  return (
    <span className={styles.place}>
      <Button
        look={look}
        icon="link"
        className={iconOnlyWhenNarrow ? styles.narrow : undefined}
        onClick={() => void copy()}
      >
        {text.room.copyLink}
      </Button>
      <span role="status" className={said === "" ? "visually-hidden" : styles.said}>
        {said}
      </span>
    </span>
  );
}

async function copyText(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false; // no permission, or not a safe page
  }
}
