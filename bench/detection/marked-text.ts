/** Labelled documents: a text with what is to be found in it. Written with marks, `{{email:a@b.test}}`, and kept as JSONL with offsets. */

export interface LabelledDocument {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: string }[];
}

export const parseMarked = (marked: string): LabelledDocument => {
  let text = '';
  const spans: LabelledDocument['spans'][number][] = [];
  let at = 0;
  for (const match of marked.matchAll(/\{\{([a-z_]+):([\s\S]*?)\}\}/g)) {
    const [all, type = '', value = ''] = match;
    text += marked.slice(at, match.index);
    spans.push({ start: text.length, end: text.length + value.length, type });
    text += value;
    at = match.index + all.length;
  }
  return { text: text + marked.slice(at), spans };
};
