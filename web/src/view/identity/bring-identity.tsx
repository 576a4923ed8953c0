import { type FormEvent, useId, useRef, useState } from "react";
import { MAX_EXPORT_CHARACTERS } from "../../crypto/identity-export.ts";
import type { BroughtIdentity, IdentityBox, IdentityFault } from "../../state/identity.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { Working } from "../parts/working.tsx";
import styles from "./identity.module.css";
import { textOfPicture } from "./qr-picture.ts";

interface BringIdentityProps {
  readonly box: IdentityBox;
  readonly onBack: () => void;
  readonly onBrought: (brought: BroughtIdentity) => void;
}

/** A file, a picture of the code or the text, and the passphrase. */
export function BringIdentity({ box, onBack, onBrought }: BringIdentityProps) {
  const words = text.identity;
  const id = useId();
  const file = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<IdentityFault | undefined>(undefined);
  const [noCode, setNoCode] = useState(false);
  const [opening, setOpening] = useState(false);
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const isPicture = chosen.type.startsWith("image/");
    const found = isPicture
      ? await textOfPicture(chosen)
      : await chosen.slice(0, MAX_EXPORT_CHARACTERS + 1).text();
    setNoCode(found === undefined);
    setFault(undefined);
    if (found !== undefined) setTyped(found);
  };
  const open = async (event: FormEvent) => {
    event.preventDefault();
    setOpening(true);
    const outcome = await box.open(typed, passphrase);
    setOpening(false);
    if (outcome.ok) onBrought(outcome.value);
    else setFault(outcome.fault);
  };
  const ofPassphrase = fault === "wrong-passphrase";
  const ofText = noCode ? words.noCode : fault && !ofPassphrase && words.faults[fault];
  return (
    <form className={styles.form} onSubmit={(event) => void open(event)} noValidate>
      <p className={styles.note}>{words.bringWhat}</p>
      <input
        ref={file}
        type="file"
        accept=".txt,text/plain,image/*"
        hidden
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <Button onClick={() => file.current?.click()}>{words.choose}</Button>
      <div className={styles.paste}>
        <label htmlFor={id} className={styles.note}>
          {words.paste}
        </label>
        <textarea
          id={id}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={Boolean(ofText)}
          aria-describedby={`${id}-fault`}
        />
        <p id={`${id}-fault`} role="alert" className={styles.fault}>
          {ofText}
        </p>
      </div>
      <Field
        label={words.passphrase}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={setPassphrase}
        fault={ofPassphrase ? words.faults["wrong-passphrase"] : undefined}
      />
      {opening && <Working label={words.making} />}
      <div className={styles.ways}>
        <Button look="main" type="submit" disabled={opening}>
          {words.open}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </form>
  );
}
