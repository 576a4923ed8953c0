import { useEffect, useState } from "react";
import type { EarsPlace } from "../../../state/ears.ts";
import type { SpokenWord } from "../../../state/spoken-word.ts";

export type Listening = "no" | "asks" | "yes" | "failed";

export interface Spoken {
  readonly listening: Listening;
  /** Where the voice goes, while that is being said. */
  readonly place: EarsPlace | undefined;
  /** Says where the voice goes, the first time; then listens, or stops. */
  toggle(): void;
}

/** A guess said: `hearing` has it as far as it is understood, `said` when it is whole. */
export function useSpokenWord(
  word: SpokenWord,
  language: string,
  hearing: (text: string) => void,
  said: (text: string) => void,
): Spoken {
  const [listening, setListening] = useState<Listening>("no");
  const [place, setPlace] = useState<EarsPlace>();
  useEffect(() => () => word.stop(), [word]);
  const listen = () => {
    setListening("yes");
    void word.start(language, {
      hearing,
      ended: (text) => {
        setListening("no");
        if (text !== "") said(text);
      },
      failed: () => setListening("failed"),
    });
  };
  const toggle = async () => {
    if (listening === "yes") return word.stop();
    const asked = await word.toAgree(language);
    setPlace(asked);
    if (asked) setListening("asks");
    else listen();
  };
  return { listening, place, toggle: () => void toggle() };
}
