/**
 * A popover at its button: the platform's own (top layer, light dismiss, Esc), placed below or above
 * the button by hand. `Menu` is a popover of buttons that the arrows walk through.
 */
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { Icon } from "./icon";
import styles from "./popover.module.css";

export interface PopoverTriggerProps {
  readonly popoverTarget: string;
  readonly "aria-haspopup": "menu" | "dialog";
  readonly "aria-expanded": boolean;
  readonly ref: (element: HTMLButtonElement | null) => void;
}

interface PopoverProps {
  readonly trigger: (props: PopoverTriggerProps) => ReactNode;
  /** Content, made only while open; `close` hides the popover and gives focus back. */
  readonly children: (close: () => void) => ReactNode;
  readonly label: string;
  readonly role?: "menu" | "dialog";
  readonly align?: "start" | "end";
  readonly width?: number;
}

export function Popover({ trigger, children, label, role = "dialog", align = "start", width }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const place = useCallback(() => {
    const anchor = button.current?.getBoundingClientRect();
    const element = panel.current;
    if (anchor === undefined || element === null) return;
    const { width: w, height: h } = element.getBoundingClientRect();
    const x = align === "end" ? anchor.right - w : anchor.left;
    const below = anchor.bottom + 4;
    const y = below + h > innerHeight - 8 && anchor.top - h - 4 > 8 ? anchor.top - h - 4 : below;
    element.style.left = `${Math.max(8, Math.min(x, innerWidth - w - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(y, innerHeight - h - 8))}px`;
  }, [align]);

  // What is loaded after opening changes the size, and with it the place.
  useEffect(() => {
    const element = panel.current;
    if (!open || element === null) return;
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => observer.disconnect();
  }, [open, place]);

  const close = useCallback(() => {
    panel.current?.hidePopover();
    button.current?.focus();
  }, []);

  return (
    <>
      {trigger({
        popoverTarget: id,
        "aria-haspopup": role,
        "aria-expanded": open,
        ref: (element) => {
          button.current = element;
        },
      })}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its role is menu or dialog; the arrows walk its items */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label */}
      <div
        id={id}
        ref={panel}
        popover="auto"
        role={role}
        aria-label={label}
        className={styles.popover}
        style={width === undefined ? undefined : { width }}
        onToggle={(event) => {
          const opened = event.newState === "open";
          setOpen(opened);
          if (opened) {
            requestAnimationFrame(() => {
              place();
              panel.current?.querySelector<HTMLElement>("[data-autofocus], button:not(:disabled), input")?.focus();
            });
          }
        }}
        onKeyDown={(event) => {
          // Only the innermost thing closes: what stands around the popover must not hear of it.
          if (event.key === "Escape" && !event.defaultPrevented) {
            event.preventDefault();
            close();
          }
          if (role === "menu") walkItems(event, panel.current);
        }}
      >
        {open ? children(close) : null}
      </div>
    </>
  );
}

function walkItems(event: React.KeyboardEvent, panel: HTMLElement | null): void {
  if (panel === null || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  const items = [...panel.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next =
    event.key === "Home" ? 0 : event.key === "End" ? items.length - 1 : at + (event.key === "ArrowDown" ? 1 : -1);
  items[(next + items.length) % items.length]?.focus();
  event.preventDefault();
}

interface MenuItemProps {
  readonly children: ReactNode;
  readonly detail?: string | undefined;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ children, detail, checked, disabled = false, onSelect }: MenuItemProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only a menuitemcheckbox gets aria-checked
    <button
      type="button"
      className={styles.item}
      role={checked === undefined ? "menuitem" : "menuitemcheckbox"}
      aria-checked={checked}
      disabled={disabled}
      onClick={onSelect}
    >
      {checked === undefined ? null : (
        <span className={styles.check}>{checked ? <Icon name="check" size={14} /> : null}</span>
      )}
      <span className={styles.body}>
        {children}
        {detail === undefined ? null : <span className={styles.detail}>{detail}</span>}
      </span>
    </button>
  );
}

export function MenuSeparator() {
  return <hr className={styles.separator} style={{ border: 0 }} />;
}
