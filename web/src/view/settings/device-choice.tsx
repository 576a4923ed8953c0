import type { Device } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Choice } from "../parts/choice.tsx";

interface DeviceChoiceProps {
  readonly label: string;
  readonly devices: readonly Device[];
  readonly deviceId: string;
  readonly onChoose: (id: string) => void;
}

export function DeviceChoice({ label, devices, deviceId, onChoose }: DeviceChoiceProps) {
  const named = devices.some((device) => device.id === "" || device.id === "default");
  const options = devices.map(
    (device, index) => [device.id, device.label || text.settings.unnamedDevice(index + 1)] as const,
  );
  return (
    <Choice
      label={label}
      value={deviceId}
      options={named ? options : [["", text.settings.standard], ...options]}
      onChoose={onChoose}
    />
  );
}
