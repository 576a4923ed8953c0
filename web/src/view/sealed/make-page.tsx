import { type FormEvent, useId, useState } from "react";
import { ANY_LANGUAGE } from "../../crypto/description.ts";
import type { MakeFault } from "../../state/sealed-rooms.ts";
import { text } from "../../text/text.ts";
import { languageChoices } from "../directory/languages.ts";
import { usePageHeading } from "../page-focus.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Working } from "../parts/working.tsx";
import { strengthOf } from "../password-words.ts";
import { navigate, roomPath } from "../router.ts";
import type { Services } from "../services.ts";
import styles from "./sealed.module.css";

const KINDS = ["public", "unlisted", "private"] as const;
type Kind = (typeof KINDS)[number];

/** A new room: a title, and who can come. */
export function MakePage({ services }: { services: Services }) {
  const words = text.sealed.make;
  const heading = usePageHeading(words.title);
  const [title, setTitle] = useState(() => services.rollRoomName());
  const [kind, setKind] = useState<Kind>("unlisted");
  const [password, setPassword] = useState("");
  const [language, setLanguage] = useState(ANY_LANGUAGE);
  const [limit, setLimit] = useState("");
  const [fault, setFault] = useState<MakeFault | undefined>(undefined);
  const [making, setMaking] = useState(false);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (kind === "public") {
      navigate(roomPath(title));
      return;
    }
    setMaking(true);
    setFault(undefined);
    const made = await services.makeSealedRoom({ kind, title, password, language, limit });
    setMaking(false);
    if ("path" in made) navigate(made.path);
    else setFault(made.fault);
  };
  return (
    <main className={styles.page}>
      <form className={styles.column} onSubmit={(event) => void make(event)} noValidate>
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <Field
          label={words.name}
          value={title}
          onChange={setTitle}
          hint={kind === "public" ? undefined : words.nameHint}
          fault={fault === "title" ? words.faults.title : undefined}
          roll={{ label: text.home.rollRoom, onRoll: () => setTitle(services.rollRoomName()) }}
        />
        <KindChoice kind={kind} onChange={setKind} />
        {kind !== "public" && <p className={styles.note}>{words.sealed}</p>}
        {kind === "private" && (
          <Field
            label={words.password}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            hint={password === "" ? words.passwordHint : strengthOf(password)}
            fault={fault === "password" ? words.faults.password : undefined}
          />
        )}
        {kind !== "public" && (
          <>
            <Choice
              label={words.language}
              value={language}
              options={languageChoices.map(({ tag, name }) => [tag, name])}
              onChoose={setLanguage}
            />
            <Field
              label={words.limit}
              value={limit}
              onChange={setLimit}
              hint={words.limitHint}
              fault={fault === "limit" ? words.faults.limit : undefined}
            />
          </>
        )}
        {fault === "failed" && <p role="alert">{words.faults.failed}</p>}
        {making && <Working label={words.making} />}
        <Button look="main" type="submit" disabled={making}>
          {words.make}
        </Button>
        <Button look="quiet" className={styles.home} onClick={() => navigate("/")}>
          {words.home}
        </Button>
      </form>
    </main>
  );
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) {
  const id = useId();
  const words = text.sealed.make;
  return (
    <fieldset className={styles.kinds}>
      <legend className={styles.legend}>{words.kind}</legend>
      {KINDS.map((each) => (
        <label key={each} className={styles.kind} htmlFor={`${id}-${each}`}>
          <input
            id={`${id}-${each}`}
            type="radio"
            name={id}
            checked={each === kind}
            onChange={() => onChange(each)}
            aria-describedby={`${id}-${each}-hint`}
          />
          <span>
            <span className={styles.name}>{words[each]}</span>
            <span className={styles.hint} id={`${id}-${each}-hint`}>
              {words[`${each}Hint`]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
