import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('cells are quoted where they must be, and none is a formula to a spreadsheet', () => {
  expect(csvLine(['a', 1, null, 'b,c', 'say "hi"', 'two\nlines'])).toBe('a,1,,"b,c","say ""hi""","two\nlines"\r\n');
  expect(csvLine(['=1+1', '+49', '-x', '@sum', '\tx'])).toBe("'=1+1,'+49,'-x,'@sum,'\tx\r\n");
  expect(csvLine(['="a,b"'])).toBe(`"'=""a,b"""\r\n`);
});
