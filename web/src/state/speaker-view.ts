import { AudioOutput } from "../client/audio-output.ts";
import type { Device, Speaker } from "./room-view.ts";

/** The loudspeaker as people see it. */
export function speakerView(
  deviceId: string,
  devices: readonly Device[],
  blocked: boolean,
): Speaker {
  return { choosable: AudioOutput.choosable, devices, deviceId, blocked };
}
