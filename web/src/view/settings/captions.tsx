import type { CaptionActions, CaptionsView } from "../../state/live-captions.ts";
import { text } from "../../text/text.ts";
import { Switch } from "../parts/switch.tsx";
import styles from "./settings.module.css";

/** Whether what is said is shown as words, and what one says oneself. */
export function Captions({
  view,
  actions,
}: {
  readonly view: CaptionsView;
  readonly actions: CaptionActions;
}) {
  const { show, showHint, own, ownHint, place, byServer, byServerHint } = text.captions;
  return (
    <>
      <Switch label={show} hint={showHint} on={view.on} onChange={(on) => actions.setOn(on)} />
      {view.canHear && (
        <div>
          <Switch label={own} hint={ownHint} on={view.own} onChange={(on) => actions.setOwn(on)} />
          {view.place && <p className={styles.hint}>{place[view.place]}</p>}
        </div>
      )}
      {view.serverHears && (
        <Switch
          label={byServer}
          hint={byServerHint}
          on={view.byServer}
          onChange={(on) => actions.setByServer(on)}
        />
      )}
    </>
  );
}
