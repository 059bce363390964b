/** Every page there is, behind the door. */
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { createQueryClient } from '../api/query-client.ts';
import { BatchesPage } from '../features/batches/batches-page.tsx';
import { CachePage } from '../features/cache/cache-page.tsx';
import { KeysPage } from '../features/keys/keys-page.tsx';
import { LimitsPage } from '../features/limits/limits-page.tsx';
import { OverviewPage } from '../features/overview/overview-page.tsx';
import { PlaygroundPage } from '../features/playground/playground-page.tsx';
import { SpendPage } from '../features/spend/spend-page.tsx';
import { Door } from '../features/sign-in/door.tsx';
import { TracePage } from '../features/traces/trace-page.tsx';
import { TracesPage } from '../features/traces/traces-page.tsx';
import { ButtonLink } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Page } from './page.tsx';
import { Shell } from './shell.tsx';
import { useHashPlace, useHashSearch } from './hash-location.ts';

export const App = () => {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      {/* oxlint-disable-next-line react/hooks -- how wouter takes another place to keep the path in */}
      <Router hook={useHashPlace} searchHook={useHashSearch}>
        <Door>
          {(session) => (
            <Shell session={session}>
              <Switch>
                <Route path="/" component={OverviewPage} />
                <Route path="/traces" component={TracesPage} />
                <Route path="/traces/:id">{({ id }) => <TracePage id={id} />}</Route>
                <Route path="/spend">
                  <SpendPage session={session} />
                </Route>
                <Route path="/limits" component={LimitsPage} />
                <Route path="/cache">
                  <CachePage session={session} />
                </Route>
                <Route path="/playground" component={PlaygroundPage} />
                <Route path="/batches">
                  <BatchesPage session={session} />
                </Route>
                <Route path="/keys">
                  <KeysPage session={session} />
                </Route>
                <Route component={NoSuchPage} />
              </Switch>
            </Shell>
          )}
        </Door>
      </Router>
    </QueryClientProvider>
  );
};

const NoSuchPage = () => (
  <Page title="No such page">
    <EmptyState framed title="There is no page at this address" actions={<ButtonLink href="/">Go to the overview</ButtonLink>}>
      The link may be old or mistyped.
    </EmptyState>
  </Page>
);
