import { type ReactNode, useState } from "react";
import type { IdentityBox } from "../../state/identity.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import styles from "./identity.module.css";

const IdentityDialog = lazyPart(async () => (await import("./identity-dialog.tsx")).IdentityDialog);

/** A button for where one's name is edited, and its dialog, which holds forms and so stands outside of any. */
export function useIdentity(box: IdentityBox): {
  readonly opener: ReactNode;
  readonly dialog: ReactNode;
} {
  const [open, setOpen] = useState(false);
  const opener = (
    <Button look="quiet" className={styles.opener} onClick={() => setOpen(true)}>
      {text.identity.title}
    </Button>
  );
  const dialog = open && <IdentityDialog box={box} onClose={() => setOpen(false)} />;
  return { opener, dialog };
}
