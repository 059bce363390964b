/** Code or text as it is, with a button to copy it. */
/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard, and by name */
import type { ReactNode } from 'react';
import './code-block.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  /** What it is, e.g. `curl command`; names the block and its button. */
  readonly what: string;
  readonly text: string;
  /** The same text with highlighting; the plain text when left out. */
  readonly children?: ReactNode;
}

export const CodeBlock = ({ what, text, children }: CodeBlockProps) => (
  <div className="code-block">
    <pre tabIndex={0} role="region" aria-label={what}>
      <code>{children ?? text}</code>
    </pre>
    <div className="code-block-copy">
      <CopyButton text={text} what={what} />
    </div>
  </div>
);
