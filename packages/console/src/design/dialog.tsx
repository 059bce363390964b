/** A modal dialog: the browser's own, so focus stays inside, Escape closes and the rest of the page is inert. */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { IconButton } from './button.tsx';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** False while closing would lose something that is shown only once: then only its own buttons close it. */
  readonly dismissable?: boolean;
  readonly children: ReactNode;
}

/** Open for as long as it is rendered. Focus goes back to where it was when it closes. */
export const Dialog = ({ title, onClose, dismissable = true, children }: DialogProps) => {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement;
    opened?.showModal();
    // A form begins at its first field rather than at the button that closes it.
    opened?.querySelector<HTMLElement>('.control')?.focus();
    return () => {
      opened?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (dismissable) onClose();
      }}>
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        {dismissable && <IconButton icon="close" label="Close" onClick={onClose} />}
      </div>
      {children}
    </dialog>
  );
};

/** The buttons at a dialog's end: what it is for comes last, at the right. */
export const DialogActions = ({ children }: { readonly children: ReactNode }) => <div className="dialog-actions">{children}</div>;
