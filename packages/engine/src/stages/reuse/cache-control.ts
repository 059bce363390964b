/** What the caller allows: the parts of `Cache-Control` that a request may have. Source: RFC 9111, section 5.2.1. */

export interface CacheWish {
  /** May be answered from the cache, if it is no older than this. */
  readonly maxAgeMs: number;
  readonly mayRead: boolean;
  readonly mayStore: boolean;
  /** Wants no answer rather than one from the model. */
  readonly onlyIfCached: boolean;
}

const anything: CacheWish = { maxAgeMs: Number.POSITIVE_INFINITY, mayRead: true, mayStore: true, onlyIfCached: false };

export const cacheWish = (header: string | undefined): CacheWish => {
  if (header === undefined) return anything;
  const directives = new Map(
    header
      .toLowerCase()
      .slice(0, 1000)
      .split(',')
      .map((directive) => directive.trim().split('=', 2))
      .map(([name = '', value = '']) => [name, value] as const),
  );
  const maxAgeS = /^"?(\d{1,10})"?$/.exec(directives.get('max-age') ?? '')?.[1];
  const noStore = directives.has('no-store');
  return {
    maxAgeMs: maxAgeS === undefined ? Number.POSITIVE_INFINITY : Number(maxAgeS) * 1000,
    mayRead: !noStore && !directives.has('no-cache'),
    mayStore: !noStore,
    onlyIfCached: directives.has('only-if-cached'),
  };
};

const mostTags = 10;

/** @returns the tags that an answer is kept under, for forgetting it by one of them */
export const tagsIn = (header: string | undefined): readonly string[] =>
  (header ?? '')
    .split(',')
    .map((tag) => tag.trim().slice(0, 100))
    .filter((tag) => tag !== '')
    .slice(0, mostTags);
