/** Nothing was ever received: how to send the first request, ready to copy. */
import type { System } from '@plimsoll/contract/api/system';
import { useState } from 'react';
import { Link } from 'wouter';
import { serverBaseUrl } from '../../api/address.ts';
import { chatTargets } from '../../api/system.ts';
import { ButtonLink } from '../../design/button.tsx';
import { CodeBlock } from '../../design/code-block.tsx';
import { Panel } from '../../design/panel.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { snippets, type SnippetName } from './snippets.ts';
import './first-request.css';

export const FirstRequest = ({ system }: { readonly system: System | null }) => {
  const [chosen, setChosen] = useState<SnippetName>('curl');
  const targets = system === null ? { routes: [], models: [] } : chatTargets(system);
  const model = targets.routes[0] ?? targets.models[0] ?? 'default';
  const all = snippets(serverBaseUrl(), model, system?.samples[0]?.text ?? 'Say hello.');
  const snippet = all.find(({ name }) => name === chosen) ?? all[0];
  return (
    <div className="first-request">
      <Panel title="No request yet: send the first one from here">
        <p className="first-request-text quiet">
          The Playground sends a request with your session. Its figures are here a moment later, and its trace is under <Link href="/traces">Traces</Link>.
        </p>
        <ButtonLink kind="primary" icon="playground" href="/playground">Open the Playground</ButtonLink>
      </Panel>
      <Panel title="Or point your own client here">
        <ol className="first-request-steps">
          <li>
            Take an app key: the server printed one on its first start, or create one under <Link href="/keys">Keys</Link>. Put it into <code>PLIMSOLL_KEY</code>.
          </li>
          <li>Change the base URL of your client; nothing else changes.</li>
        </ol>
        <Tabs label="Clients" chosen={chosen} tabs={all} onChoose={setChosen}>
          {snippet !== undefined && <CodeBlock what={`${snippet.title} example`} text={snippet.text} />}
        </Tabs>
        <p className="first-request-waiting quiet">Waiting for the first request; this page changes by itself.</p>
      </Panel>
    </div>
  );
};
