/** A call's row: columns for what it is looked for by, and its record. */
import type { CallFacts } from './call-facts.ts';
import type { CopyRows } from './copy-rows.ts';

export const columns = 'id, tenant, model, outcome, words, record, content';

/** What a row takes beside its record, usually. */
export const bytesBesideRecord = 256;

/** What a search looks through keeps this much of a value, in characters; the record has the whole of it. */
const longestWord = 256;

/** @param text the record as the spool wrote it: JSON, with a member `content` where content is kept. */
export const addRow = (rows: CopyRows, call: CallFacts, text: Buffer): void => {
  rows.row(7);
  rows.uuid(call.id);
  rows.text(call.tenant);
  rows.text(call.model);
  rows.text(call.outcome);
  rows.text(wordsOf(call));
  if (call.content === null) {
    rows.utf8(text);
    rows.text(null);
  } else {
    rows.text(withoutContent(text));
    rows.text(JSON.stringify(call.content));
  }
};

const wordsOf = ({ requestedModel, model, app, user, feature, session, errorCode }: CallFacts): string => {
  let words = model?.slice(0, longestWord) ?? '';
  if (app !== null) words += ` ${app.slice(0, longestWord)}`;
  if (requestedModel !== null && requestedModel !== model) words += ` ${requestedModel.slice(0, longestWord)}`;
  if (user !== null) words += ` ${user.slice(0, longestWord)}`;
  if (feature !== null) words += ` ${feature.slice(0, longestWord)}`;
  if (session !== null) words += ` ${session.slice(0, longestWord)}`;
  if (errorCode !== null) words += ` ${errorCode}`;
  return words;
};

/** Lists read many records, so the bulk of those that have content is kept apart. */
const withoutContent = (text: Buffer): string => JSON.stringify({ ...(JSON.parse(text.toString()) as object), content: undefined });
