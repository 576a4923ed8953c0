import { type FormEvent, useState } from "react";
import type { RoomState, RoomStore, SealedFault, SealedView } from "../../state/room-view.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";
import { Switch } from "../parts/switch.tsx";
import { strengthOf } from "../password-words.ts";
import styles from "./describe-dialog.module.css";
import { DescriptionFields, toType } from "./description-fields.tsx";
import { tagsOf } from "./tags.ts";

interface SealedFormProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly sealed: SealedView;
  readonly onSaved: () => void;
}

/** What an owner changes of a sealed room: its words, what opens it, and where it goes on. */
export function SealedForm({ store, state, sealed, onSaved }: SealedFormProps) {
  const words = text.sealed.change;
  const [title, setTitle] = useState(state.title);
  const [description, setDescription] = useState(() => toType(state.description));
  const [password, setPassword] = useState("");
  const [newLink, setNewLink] = useState(false);
  const [follower, setFollower] = useState("");
  const [heir, setHeir] = useState<number | undefined>(undefined);
  const [fault, setFault] = useState<SealedFault | undefined>(undefined);
  const [saving, setSaving] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    const roomWords = { title, ...description, tags: tagsOf(description.tags) };
    const typed = { ...roomWords, password, newLink, follower, heir };
    const problem = await store.changeRoom(typed);
    setSaving(false);
    setFault(problem);
    if (problem === undefined) onSaved();
  };
  const faultOf = (field: SealedFault) => (fault === field ? words.faults[field] : undefined);
  const elsewhere = fault === "not-owner" || fault === "busy" || fault === "failed";
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <Field label={words.name} value={title} onChange={setTitle} fault={faultOf("title")} />
      <DescriptionFields
        value={description}
        onChange={setDescription}
        topicHint={words.topicHint}
        faultOf={faultOf}
      />
      {sealed.kind === "private" && (
        <Field
          label={words.password}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          hint={password === "" ? words.passwordHint : strengthOf(password)}
          fault={faultOf("password")}
        />
      )}
      <Switch
        label={words.newLink}
        hint={sealed.kind === "private" ? words.newLinkPassword : words.newLinkHint}
        on={newLink}
        onChange={setNewLink}
      />
      <Field
        label={words.follower}
        value={follower}
        onChange={setFollower}
        hint={words.followerHint}
        fault={faultOf("follower")}
      />
      {sealed.isOwner && (
        <Choice
          label={words.heir}
          value={heir ?? ""}
          options={[
            ["", words.heirSelf],
            ...state.people
              .filter(({ isSelf }) => !isSelf)
              .map(({ number, nickname }) => [number, nickname] as const),
          ]}
          onChoose={(chosen) => setHeir(chosen === "" ? undefined : chosen)}
          hint={words.heirHint}
        />
      )}
      <p className={styles.note}>{words.listed}</p>
      {elsewhere && (
        <p className={styles.fault} role="alert">
          {words.faults[fault]}
        </p>
      )}
      <Button look="main" type="submit" disabled={saving}>
        {saving ? text.describe.saving : text.describe.save}
      </Button>
    </form>
  );
}
