import { text } from "../../text/text.ts";
import styles from "./chat.module.css";
import type { CommandName } from "./commands.ts";

interface CommandListProps {
  readonly id: string;
  readonly names: readonly CommandName[];
  readonly chosen: number;
  readonly onPick: (name: CommandName) => void;
}

export function optionId(listId: string, name: CommandName): string {
  return `${listId}-${name}`;
}

/** The commands that what is typed may become. The focus stays in the field. */
export function CommandList({ id, names, chosen, onPick }: CommandListProps) {
  const { title, lines } = text.commands;
  return (
    // What scrolls must be reachable by the keyboard.
    <div id={id} role="listbox" tabIndex={0} aria-label={title} className={styles.commands}>
      {names.map((name, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's, which keeps the focus
        // biome-ignore lint/a11y/useFocusableInteractive: the field names the chosen one
        <div
          key={name}
          id={optionId(id, name)}
          role="option"
          aria-selected={index === chosen}
          className={styles.command}
          ref={(element) => {
            if (index === chosen) element?.scrollIntoView({ block: "nearest" });
          }}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(name)}
        >
          <span className={styles.commandName}>
            /{name} <i>{lines[name].words}</i>
          </span>
          <span className={styles.commandWhat}>{lines[name].what}</span>
        </div>
      ))}
    </div>
  );
}
