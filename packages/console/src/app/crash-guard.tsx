/** When a page itself breaks: says so and offers the way back, instead of a blank screen. */
import { Component, type ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';

interface State {
  readonly failure: Error | null;
}

export class CrashGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(failure: unknown): State {
    return { failure: failure instanceof Error ? failure : new Error(String(failure)) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <main className="page">
        <EmptyState framed title="The console broke" actions={<Button kind="primary" onClick={() => location.reload()}>Load it again</Button>}>
          <p>The server is not affected: calls to models go on. If it happens again, please report this message:</p>
          <p className="mono">{failure.message}</p>
        </EmptyState>
      </main>
    );
  }
}
