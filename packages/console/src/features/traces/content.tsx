/** What was asked and answered, where it was kept. */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { useState } from 'react';
import { CodeBlock } from '../../design/code-block.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { Tabs } from '../../design/tabs.tsx';

export const Content = ({ record }: { readonly record: CallRecord }) => {
  const [side, setSide] = useState<'reply' | 'request'>('reply');
  const { content } = record;
  if (content === null) {
    return (
      <div className="content-off">
        <p>Neither the prompt nor the answer of this call was kept: content is off unless the configuration says otherwise.</p>
        <p>
          To keep both for calls from then on, put this into <code>plimsoll.yaml</code>. It stores what people write, so decide who may see it first.
        </p>
        <CodeBlock what="setting" text={'traces:\n  content: full'} />
      </div>
    );
  }
  return (
    <Tabs label="Content" chosen={side} onChoose={setSide}
      tabs={[
        { name: 'reply', title: 'Answer' },
        { name: 'request', title: 'Request' },
      ]}>
      {side === 'request' ? (
        <JsonView what="request" text={JSON.stringify(content.request)} />
      ) : content.reply === '' ? (
        <p className="quiet">No text was produced.</p>
      ) : (
        <JsonView what="answer" text={content.reply} />
      )}
    </Tabs>
  );
};
