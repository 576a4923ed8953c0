import { type FormEvent, useState } from "react";
import { ANY_LANGUAGE, checkDescription } from "../../crypto/description.ts";
import type { DescribeFault, RoomState, RoomStore } from "../../state/room-view.ts";
import { sawText } from "../../text/saw-text.ts";
import { text } from "../../text/text.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import styles from "./describe-dialog.module.css";
import { DescriptionFields, toType } from "./description-fields.tsx";
import { SealedForm } from "./sealed-form.tsx";
import { tagsOf } from "./tags.ts";

interface DescribeDialogProps {
  readonly store: RoomStore;
  readonly state: RoomState;
  readonly onModeration: () => void;
  readonly onSaw: () => void;
  readonly onClose: () => void;
}

/** What the room is about: to change for who moderates it, to read for all others. */
export function DescribeDialog({
  store,
  state,
  onModeration,
  onSaw,
  onClose,
}: DescribeDialogProps) {
  return (
    <Dialog title={text.describe.title} closeLabel={text.describe.close} onClose={onClose}>
      {state.sealed?.mayChange ? (
        <SealedForm store={store} state={state} sealed={state.sealed} onSaved={onClose} />
      ) : state.mayDescribe && !state.sealed ? (
        <DescribeForm store={store} state={state} onSaved={onClose} />
      ) : (
        <DescriptionToRead state={state} />
      )}
      <div className={styles.more}>
        <Button icon="shield" onClick={onModeration}>
          {text.moderation.title}
        </Button>
        <Button icon="lock" onClick={onSaw}>
          {sawText.title}
        </Button>
      </div>
    </Dialog>
  );
}

function DescribeForm({
  store,
  state,
  onSaved,
}: {
  store: RoomStore;
  state: RoomState;
  onSaved: () => void;
}) {
  const [words, setWords] = useState(() => toType(state.description));
  const [fault, setFault] = useState<DescribeFault | undefined>(undefined);
  const [saving, setSaving] = useState(false);
  const typed = { ...words, tags: tagsOf(words.tags) };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const checked = checkDescription(typed);
    if (!checked.ok) {
      setFault(checked.field);
      return;
    }
    setSaving(true);
    const problem = await store.describe(typed);
    setSaving(false);
    setFault(problem);
    if (problem === undefined) onSaved();
  };
  const faultOf = (field: DescribeFault) =>
    fault === field ? text.describe.faults[field] : undefined;
  const elsewhere = fault && fault !== "topic" && fault !== "tags" ? fault : undefined;
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <DescriptionFields
        value={words}
        onChange={setWords}
        topicHint={text.describe.topicHint}
        faultOf={faultOf}
      />
      <p className={styles.note}>{text.describe.listed}</p>
      {elsewhere && (
        <p className={styles.fault} role="alert">
          {text.describe.faults[elsewhere]}
        </p>
      )}
      <Button look="main" type="submit" disabled={saving}>
        {saving ? text.describe.saving : text.describe.save}
      </Button>
    </form>
  );
}

function DescriptionToRead({ state }: { state: RoomState }) {
  const { topic, tags, language } = state.description;
  return (
    <div className={styles.form}>
      <p>{topic === "" ? text.describe.noTopic : <bdi>{topic}</bdi>}</p>
      {tags.length > 0 && (
        <p>
          <span className={styles.label}>{text.describe.tags}</span> <bdi>{tags.join(", ")}</bdi>
        </p>
      )}
      {language !== ANY_LANGUAGE && (
        <p>
          <span className={styles.label}>{text.describe.language}</span>{" "}
          {text.directory.languageName(language)}
        </p>
      )}
      <p className={styles.note}>
        {state.sealed
          ? text.sealed.mayNot(state.sealed.owner)
          : state.moderator === undefined
            ? text.describe.mayNotNobody
            : text.describe.mayNot(state.moderator)}
      </p>
    </div>
  );
}
