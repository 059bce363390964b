/** The dialog behind `?`: every shortcut there is, and the switch that turns them off. */
import { Checkbox } from '../design/field.tsx';
import { Dialog } from '../design/dialog.tsx';
import { setShortcutsOn, useShortcutsOn } from './use-shortcuts.ts';
import './shortcut-help.css';

const groups: readonly { readonly title: string; readonly shortcuts: readonly (readonly [keys: string, what: string])[] }[] = [
  {
    title: 'Go to',
    shortcuts: [
      ['g o', 'Overview'],
      ['g t', 'Traces'],
      ['g p', 'Playground'],
      ['g k', 'Keys'],
    ],
  },
  {
    title: 'Traces',
    shortcuts: [
      ['/', 'Search'],
      ['j', 'Next, older'],
      ['k', 'Previous, newer'],
      ['Enter', 'Open the trace'],
      ['n', 'Show new traces'],
      ['u', 'Back to the list'],
    ],
  },
  { title: 'Playground', shortcuts: [['Ctrl Enter', 'Send']] },
  { title: 'Everywhere', shortcuts: [['?', 'This help']] },
];

export const ShortcutHelp = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keyboard shortcuts" onClose={onClose}>
    <div className="shortcut-help">
      {groups.map(({ title, shortcuts }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
    <Checkbox label="Use single-key shortcuts" checked={useShortcutsOn()} onChange={setShortcutsOn} />
  </Dialog>
);
