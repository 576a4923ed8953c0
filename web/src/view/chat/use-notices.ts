import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { noticeChoice } from "../../state/notice-choice.ts";
import type { ChatMessage, RoomState } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { fresh, type Notice, noticeOf } from "./notices.ts";

/** By which a room's choice is remembered. */
export function noticeRoom({ sealed, title }: Pick<RoomState, "sealed" | "title">): string {
  return sealed ? `sealed ${sealed.roomId}` : `public ${title}`;
}

/** Tells of what is written while the tab is hidden, as was chosen; gives how much that was, for the tab's title. */
export function useNotices(state: RoomState): number {
  const { messages, nickname } = state;
  const hidden = useSyncExternalStore(watchHidden, isHidden, () => false);
  const [looked, setLooked] = useState<readonly ChatMessage[]>(messages);
  if (!hidden && looked !== messages) setLooked(messages);
  const seen = useRef<ReadonlySet<string>>(new Set());
  const room = noticeRoom(state);
  const isSealed = state.sealed !== undefined;
  useEffect(() => {
    const news = fresh(messages, seen.current);
    seen.current = new Set(messages.map(({ key }) => key));
    if (!hidden || news.length === 0) return;
    const notice = noticeOf(news, noticeChoice(room, isSealed), nickname);
    if (notice) show(room, state.title, notice);
  }, [hidden, messages, nickname, room, isSealed, state.title]);
  if (!hidden || looked === messages) return 0;
  return fresh(messages, new Set(looked.map(({ key }) => key))).length;
}

/** One at a time of each room: a newer one takes its place. */
function show(room: string, title: string, notice: Notice): void {
  try {
    if (globalThis.Notification?.permission !== "granted") return;
    const shown = new Notification(title, { body: text.notices.body(notice), tag: room });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // a telephone shows notices of service workers alone
  }
}

function isHidden(): boolean {
  return document.visibilityState === "hidden";
}

function watchHidden(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}
