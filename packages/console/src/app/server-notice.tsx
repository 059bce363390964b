/** Says when the server itself is not well; silent otherwise, and when it cannot be asked: then each page says what it could not load. */
import type { System } from '@plimsoll/contract/api/system';
import { Notice } from '../design/notice.tsx';
import { counted } from '../format/count.ts';

/** As many records may wait for the store without anything being wrong. */
const usualBacklog = 10_000;

export const ServerNotice = ({ data }: { readonly data: System | undefined }) => {
  if (data === undefined || (data.store.ok && data.spoolBacklog <= usualBacklog)) return null;
  return (
    <div className="server-notice">
      <Notice tone="warn" title={data.store.ok ? 'Records arrive late' : 'The store cannot be reached'}>
        Calls to models go on. {counted(data.spoolBacklog, 'record waits', 'records wait')} in the spool and nothing is lost; figures and
        traces here are behind until the store has caught up. {!data.store.ok && "The server's log says why it cannot be reached."}
      </Notice>
    </div>
  );
};
