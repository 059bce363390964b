/** Shows text: JSON is laid out and coloured, anything else stays as it came. */
import { Fragment } from 'react';
import { CodeBlock } from './code-block.tsx';
import { colourJson, prettyJson } from './json-text.ts';
import './json-view.css';

export const JsonView = ({ what, text }: { readonly what: string; readonly text: string }) => {
  const pretty = prettyJson(text);
  if (pretty === null) return <CodeBlock what={what} text={text} />;
  return (
    <CodeBlock what={what} text={pretty}>
      {colourJson(pretty).map(({ kind, text: piece }, index) =>
        kind === 'plain' ? <Fragment key={index}>{piece}</Fragment> : <span key={index} className={`json-${kind}`}>{piece}</span>,
      )}
    </CodeBlock>
  );
};
