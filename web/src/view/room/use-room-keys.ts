import { useEffect } from "react";
import type { RoomStore } from "../../state/room-view.ts";
import { focusOf, keyAction } from "../keys.ts";

/** M toggles mute, H a raised hand, R instant replay; the key to talk is held while muted. An open dialog keeps the keyboard to itself. */
export function useRoomKeys(store: RoomStore): void {
  useEffect(() => {
    let held = "";
    const release = () => {
      if (held === "") return;
      held = "";
      store.setTalking(false);
    };
    const onDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog:modal")) return;
      const { pushToTalkKey, microphone, moderation } = store.getState();
      const action = keyAction(event, focusOf(document.activeElement), pushToTalkKey);
      if (action === "toggle-mute") {
        event.preventDefault();
        store.setMuted(!microphone.muted);
      } else if (action === "toggle-hand") {
        event.preventDefault();
        void store.acts.raiseHand(!moderation.handUp);
      } else if (action === "toggle-replay" && store.getState().replay.offered) {
        event.preventDefault();
        store.replay.toggle();
      } else if (action === "talk" && (microphone.muted || held !== "")) {
        event.preventDefault(); // Space would scroll
        if (held !== "") return;
        held = event.code;
        store.setTalking(true);
      }
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.code === held) release();
    };
    window.addEventListener("keydown", onDown);
    window.addEventListener("keyup", onUp);
    window.addEventListener("blur", release);
    return () => {
      release();
      window.removeEventListener("keydown", onDown);
      window.removeEventListener("keyup", onUp);
      window.removeEventListener("blur", release);
    };
  }, [store]);
}
