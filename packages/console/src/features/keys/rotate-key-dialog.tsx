/** A new secret for a key; the old one goes on working for a while, so that nothing breaks meanwhile. */
import type { ApiKey, CreatedKey } from '@plimsoll/contract/api/keys';
import { useState } from 'react';
import { useRotateKey } from '../../api/keys.ts';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { SelectField } from '../../design/field.tsx';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

const graces = [
  { minutes: 0, text: 'Not at all: it stops now' },
  { minutes: 60, text: 'For an hour' },
  { minutes: 60 * 24, text: 'For a day' },
  { minutes: 60 * 24 * 7, text: 'For a week' },
  { minutes: 60 * 24 * 30, text: 'For 30 days' },
] as const;

interface RotateKeyDialogProps {
  readonly apiKey: ApiKey;
  readonly onRotated: (created: CreatedKey) => void;
  readonly onClose: () => void;
}

export const RotateKeyDialog = ({ apiKey, onRotated, onClose }: RotateKeyDialogProps) => {
  const [graceMinutes, setGraceMinutes] = useState<number>(60 * 24);
  const rotate = useRotateKey();
  return (
    <Dialog title={`Rotate ${apiKey.name}`} onClose={onClose}>
      <div className="key-form">
        {rotate.isError && <ProblemNotice error={rotate.error} doing="rotate the key" />}
        <p>
          You get a new secret with the same role, tenant and app as <span className="mono">{apiKey.hint}</span>. Put it in place before the old one stops.
        </p>
        <SelectField label="The old secret keeps working" value={graceMinutes} onChange={(event) => setGraceMinutes(Number(event.target.value))}
          hint={graceMinutes === 0 ? 'Whatever still uses the old secret is refused from this moment on.' : undefined}>
          {graces.map(({ minutes, text }) => (
            <option key={minutes} value={minutes}>
              {text}
            </option>
          ))}
        </SelectField>
      </div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={rotate.isPending} onClick={() => rotate.mutate({ id: apiKey.id, graceMinutes }, { onSuccess: onRotated })}>
          {rotate.isPending ? 'Rotating …' : 'Rotate key'}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
