import { useState } from "react";
import type { IdentityBox } from "../../state/identity.ts";
import type { RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { useIdentity } from "../identity/use-identity.tsx";
import { nicknameFault } from "../name-faults.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field } from "../parts/field.tsx";
import { Switch } from "../parts/switch.tsx";
import { Captions } from "./captions.tsx";
import { ChatCopy } from "./chat-copy.tsx";
import { DeviceChoice } from "./device-choice.tsx";
import { KeyBinding } from "./key-binding.tsx";
import { LanguageSelect } from "./language-select.tsx";
import { NoticeSettings } from "./notice-settings.tsx";
import styles from "./settings.module.css";

interface SettingsDialogProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly identity: IdentityBox;
  readonly onClose: () => void;
}

/** What one sets once and forgets. Everything holds at once; there is nothing to save. */
export function SettingsDialog({ store, state, identity, onClose }: SettingsDialogProps) {
  const { microphone, speaker } = state;
  const { opener, dialog } = useIdentity(identity);
  return (
    <Dialog title={text.settings.title} closeLabel={text.settings.close} onClose={onClose}>
      <div className={styles.settings}>
        <div>
          <Nickname store={store} nickname={state.nickname} />
          {opener}
        </div>
        <LanguageSelect />
        {state.webrtc && (
          <>
            <DeviceChoice
              label={text.settings.microphone}
              devices={microphone.devices}
              deviceId={microphone.deviceId}
              onChoose={(id) => void store.chooseMicrophone(id)}
            />
            {speaker.choosable && (
              <DeviceChoice
                label={text.settings.loudspeaker}
                devices={speaker.devices}
                deviceId={speaker.deviceId}
                onChoose={(id) => void store.chooseSpeaker(id)}
              />
            )}
            <Switch
              label={text.settings.original}
              hint={text.settings.originalHint}
              on={microphone.originalSound}
              onChange={(on) => void store.setOriginalSound(on)}
            />
            <Switch
              label={text.replay.own}
              hint={text.replay.ownHint}
              on={!state.replay.refused}
              onChange={(on) => store.replay.refuse(!on)}
            />
            <KeyBinding
              code={state.pushToTalkKey}
              onChoose={(code) => store.setPushToTalkKey(code)}
            />
          </>
        )}
        <Captions view={state.captions} actions={store.speech.captions} />
        {state.speech.canRead && (
          <Switch
            label={text.speech.readAloud}
            hint={text.speech.readAloudHint}
            on={state.speech.readAloud}
            onChange={(on) => store.speech.setReadAloud(on)}
          />
        )}
        <Switch
          label={text.settings.sounds}
          on={state.sounds}
          onChange={(on) => store.setSounds(on)}
        />
        <Switch
          label={text.settings.wakeLock}
          on={state.wakeLock}
          onChange={(on) => store.setWakeLock(on)}
        />
        <NoticeSettings state={state} />
        <ChatCopy store={store} state={state} />
      </div>
      {dialog}
    </Dialog>
  );
}

/** Told to the others when the field is left, and only where it is a nickname. */
function Nickname({ store, nickname }: { store: RoomStore; nickname: string }) {
  const [typed, setTyped] = useState(nickname);
  const fault = nicknameFault(typed);
  const settle = () => {
    if (fault === undefined && typed !== nickname) store.setNickname(typed);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <Field
        label={text.settings.nickname}
        value={typed}
        onChange={setTyped}
        fault={fault}
        autoComplete="nickname"
        onBlur={settle}
      />
    </form>
  );
}
