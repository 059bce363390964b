/** Copies a text and says so. */
import { useEffect, useState } from 'react';
import { announce } from './announcer.tsx';
import { Button, IconButton } from './button.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, e.g. `trace id`. */
  readonly what: string;
  /** Only the icon, where the text stands right beside it. */
  readonly bare?: boolean;
}

/**
 * The clipboard API is there on https and localhost only; a self-hosted console may be reached otherwise.
 * @returns false when the browser refused
 */
const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    const holder = document.querySelector('dialog[open]') ?? document.body;
    holder.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
};

export const CopyButton = ({ text, what, bare = false }: CopyButtonProps) => {
  const [said, setSaid] = useState<'Copied' | 'Not copied' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = window.setTimeout(() => setSaid(null), 2_000);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copyAndSay = async (): Promise<void> => {
    const done = await copy(text);
    setSaid(done ? 'Copied' : 'Not copied');
    announce(done ? `Copied ${what}` : `The browser did not allow copying. Select the ${what} and copy it by hand.`);
  };
  const onClick = (): void => void copyAndSay();
  if (bare) return <IconButton icon={said === 'Copied' ? 'ok' : 'copy'} label={`Copy ${what}`} onClick={onClick} />;
  return (
    <Button small icon={said === 'Copied' ? 'ok' : 'copy'} onClick={onClick} aria-label={`Copy ${what}`}>
      {said ?? 'Copy'}
    </Button>
  );
};
