import { useId } from "react";
import type { Device } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import styles from "./settings.module.css";

interface DeviceChoiceProps {
  readonly label: string;
  readonly devices: readonly Device[];
  readonly deviceId: string;
  readonly onChoose: (id: string) => void;
}

export function DeviceChoice({ label, devices, deviceId, onChoose }: DeviceChoiceProps) {
  const id = useId();
  const named = devices.some((device) => device.id === "" || device.id === "default");
  return (
    <div className={styles.choice}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={deviceId}
        onChange={(event) => onChoose(event.target.value)}
      >
        {!named && <option value="">{text.settings.standard}</option>}
        {devices.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || text.settings.unnamedDevice(index + 1)}
          </option>
        ))}
      </select>
    </div>
  );
}
