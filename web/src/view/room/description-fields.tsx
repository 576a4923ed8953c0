import type { Description } from "../../crypto/description.ts";
import { text } from "../../text/text.ts";
import { languageChoices } from "../directory/languages.ts";
import { Choice } from "../parts/choice.tsx";
import { Field } from "../parts/field.tsx";

/** A description as it stands in the fields: tags as they are typed, with commas. */
export interface TypedDescription {
  readonly topic: string;
  readonly tags: string;
  readonly language: string;
}

export function toType({ topic, tags, language }: Description): TypedDescription {
  return { topic, tags: tags.join(", "), language };
}

interface DescriptionFieldsProps {
  readonly value: TypedDescription;
  readonly onChange: (value: TypedDescription) => void;
  readonly topicHint: string;
  readonly faultOf: (field: "topic" | "tags") => string | undefined;
}

/** What a room of any kind is about. */
export function DescriptionFields({ value, onChange, topicHint, faultOf }: DescriptionFieldsProps) {
  return (
    <>
      <Field
        label={text.describe.topic}
        value={value.topic}
        onChange={(topic) => onChange({ ...value, topic })}
        hint={topicHint}
        fault={faultOf("topic")}
      />
      <Field
        label={text.describe.tags}
        value={value.tags}
        onChange={(tags) => onChange({ ...value, tags })}
        hint={text.describe.tagsHint}
        fault={faultOf("tags")}
      />
      <Choice
        label={text.describe.language}
        value={value.language}
        options={languageChoices.map(({ tag, name }) => [tag, name])}
        onChoose={(language) => onChange({ ...value, language })}
      />
    </>
  );
}
