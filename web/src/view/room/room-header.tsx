import type { RoomState } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { navigate } from "../router.ts";
import { useMediaQuery } from "../use-media-query.ts";
import { ConnectionStatus } from "./connection-status.tsx";
import { CopyLink } from "./copy-link.tsx";
import styles from "./room-header.module.css";

/** Of sealed rooms alone. */
const SealLine = lazyPart(async () => (await import("./seal-line.tsx")).SealLine);
const SealWarnings = lazyPart(async () => (await import("./seal-line.tsx")).SealWarnings);

interface RoomHeaderProps {
  readonly state: RoomState;
  readonly unseen: number; // messages that came while the tab was hidden
  readonly inviting: boolean; // the link stands in the middle of the table already
  readonly onEveryone: () => void;
  readonly onInvite: () => void;
  readonly onAbout: () => void;
  readonly onModeration: () => void;
  readonly onSettings: () => void;
  readonly onSaw: () => void;
}

/** The room goes on elsewhere: one click follows. */
function FollowerNote({ address }: { address: string }) {
  return (
    <p className={styles.moved} role="status">
      {text.sealed.moved}
      <Button onClick={() => navigate(address)}>{text.sealed.follow}</Button>
    </p>
  );
}

/** On a phone the way to moderation is "About this room": the title needs the place. */
const ROOMY = "(min-width: 480px)";

/** The room's title, how the line stands, how many are here. */
export function RoomHeader({
  state,
  unseen,
  inviting,
  onEveryone,
  onInvite,
  onAbout,
  onModeration,
  onSettings,
  onSaw,
}: RoomHeaderProps) {
  const roomy = useMediaQuery(ROOMY);
  const heading = usePageHeading(
    text.notices.tab(
      unseen,
      state.microphone.muted ? text.room.titleMuted(state.title) : state.title,
    ),
  );
  return (
    <header className={styles.header}>
      <h1 ref={heading} tabIndex={-1} className={styles.title} title={state.title}>
        {state.title}
      </h1>
      <div className={styles.tools}>
        {state.sealed && (
          <Button look="quiet" icon="share" iconOnly onClick={onInvite}>
            {text.invite.title}
          </Button>
        )}
        {!inviting && !state.sealed && (
          <CopyLink link={state.link} look="quiet" iconOnlyWhenNarrow />
        )}
        {state.moderator !== undefined && (
          <Button look="quiet" icon="about" iconOnly onClick={onAbout}>
            {text.describe.title}
          </Button>
        )}
        {roomy && state.moderator !== undefined && (
          <Button look="quiet" icon="shield" iconOnly onClick={onModeration}>
            {text.moderation.title}
          </Button>
        )}
        <Button look="quiet" icon="settings" iconOnly onClick={onSettings}>
          {text.room.settings}
        </Button>
      </div>
      {state.description.topic !== "" && (
        <p className={styles.topic} title={state.description.topic}>
          <bdi>{state.description.topic}</bdi>
        </p>
      )}
      {state.sealed?.follower !== undefined && <FollowerNote address={state.sealed.follower} />}
      <div className={styles.line}>
        {state.sealed && <SealLine sealed={state.sealed} onSaw={onSaw} />}
        <ConnectionStatus phase={state.phase} offline={state.problem?.code === "offline"} />
        {state.people.length > 0 && (
          <button type="button" className={styles.everyone} onClick={onEveryone}>
            {text.room.everyone(state.people.length)}
          </button>
        )}
        {state.replay.offered && <span>{text.replay.short}</span>}
        {state.moderation.locked && <span>{text.moderation.lockedShort}</span>}
      </div>
      {state.sealed && <SealWarnings sealed={state.sealed} />}
    </header>
  );
}
