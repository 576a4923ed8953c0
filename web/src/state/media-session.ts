/** Shows the room on the lock screen, with mute and hang-up, where the system has a place for it (Media Session). */
export interface MediaSessionActions {
  toggleMute(): void;
  leave(): void;
}

export function openMediaSession(title: string, actions: MediaSessionActions): void {
  const session = navigator.mediaSession;
  if (!session || typeof MediaMetadata === "undefined") return;
  session.metadata = new MediaMetadata({ title, artist: "free4chat" });
  session.playbackState = "playing";
  setHandler("togglemicrophone", actions.toggleMute);
  setHandler("hangup", actions.leave);
}

export function showMuted(muted: boolean): void {
  // Older browsers lack it, whatever the types say: then the lock screen shows no mute state.
  void navigator.mediaSession?.setMicrophoneActive?.(!muted)?.catch(() => {});
}

export function closeMediaSession(): void {
  const session = navigator.mediaSession;
  if (!session) return;
  session.metadata = null;
  session.playbackState = "none";
  setHandler("togglemicrophone", null);
  setHandler("hangup", null);
}

function setHandler(action: string, handler: (() => void) | null): void {
  try {
    navigator.mediaSession.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // This browser does not know the action.
  }
}
