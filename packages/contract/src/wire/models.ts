/**
 * The model list, in a form that both OpenAI's and Anthropic's clients read:
 * OpenAI's `object`, `created`, `owned_by` beside Anthropic's `type`, `display_name`, `created_at`.
 */
import type { JsonObject } from '../json.ts';

export interface ListedModel extends JsonObject {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
  readonly type: 'model';
  readonly display_name: string;
  readonly created_at: string;
}

export interface ModelList extends JsonObject {
  readonly object: 'list';
  readonly data: readonly ListedModel[];
  readonly has_more: false;
  readonly first_id: string | null;
  readonly last_id: string | null;
}
