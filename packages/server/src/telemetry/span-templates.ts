/**
 * Keeps the templates of the shapes seen lately. Most calls have the shape of the one before, so that is compared first; others are
 * found by route and model, the two that tell most shapes apart.
 */
import type { CallRecord } from '@plimsoll/contract/call-record';
import { hasShape, shapeOf } from './call-shape.ts';
import type { GenAiConventions } from './genai-conventions.ts';
import { spanTemplate, type SpanTemplate } from './span-template.ts';

/** When there are more, all are forgotten: a new configuration makes every shape anew, and the old ones never come back. */
const mostTemplates = 1024;

/** Templates take 2 to 4 KB; a provider's finish reason, which is part of one, can be of any length. */
const mostTemplateBytes = 16 * 1024;

export class SpanTemplates {
  readonly #conventions: GenAiConventions;
  readonly #kept = new Map<string | null, Map<string | null, SpanTemplate[]>>();
  #count = 0;
  #latest: SpanTemplate | null = null;

  constructor(conventions: GenAiConventions) {
    this.#conventions = conventions;
  }

  for(record: CallRecord): SpanTemplate {
    const latest = this.#latest;
    if (latest !== null && hasShape(record, latest.shape)) return latest;
    const found = this.#find(record) ?? this.#make(record);
    this.#latest = found;
    return found;
  }

  #find(record: CallRecord): SpanTemplate | undefined {
    const templates = this.#kept.get(record.route)?.get(record.model);
    if (templates === undefined) return undefined;
    for (const template of templates) if (hasShape(record, template.shape)) return template;
    return undefined;
  }

  #make(record: CallRecord): SpanTemplate {
    const template = spanTemplate(shapeOf(record), this.#conventions);
    if (template.view.byteLength <= mostTemplateBytes) this.#keep(record, template);
    return template;
  }

  #keep({ route, model }: CallRecord, template: SpanTemplate): void {
    if (this.#count >= mostTemplates) {
      this.#kept.clear();
      this.#count = 0;
    }
    const byModel = this.#kept.get(route) ?? new Map<string | null, SpanTemplate[]>();
    this.#kept.set(route, byModel);
    const templates = byModel.get(model) ?? [];
    byModel.set(model, templates);
    templates.push(template);
    this.#count += 1;
  }
}
