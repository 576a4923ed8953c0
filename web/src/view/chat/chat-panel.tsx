import { useCallback, useMemo, useState } from "react";
import type { FilesView } from "../../state/files-view.ts";
import type { SpeechView } from "../../state/live-speech.ts";
import type { ChatMessage, Person, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import styles from "./chat.module.css";
import { type CommandName, commandsOf } from "./commands.ts";
import { Composer, type Purpose } from "./composer.tsx";
import fileStyles from "./files.module.css";
import { MessageList } from "./message-list.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { namesakes } from "./namesakes.ts";
import { PreparingFiles } from "./preparing-files.tsx";
import { runCommand } from "./run-command.ts";
import { SpeakRow } from "./speak-row.tsx";
import { useFileDrop } from "./use-file-drop.ts";

interface ChatPanelProps {
  readonly store: RoomStore;
  readonly messages: readonly ChatMessage[];
  readonly files: FilesView;
  readonly people: readonly Person[];
  readonly before: boolean; // some cannot be read: they were sealed before we came
  readonly moderates: boolean; // may take messages out
  readonly slowSeconds: number;
  readonly onClose: () => void;
  readonly speech: SpeechView;
  readonly beside: boolean; // beside the table it has a heading of its own; a sheet has one already
}

export function ChatPanel(props: ChatPanelProps) {
  const {
    store,
    messages,
    files,
    people,
    before,
    moderates,
    slowSeconds,
    onClose,
    beside,
    speech,
  } = props;
  const [purpose, setPurpose] = useState<Purpose>({ kind: "say" });
  const [menu, setMenu] = useState<{ key: string; anchor: Element } | undefined>(undefined);
  const closeMenu = useCallback(() => setMenu(undefined), []);
  const onMore = useCallback((key: string, anchor: Element) => setMenu({ key, anchor }), []);
  const onReact = useCallback(
    (key: string, emoji: string, on: boolean) => store.chat.react(key, emoji, on),
    [store],
  );
  const names = useMemo(() => namesOf(messages, people), [messages, people]);
  const marks = useMemo(() => namesakes(messages, people), [messages, people]);
  const commands = commandsIn(store);
  const nameOf = useCallback((id: string) => names.get(id), [names]);

  const find = (key: string | undefined) => messages.find((message) => message.key === key);
  const chosen = find(menu?.key);
  const about = (kind: "reply" | "edit") => (key: string) => {
    const message = find(key);
    if (message) setPurpose({ kind, message });
  };
  const say = (words: string) => {
    const done =
      purpose.kind === "edit"
        ? store.chat.edit(purpose.message.key, words)
        : store.chat.say(words, purpose.kind === "reply" ? purpose.message.key : undefined);
    if (done) setPurpose({ kind: "say" });
    return done;
  };
  const editLast = () => {
    const message = messages.findLast(({ isSelf, file }) => isSelf && !file);
    if (message) setPurpose({ kind: "edit", message });
  };

  const share = useCallback((chosen: readonly File[]) => store.files.offer(chosen), [store]);
  const drop = useFileDrop(share);

  return (
    <div className={styles.panel} {...drop.handlers}>
      {drop.over && <p className={fileStyles.drop}>{text.files.drop}</p>}
      {beside && (
        <header className={styles.header}>
          <h2>{text.chat.title}</h2>
          <Button look="quiet" icon="close" iconOnly onClick={onClose}>
            {text.chat.close}
          </Button>
        </header>
      )}
      <MessageList
        messages={messages}
        files={files}
        actions={store.files}
        before={before}
        nameOf={nameOf}
        marks={marks}
        onMore={onMore}
        onReact={onReact}
      />
      {menu && chosen && (
        <MessageMenu
          key={menu.key}
          message={chosen}
          anchor={menu.anchor}
          onRemove={moderates ? (key) => void store.acts.remove(key) : undefined}
          onReact={onReact}
          onReply={about("reply")}
          onEdit={about("edit")}
          onDelete={(key) => store.chat.delete(key)}
          onClose={closeMenu}
        />
      )}
      {slowSeconds > 0 && !moderates && (
        <p className={styles.slow}>{text.moderation.slowNow(slowSeconds)}</p>
      )}
      <SpeakRow view={speech} actions={store.speech} />
      <PreparingFiles files={files.preparing} actions={store.files} />
      <Composer
        purpose={purpose}
        commands={commands}
        onFiles={share}
        onSend={say}
        onCommand={(name, words) => runCommand(store, name, words)}
        onStop={() => setPurpose({ kind: "say" })}
        onEditLast={editLast}
      />
    </div>
  );
}

function commandsIn(store: RoomStore): readonly CommandName[] {
  const { mayDescribe, sealed, webrtc } = store.getState();
  return commandsOf({ mayDescribe, sealed: sealed !== undefined, webrtc });
}

/** Who is here by the name they bear now, who has left by the last they wrote under. */
function namesOf(
  messages: readonly ChatMessage[],
  people: readonly Person[],
): ReadonlyMap<string, string> {
  const written = messages.map(({ author, nickname }) => [author, nickname] as const);
  return new Map([...written, ...people.map(({ id, nickname }) => [id, nickname] as const)]);
}
