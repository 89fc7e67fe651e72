/** Buttons: primary for the one main action of a place, default, quiet, and icon with a name. */
import type { ButtonHTMLAttributes, Ref } from "react";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon";

type Kind = "default" | "primary" | "quiet" | "danger";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: Kind;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = "default", className, type = "button", ...rest }: ButtonProps) {
  const look = kind === "default" ? "" : styles[kind];
  return <button type={type} className={`${styles.button} ${look} ${className ?? ""}`} {...rest} />;
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  readonly icon: IconName;
  /** Accessible name, also shown as a hint. */
  readonly label: string;
  readonly small?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon, label, small = false, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      className={`${styles.button} ${styles.icon} ${small ? styles.small : ""} ${className ?? ""}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={small ? 14 : 16} />
    </button>
  );
}
