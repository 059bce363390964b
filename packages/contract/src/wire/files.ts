/** OpenAI's Files, as far as batches need them. Source: https://platform.openai.com/docs/api-reference/files */

export const filePurposes = ['batch', 'batch_output'] as const;
export type FilePurpose = (typeof filePurposes)[number];

export interface FileObject {
  readonly id: string;
  readonly object: 'file';
  readonly bytes: number;
  /** Epoch seconds. */
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: FilePurpose;
  readonly status: 'processed';
  readonly expires_at: number;
}

/** A page of anything that OpenAI lists; `after` of the next page is `last_id`. */
export interface ListPage<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}
