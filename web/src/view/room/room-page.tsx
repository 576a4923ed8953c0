import { useCallback, useEffect, useRef, useState } from "react";
import type { IdentityBox } from "../../state/identity.ts";
import type { Person, RoomState, RoomStore } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { ChatPanel } from "../chat/chat-panel.tsx";
import { useNotices } from "../chat/use-notices.ts";
import { useUnread } from "../chat/use-unread.ts";
import { GameDoor } from "../games/game-door.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { Table } from "../table/table.tsx";
import { useMediaQuery } from "../use-media-query.ts";
import { Announcer } from "./announcer.tsx";
import { Controls } from "./controls.tsx";
import { Invite } from "./invite.tsx";
import { Knocks } from "./knocks.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { RoomHeader } from "./room-header.tsx";
import styles from "./room-page.module.css";
import { useRoomKeys } from "./use-room-keys.ts";

const EveryoneDialog = lazyPart(
  async () => (await import("../people/everyone-dialog.tsx")).EveryoneDialog,
);
const PersonPopover = lazyPart(
  async () => (await import("../people/person-popover.tsx")).PersonPopover,
);
const SettingsDialog = lazyPart(
  async () => (await import("../settings/settings-dialog.tsx")).SettingsDialog,
);

const ModerationDialog = lazyPart(
  async () => (await import("./moderation-dialog.tsx")).ModerationDialog,
);

const InviteDialog = lazyPart(async () => (await import("./invite-dialog.tsx")).InviteDialog);

const DescribeDialog = lazyPart(async () => (await import("./describe-dialog.tsx")).DescribeDialog);

const SawDialog = lazyPart(async () => (await import("./saw-dialog.tsx")).SawDialog);

/** The largest part: it is fetched when it is wanted. */
const BoardPanel = lazyPart(async () => (await import("../board/board-panel.tsx")).BoardPanel);

const GamePanel = lazyPart(async () => (await import("../games/game-panel.tsx")).GamePanel);

const RobotsDialog = lazyPart(
  async () => (await import("../robots/robots-dialog.tsx")).RobotsDialog,
);

const PARTS = [
  ...[EveryoneDialog, PersonPopover, SettingsDialog],
  ...[DescribeDialog, ModerationDialog, SawDialog, InviteDialog],
];

/** Wide enough for the chat beside the table; there it stands open from the start. */
const CHAT_BESIDE = "(min-width: 900px)";

type Centre = "none" | "board" | "game";

type Sheet =
  | "none"
  | "invite"
  | "everyone"
  | "about"
  | "moderation"
  | "robots"
  | "saw"
  | "settings";

interface RoomPageProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly identity: IdentityBox;
}

