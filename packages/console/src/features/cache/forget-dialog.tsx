/** Which answers to forget, and once more before it is done. */
import { useState } from 'react';
import { useForget } from '../../api/cache.ts';
import { announce } from '../../design/announcer.tsx';
import { Button } from '../../design/button.tsx';
import { Choice } from '../../design/choice.tsx';
import { Dialog, DialogActions } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { counted } from '../../format/count.ts';
import { ProblemNotice } from '../../problem/problem-notice.tsx';

type What = 'tag' | 'model' | 'all';

const hints = {
  tag: 'As callers sent it in x-plimsoll-cache-tags, e.g. prices.',
  model: 'A model or route that was asked for, or the model that answered.',
} as const;

export const ForgetDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const forget = useForget();
  const [what, setWhat] = useState<What>('tag');
  const [name, setName] = useState('');
  const ready = what === 'all' || name.trim() !== '';
  const submit = (): void =>
    forget.mutate(what === 'all' ? {} : { [what]: name.trim() }, {
      onSuccess: ({ forgotten }) => {
        announce(`${counted(forgotten, 'answer')} forgotten`);
        onClose();
      },
    });
  return (
    <Dialog title="Forget answers" onClose={onClose}>
      <form
        className="forget-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) submit();
        }}
      >
        <p>They are answered by a model the next time. This server forgets; others forget theirs when they are asked.</p>
        <Choice label="Which answers" value={what} onChange={setWhat} options={[{ value: 'tag', text: 'Under a tag' }, { value: 'model', text: 'Of a model' }, { value: 'all', text: 'All' }]} />
        {what !== 'all' && <TextField label={what === 'tag' ? 'Tag' : 'Model or route'} hint={hints[what]} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />}
        {forget.isError && <ProblemNotice error={forget.error} doing="forget the answers" />}
        <DialogActions>
          <Button onClick={onClose}>Keep them</Button>
          <Button type="submit" kind="danger" disabled={!ready || forget.isPending}>{what === 'all' ? 'Forget all' : 'Forget'}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
