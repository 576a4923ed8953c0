import type { Microphone, MicrophoneChoice } from "../client/microphone.ts";
import type { Device, Microphone as MicrophoneView } from "./room-view.ts";
import type { Settings } from "./settings.ts";

/** The microphone as it was set. */
export function microphoneChoice({ microphone, originalSound }: Settings): MicrophoneChoice {
  return { deviceId: microphone, originalSound };
}

/** The microphone as people see it. */
export function microphoneView(
  { state, speaking }: Pick<Microphone, "state" | "speaking">,
  { muted, microphone, originalSound }: Settings,
  devices: readonly Device[],
  now: { readonly talking: boolean; readonly joined: boolean; readonly transmitting: boolean },
): MicrophoneView {
  return {
    state: state === "busy" ? "missing" : state, // the problem says which
    muted,
    talking: now.talking,
    speakingWhileMuted: now.joined && state === "on" && !now.transmitting && speaking,
    devices,
    deviceId: microphone,
    originalSound,
  };
}
