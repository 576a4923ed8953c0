import type { ComponentProps } from "react";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon.tsx";

interface ButtonProps extends ComponentProps<"button"> {
  /** "main": the one thing to do here. "quiet": no border until pointed at. */
  readonly look?: "main" | "plain" | "quiet";
  readonly icon?: IconName;
  /** Shows the icon alone; `children` stays its accessible name and its tooltip. */
  readonly iconOnly?: boolean;
}

export function Button({
  look = "plain",
  icon,
  iconOnly = false,
  children,
  className,
  ...rest
}: ButtonProps) {
  const classes = [styles.button, styles[look], iconOnly && styles.square, className]
    .filter(Boolean)
    .join(" ");
  return (
    <button
      type="button"
      className={classes}
      title={iconOnly && typeof children === "string" ? children : undefined}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      <span className={iconOnly ? "visually-hidden" : styles.words}>{children}</span>
    </button>
  );
}
