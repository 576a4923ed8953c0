import { listDevices } from "../client/microphone.ts";
import type { Device } from "./room-view.ts";

/** The microphones and loudspeakers that can be chosen. Labels are empty until the microphone was allowed once. */
export class DeviceLists {
  microphones: readonly Device[] = [];
  speakers: readonly Device[] = [];

  async refresh(): Promise<void> {
    const [microphones, speakers] = await Promise.all([
      listDevices("audioinput"),
      listDevices("audiooutput"),
    ]);
    this.microphones = microphones.map(toDevice);
    this.speakers = speakers.map(toDevice);
  }
}

function toDevice({ deviceId, label }: MediaDeviceInfo): Device {
  return { id: deviceId, label };
}
