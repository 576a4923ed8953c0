import { useId } from "react";
import type { DirectoryFilter } from "../../state/directory-view.ts";
import { text } from "../../text/text.ts";
import { Icon } from "../parts/icon.tsx";
import styles from "./directory.module.css";
import { languageChoices } from "./languages.ts";

interface FiltersProps {
  readonly filter: DirectoryFilter;
  readonly tags: readonly string[]; // to choose from
  readonly onFilter: (filter: DirectoryFilter) => void;
}

/** Words, a language and a tag: each narrows. */
export function Filters({ filter, tags, onFilter }: FiltersProps) {
  const id = useId();
  const offered = filter.tag === "" ? tags : [filter.tag];
  return (
    <search className={styles.filters}>
      <label className="visually-hidden" htmlFor={`${id}-search`}>
        {text.directory.search}
      </label>
      <input
        id={`${id}-search`}
        className={styles.search}
        type="search"
        value={filter.search}
        placeholder={text.directory.search}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => onFilter({ ...filter, search: event.target.value })}
      />
      <label className="visually-hidden" htmlFor={`${id}-language`}>
        {text.directory.language}
      </label>
      <select
        id={`${id}-language`}
        className={styles.language}
        value={filter.language}
        onChange={(event) => onFilter({ ...filter, language: event.target.value })}
      >
        <option value="">{text.directory.everyLanguage}</option>
        {languageChoices.map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </select>
      {offered.length > 0 && (
        <ul className={styles.offered} aria-label={text.directory.tags}>
          {offered.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                className={styles.tag}
                aria-label={
                  filter.tag === tag ? text.directory.withoutTag(tag) : text.directory.withTag(tag)
                }
                data-on={filter.tag === tag}
                onClick={() => onFilter({ ...filter, tag: filter.tag === tag ? "" : tag })}
              >
                <bdi>{tag}</bdi>
                {filter.tag === tag && <Icon name="close" small />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
