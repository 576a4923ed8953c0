import type { FileOffer } from "../../files/file-offer.ts";
import type { FileActions, FilePreview, FileView } from "../../state/files-view.ts";
import type { ChatMessage } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { saveBlob } from "../parts/save-file.ts";
import styles from "./files.module.css";

interface FileCardProps {
  readonly message: ChatMessage;
  readonly offer: FileOffer;
  readonly view: FileView;
  readonly actions: FileActions;
}

/** A file in the chat: what it is, how far it has come, and what one can do with it. */
export function FileCard({ message, offer, view, actions }: FileCardProps) {
  const { name, size } = offer;
  const { preview, state, bytes } = view;
  return (
    <div className={styles.card}>
      {preview && <Preview preview={preview} name={name} message={message} />}
      <p className={styles.what}>
        <Icon name="file" small />
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.size}>{text.files.size(size)}</span>
      </p>
      {(state === "taking" || state === "paused") && (
        <progress className={styles.progress} value={bytes} max={size} aria-label={name} />
      )}
      <Standing view={view} size={size} />
      <Doings message={message} offer={offer} view={view} actions={actions} />
    </div>
  );
}

function Preview({
  preview: { kind, address },
  name,
  message,
}: {
  readonly preview: FilePreview;
  readonly name: string;
  readonly message: ChatMessage;
}) {
  const nickname = message.isSelf ? text.chat.you : message.nickname;
  if (kind === "audio") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written down what is heard
      <audio
        className={styles.sound}
        controls
        preload="metadata"
        src={address}
        aria-label={text.files.sound(name, nickname)}
      />
    );
  }
  return (
    <img
      className={styles.picture}
      src={address}
      alt={text.files.picture(name, nickname)}
      decoding="async"
    />
  );
}

/** How it goes, in words. */
function Standing({ view, size }: { readonly view: FileView; readonly size: number }) {
  const { state, bytes, fault, takers } = view;
  const words = text.files;
  const done = takers.filter((taker) => taker.done).map(({ nickname }) => nickname);
  const lines = [
    state === "asking" && words.asking,
    state === "alone" && words.alone,
    state === "taking" && words.percent(bytes / size),
    state === "paused" && `${words.paused}, ${words.percent(bytes / size)}`,
    state === "impossible" && words.impossible,
    fault && words.faults[fault],
    done.length > 0 && words.takenBy(done),
    ...takers
      .filter((taker) => !taker.done)
      .map((taker) => words.takes(taker.nickname, taker.bytes / size)),
  ].filter((line) => typeof line === "string");
  if (lines.length === 0) return null;
  return (
    <p className={styles.standing} data-wrong={fault !== undefined}>
      {lines.join(" · ")}
    </p>
  );
}

function Doings({ message: { key }, offer, view: { state }, actions }: FileCardProps) {
  const words = text.files;
  const runs = state === "asking" || state === "alone" || state === "taking";
  const fetch = () => actions.fetch(key);
  const save = () => {
    const file = actions.get(key);
    if (file) saveBlob(file.offer.name, file.content);
  };
  return (
    <div className={styles.doings}>
      {state === "offered" && (
        <Button icon="down" aria-label={words.fetchNamed(offer.name)} onClick={fetch}>
          {words.fetch}
        </Button>
      )}
      {state === "failed" && <Button onClick={fetch}>{words.again}</Button>}
      {state === "taking" && <Button onClick={() => actions.pause(key)}>{words.pause}</Button>}
      {state === "paused" && <Button onClick={fetch}>{words.goOn}</Button>}
      {(runs || state === "paused") && (
        <Button look="quiet" onClick={() => actions.cancel(key)}>
          {words.cancel}
        </Button>
      )}
      {state === "here" && (
        <Button look="quiet" icon="down" aria-label={words.saveNamed(offer.name)} onClick={save}>
          {words.save}
        </Button>
      )}
    </div>
  );
}