/** The room: the table, the chat beside it, three controls under it. */
export function RoomPage({ store, state, identity }: RoomPageProps) {
  const beside = useMediaQuery(CHAT_BESIDE);
  const [chatOpen, setChatOpen] = useState(beside);
  const [sheet, setSheet] = useState<Sheet>("none");
  const [chosen, setChosen] = useState<ChosenPerson | undefined>(undefined);
  /** What is in the middle of the table; "none": the table itself. */
  const [centre, setCentre] = useState<Centre>("none");
  const unread = useUnread(state.messages, chatOpen);
  const unseen = useNotices(state);
  useRoomKeys(store);
  useEffect(() => {
    for (const part of PARTS) part.prefetch();
  }, []);

  const entered = state.phase === "connected" || state.phase === "reconnecting";
  const inviting = entered && state.people.length === 1;
  const person = chosen && state.people.find((someone) => someone.number === chosen.number);
  const door = useRef<Centre>("none");
  const closeCentre = () => {
    door.current = centre;
    setCentre("none");
  };
  /** Who comes back to the table is at the door that they went through. */
  const comeBack = useCallback((doors: HTMLElement | null) => {
    const behind = doors?.querySelector<HTMLElement>(`[data-door="${door.current}"]`);
    if (doors) door.current = "none";
    if (document.activeElement === document.body) behind?.focus();
  }, []);
  const closeChat = () => setChatOpen(false);
  const chat = (
    <ChatPanel
      store={store}
      messages={state.messages}
      files={state.files}
      people={state.people}
      before={state.sealed?.unreadable === true}
      moderates={state.moderation.mine !== "none"}
      slowSeconds={state.moderation.slowSeconds}
      speech={state.speech}
      onClose={closeChat}
      beside={beside}
    />
  );

  return (
    <div className={styles.page} data-chat={chatOpen && beside}>
      <main className={styles.room}>
        <RoomHeader
          state={state}
          unseen={unseen}
          inviting={inviting}
          onEveryone={() => setSheet("everyone")}
          onInvite={() => setSheet("invite")}
          onAbout={() => setSheet("about")}
          onModeration={() => setSheet("moderation")}
          onSettings={() => setSheet("settings")}
          onSaw={() => setSheet("saw")}
        />
        <Problems store={store} state={state} onChooseMicrophone={() => setSheet("settings")} />
        <Knocks store={store} knocks={state.moderation.knocks} />
        {centre !== "none" ? (
          <div className={centre === "board" ? styles.board : styles.game}>
            {centre === "board" ? (
              <BoardPanel store={store} state={state} onClose={closeCentre} />
            ) : (
              <GamePanel store={store} state={state} onClose={closeCentre} />
            )}
          </div>
        ) : (
          <Table
            store={store}
            people={state.people}
            captions={state.captions.shown}
            onPerson={(number, anchor) => setChosen({ number, anchor })}
            onEveryone={() => setSheet("everyone")}
          >
            {inviting && <Invite title={state.title} link={state.link} />}
            {entered && (
              <div ref={comeBack} className={styles.doors} data-alone={state.people.length === 1}>
                {store.board && (
                  <Button data-door="board" icon="write" onClick={() => setCentre("board")}>
                    {text.board.open}
                  </Button>
                )}
                {store.games && <GameDoor store={store} onOpen={() => setCentre("game")} />}
                {mayHaveRobots(state) && (
                  <Button look="quiet" icon="robot" onClick={() => setSheet("robots")}>
                    {text.room.robots}
                  </Button>
                )}
              </div>
            )}
          </Table>
        )}
        <Controls
          store={store}
          state={state}
          chatOpen={chatOpen}
          unread={unread}
          onChat={() => setChatOpen((open) => !open)}
        />
        <Announcer people={state.people} ready={state.phase === "connected"} />
      </main>
      {chatOpen && beside && <aside className={styles.beside}>{chat}</aside>}
      {chatOpen && !beside && (
        <Dialog
          title={text.chat.title}
          closeLabel={text.chat.close}
          look="sheet"
          onClose={closeChat}
        >
          {chat}
        </Dialog>
      )}
      {person && chosen && (
        <PersonPopover
          key={person.number}
          store={store}
          person={person}
          anchor={chosen.anchor}
          onClose={() => setChosen(undefined)}
        />
      )}
      {sheet === "everyone" && (
        <EveryoneDialog store={store} people={state.people} onClose={() => setSheet("none")} />
      )}
      {sheet === "invite" && state.sealed && (
        <InviteDialog
          store={store}
          state={state}
          sealed={state.sealed}
          onClose={() => setSheet("none")}
        />
      )}
      {sheet === "about" && (
        <DescribeDialog
          store={store}
          state={state}
          onModeration={() => setSheet("moderation")}
          onSaw={() => setSheet("saw")}
          onClose={() => setSheet((now) => (now === "about" ? "none" : now))}
        />
      )}
      {sheet === "moderation" && (
        <ModerationDialog store={store} state={state} onClose={() => setSheet("none")} />
      )}
      {sheet === "robots" && (
        <RobotsDialog store={store} state={state} onClose={() => setSheet("none")} />
      )}
      {sheet === "saw" && <SawDialog store={store} onClose={() => setSheet("none")} />}
      {sheet === "settings" && (
        <SettingsDialog
          store={store}
          state={state}
          identity={identity}
          onClose={() => setSheet("none")}
        />
      )}
    </div>
  );
}

/** In a sealed room its owner lets them in, before anybody else can add one. */
function mayHaveRobots({ moderation, sealed }: RoomState): boolean {
  return moderation.mine !== "none" && (!sealed || sealed.isOwner || moderation.robots);
}

interface ChosenPerson {
  readonly number: Person["number"];
  readonly anchor: Element;
}

interface ProblemsProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onChooseMicrophone: () => void;
}

/** The store's problem, and held-back sound, which it may have besides. */
function Problems({ store, state, onChooseMicrophone }: ProblemsProps) {
  const { problem, speaker } = state;
  const blocked = speaker.blocked && problem?.code !== "autoplay-blocked";
  return (
    <>
      {blocked && (
        <ProblemNote
          problem={{ code: "autoplay-blocked", action: "unlock-audio" }}
          store={store}
          onChooseMicrophone={onChooseMicrophone}
        />
      )}
      {problem && (
        <ProblemNote problem={problem} store={store} onChooseMicrophone={onChooseMicrophone} />
      )}
    </>
  );
}
