/**
 * What was found in the longer texts of late: system prompts and the turns of a conversation come again with every request. Each tenant has its
 * own, so that nobody can tell from the time it takes what somebody else has asked.
 */
import type { Finding } from '@plimsoll/engine/detection/finding';

export interface RememberedOptions {
  readonly find: (text: string) => readonly Finding[];
  /** Shorter ones are looked through as fast as they are looked up. */
  readonly shortest: number;
  /** Characters that are kept for one tenant, the texts' own. */
  readonly mostCharacters: number;
  readonly mostTenants: number;
}

interface Remembered {
  readonly findings: Map<string, readonly Finding[]>;
  characters: number;
}

export const rememberedFindings = ({ find, shortest, mostCharacters, mostTenants }: RememberedOptions): ((text: string, tenant: string) => readonly Finding[]) => {
  const tenants = new Map<string, Remembered>();
  const ofTenant = (tenant: string): Remembered => {
    const known = tenants.get(tenant);
    if (known !== undefined) return known;
    const [oldest] = tenants.keys();
    if (tenants.size >= mostTenants && oldest !== undefined) tenants.delete(oldest);
    const made = { findings: new Map<string, readonly Finding[]>(), characters: 0 };
    tenants.set(tenant, made);
    return made;
  };
  return (text, tenant) => {
    if (text.length < shortest || text.length > mostCharacters) return find(text);
    const own = ofTenant(tenant);
    const known = own.findings.get(text);
    if (known !== undefined) {
      // The least lately used goes first.
      own.findings.delete(text);
      own.findings.set(text, known);
      return known;
    }
    const found = find(text);
    own.findings.set(text, found);
    own.characters += text.length;
    for (const old of own.findings.keys()) {
      if (own.characters <= mostCharacters) break;
      own.findings.delete(old);
      own.characters -= old.length;
    }
    return found;
  };
};
