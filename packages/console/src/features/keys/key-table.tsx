/** Every key there is; what is no longer of use comes last. */
import type { ApiKey } from '@plimsoll/contract/api/keys';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Cell, ColumnHead, Row, RowHead, Table, TableBody, TableHead } from '../../design/table.tsx';
import { ago, exactDateTime } from '../../format/moment.ts';

interface KeyTableProps {
  readonly keys: readonly ApiKey[];
  readonly ownKeyId: string;
  readonly onRotate: (key: ApiKey) => void;
  readonly onRevoke: (key: ApiKey) => void;
}

const tones: Readonly<Record<ApiKey['state'], Tone>> = { active: 'good', expiring: 'warn', revoked: 'quiet', expired: 'quiet' };

const isLive = ({ state }: ApiKey): boolean => state === 'active' || state === 'expiring';

export const KeyTable = ({ keys, ownKeyId, onRotate, onRevoke }: KeyTableProps) => (
  <Table label="Keys" className="key-table">
    <TableHead>
      <ColumnHead>Name</ColumnHead>
      <ColumnHead>Role</ColumnHead>
      <ColumnHead>Tenant / app</ColumnHead>
      <ColumnHead>State</ColumnHead>
      <ColumnHead>Key</ColumnHead>
      <ColumnHead>Created</ColumnHead>
      <ColumnHead>Last used</ColumnHead>
      <ColumnHead>Expires</ColumnHead>
      <ColumnHead>
        <span className="visually-hidden">Actions</span>
      </ColumnHead>
    </TableHead>
    <TableBody>
      {keys
        .toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.createdAt.localeCompare(a.createdAt))
        .map((key) => (
          <Row key={key.id} className={isLive(key) ? undefined : 'key-gone'}>
            <RowHead className="key-name" title={key.id}>
              {key.name} {key.id === ownKeyId && <Badge tone="quiet">yours</Badge>}
            </RowHead>
            <Cell label="Role">{key.role}</Cell>
            <Cell label="Tenant / app">
              {key.tenant} <span className="quiet">/ {key.app}</span>
            </Cell>
            <Cell label="State">
              <Badge tone={tones[key.state]}>{key.state}</Badge>
            </Cell>
            <Cell label="Key">
              <span className="mono">{key.hint}</span>
            </Cell>
            <MomentCell label="Created" at={key.createdAt} none="" />
            <MomentCell label="Last used" at={key.lastUsedAt} none="never" />
            {key.state === 'revoked' ? <MomentCell label="Revoked" at={key.revokedAt} none="–" before="revoked " /> : <MomentCell label="Expires" at={key.expiresAt} none="never" />}
            <Cell className="key-actions">
              {isLive(key) && (
                <>
                  <Button small aria-label={`Rotate ${key.name}`} onClick={() => onRotate(key)}>Rotate</Button>
                  <Button small aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>Revoke</Button>
                </>
              )}
            </Cell>
          </Row>
        ))}
    </TableBody>
  </Table>
);

interface MomentCellProps {
  readonly label: string;
  readonly at: string | null;
  /** Said where there is no such moment. */
  readonly none: string;
  readonly before?: string;
}

const MomentCell = ({ label, at, none, before = '' }: MomentCellProps) =>
  at === null ? (
    <Cell label={label}>
      <span className="quiet">{none}</span>
    </Cell>
  ) : (
    <Cell label={label} title={exactDateTime(new Date(at))}>
      {before}
      {ago(new Date(at))}
    </Cell>
  );
