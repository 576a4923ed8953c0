import { useEffect, useState } from "react";
import type { BroughtIdentity, IdentityBox, OwnIdentity } from "../../state/identity.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { BringIdentity } from "./bring-identity.tsx";
import styles from "./identity.module.css";
import { TakeIdentity } from "./take-identity.tsx";

type Step =
  | { readonly name: "start" }
  | { readonly name: "take" }
  | { readonly name: "bring" }
  | { readonly name: "replace"; readonly brought: BroughtIdentity }
  | { readonly name: "done"; readonly brought: BroughtIdentity };

interface IdentityDialogProps {
  readonly box: IdentityBox;
  readonly onClose: () => void;
}

/** Who one is, beside one's name: taken to another device, or brought here from one. */
export function IdentityDialog({ box, onClose }: IdentityDialogProps) {
  const words = text.identity;
  const [own, setOwn] = useState<OwnIdentity | undefined>(undefined);
  const [step, setStep] = useState<Step>({ name: "start" });
  /** Where saving the former one leads back to. */
  const [pending, setPending] = useState<BroughtIdentity | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    box.own().then(
      (found) => wanted && setOwn(found),
      () => {}, // a browser without the keys for it says so at the door of a room
    );
    return () => {
      wanted = false;
    };
  }, [box]);
  const back = () => setStep(pending ? { name: "replace", brought: pending } : { name: "start" });
  return (
    <Dialog title={words.title} closeLabel={words.close} onClose={onClose}>
      <div className={styles.body}>
        {step.name === "start" && (
          <>
            {own && <p className={styles.own}>{words.you(own.fingerprint)}</p>}
            <p className={styles.note}>{own?.kept === false ? words.notKept : words.what}</p>
            <div className={styles.ways}>
              <Button disabled={!own?.kept} onClick={() => setStep({ name: "take" })}>
                {words.take}
              </Button>
              <Button onClick={() => setStep({ name: "bring" })}>{words.bring}</Button>
            </div>
          </>
        )}
        {step.name === "take" && <TakeIdentity box={box} onBack={back} />}
        {step.name === "bring" && (
          <BringIdentity
            box={box}
            onBack={() => setStep({ name: "start" })}
            onBrought={(brought) => setStep({ name: "replace", brought })}
          />
        )}
        {step.name === "replace" && (
          <Replace
            own={own}
            brought={step.brought}
            onSaveFirst={() => {
              setPending(step.brought);
              setStep({ name: "take" });
            }}
            onBack={() => {
              setPending(undefined);
              setStep({ name: "start" });
            }}
            onDone={() => setStep({ name: "done", brought: step.brought })}
          />
        )}
        {step.name === "done" && (
          <>
            <p role="status">{words.done(step.brought.fingerprint)}</p>
            <div className={styles.ways}>
              <Button look="main" autoFocus onClick={() => location.reload()}>
                {words.reload}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}

interface ReplaceProps {
  readonly own: OwnIdentity | undefined;
  readonly brought: BroughtIdentity;
  readonly onSaveFirst: () => void;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** Nothing is lost without a word: what would be gone, and a way to save it first. */
function Replace({ own, brought, onSaveFirst, onBack, onDone }: ReplaceProps) {
  const words = text.identity;
  const [fault, setFault] = useState<string | undefined>(undefined);
  const former = own?.fingerprint ?? "";
  const replace = async () => {
    const problem = await brought.adopt();
    if (problem) setFault(words.faults[problem]);
    else onDone();
  };
  return (
    <>
      <p role="status">
        {brought.isOurs ? words.isOurs : words.replace(brought.fingerprint, former)}
      </p>
      {fault !== undefined && <p role="alert">{fault}</p>}
      <div className={styles.ways}>
        {!brought.isOurs && (
          <>
            <Button look="main" onClick={onSaveFirst}>
              {words.saveFirst(former)}
            </Button>
            <Button onClick={() => void replace()}>{words.doReplace}</Button>
          </>
        )}
        <Button look="quiet" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </>
  );
}
