import { expect, test } from 'vitest';
import { CopyRows } from './copy-rows.ts';

/** From PostgreSQL's documentation of COPY. */
const header = '5047434f50590aff0d0a000000000000000000';

test('rows have the form that PostgreSQL documents, however little room they were given', () => {
  for (const room of [0, 10_000]) {
    const rows = new CopyRows(room);
    rows.row(5);
    rows.uuid('00112233445566778899aabbccddeeff');
    rows.text('aé\0');
    rows.text(null);
    rows.text('');
    rows.utf8(Buffer.from('é'));
    expect(rows.end().toString('hex')).toBe([header, '0005', '00000010', '00112233445566778899aabbccddeeff', '00000006', '61c3a9efbfbd', 'ffffffff', '00000000', '00000002', 'c3a9', 'ffff'].join(''));
  }
});
