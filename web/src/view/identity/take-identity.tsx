import { type FormEvent, useState } from "react";
import type { IdentityBox } from "../../state/identity.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { lazyPart } from "../parts/lazy-part.tsx";
import { saveFile } from "../parts/save-file.ts";
import { Working } from "../parts/working.tsx";
import { strengthOf } from "../password-words.ts";
import styles from "./identity.module.css";

const QrCode = lazyPart(async () => (await import("../room/qr-code.tsx")).QrCode);

interface TakeIdentityProps {
  readonly box: IdentityBox;
  readonly onBack: () => void;
}

/** A passphrase, then the file and the code. */
export function TakeIdentity({ box, onBack }: TakeIdentityProps) {
  const words = text.identity;
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [differ, setDiffer] = useState(false);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | undefined>(undefined);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setDiffer(passphrase !== again);
    setFault(undefined);
    if (passphrase !== again) return;
    setMaking(true);
    const outcome = await box.write(passphrase);
    setMaking(false);
    if (outcome.ok) setMade(outcome.value);
    else setFault(words.faults[outcome.fault]);
  };
  if (made !== undefined) return <Made made={made} onBack={onBack} />;
  return (
    <form className={styles.form} onSubmit={(event) => void make(event)} noValidate>
      <p className={styles.note}>{words.takeWhat}</p>
      <Field
        label={words.passphrase}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        hint={passphrase === "" ? words.passphraseHint : strengthOf(passphrase)}
        fault={fault}
      />
      <Field
        label={words.again}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        fault={differ ? words.differ : undefined}
      />
      {making && <Working label={words.making} />}
      <div className={styles.ways}>
        <Button look="main" type="submit" disabled={making}>
          {words.make}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </form>
  );
}

function Made({ made, onBack }: { made: string; onBack: () => void }) {
  const words = text.identity;
  const [said, setSaid] = useState("");
  const download = () => {
    saveFile(words.fileName, `${made}\n`, "text/plain");
  };
  const copy = () =>
    navigator.clipboard.writeText(made).then(
      () => setSaid(words.copied),
      () => setSaid(words.copyFailed),
    );
  return (
    <>
      <div className={styles.code}>
        <QrCode link={made} label={words.qr} />
      </div>
      <p className={styles.note}>{words.made}</p>
      <div className={styles.ways}>
        <Button look="main" autoFocus onClick={download}>
          {words.download}
        </Button>
        <Button onClick={() => void copy()}>{words.copy}</Button>
        <Button look="quiet" onClick={onBack}>
          {words.back}
        </Button>
      </div>
      <p role="status" className={styles.note}>
        {said}
      </p>
    </>
  );
}
