/** Budgets in every state that the Spend page can show. */
import type { Spend, SpendAccount, SpendHistory } from '@plimsoll/contract/api/spend';

const pico = (usd: number): string => BigInt(Math.round(usd * 1e9) * 1000).toString();
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

const account = (budget: string, usd: readonly [cap: number, spent: number, held: number], changes: Partial<SpendAccount> = {}): SpendAccount => ({
  key: `${budget}/${changes.subject?.name ?? ''}/2026-11`,
  budget,
  subject: null,
  period: '2026-11',
  endsAt: inHours(96),
  capPicoUsd: pico(usd[0]),
  spentPicoUsd: pico(usd[1]),
  heldPicoUsd: pico(usd[2]),
  leftPicoUsd: pico(usd[0] - usd[1] - usd[2]),
  forecast: { endPicoUsd: pico(usd[1] * 1.15), hitsCapAt: usd[1] * 1.15 > usd[0] ? inHours(5) : null },
  ...changes,
});

const user = (name: string, tenant = 'default') => ({ subject: { tenant, name }, period: '2026-11-27', endsAt: inHours(7) });
const unchanged = { source: 'plimsoll.yaml', changedAt: null, changedBy: null, owner: null } as const;

export const generatedSpend = (empty: boolean): Spend => ({
  timeZone: 'Europe/Berlin',
  budgets: empty
    ? []
    : [
        { name: 'monthly', settings: { usd: '500', per: 'month', mode: 'enforce' }, ...unchanged, refused: 0, wouldRefuse: 0 },
        { name: 'strong', settings: { usd: '20', per: 'day', model: 'strong', mode: 'enforce' }, source: 'api', changedAt: inHours(-3), changedBy: 'k_2f9c4e1ab0d3', owner: 'default', refused: 14, wouldRefuse: 0 },
        { name: 'trial', settings: { usd: '5', per: 'total', feature: 'trial', mode: 'observe' }, ...unchanged, refused: 0, wouldRefuse: 212 },
        { name: 'each-user-daily', settings: { usd: '1', per: 'day', each: 'user', mode: 'enforce' }, ...unchanged, refused: 3, wouldRefuse: 0 },
      ],
  accounts: empty
    ? []
    : [
        account('trial', [5, 5.73, 0], { endsAt: null, period: 'total', forecast: null }),
        account('each-user-daily', [1, 0.91, 0.07], user('nadia@example.com')),
        account('strong', [20, 17.9, 0.4], { period: '2026-11-27', endsAt: inHours(7) }),
        account('each-user-daily', [1, 0.84, 0], user('a-user-with-a-name-that-is-really-too-long-for-one-line@customers.example.com', 'acme')),
        account('monthly', [500, 342.18, 4.2]),
        account('each-user-daily', [1, 0.31, 0.004], user('tom')),
        account('each-user-daily', [1, 0.0004, 0], { ...user(''), forecast: null }),
      ],
});

/** A period of which most is over, used up with the hours of work in it. */
export const generatedHistory = (budget: string): SpendHistory => {
  const used = generatedSpend(false).accounts.find((one) => one.budget === budget);
  const to = new Date(used?.endsAt ?? Date.now());
  const days = used?.period.split('-').length === 3 ? 1 : 30;
  const from = new Date(to.getTime() - days * 86_400_000);
  const stepSeconds = days === 1 ? 900 : 8 * 3600;
  const steps = Math.floor((Date.now() - from.getTime()) / 1000 / stepSeconds);
  const weights = Array.from({ length: steps }, (_, step) => 1 + Math.sin((step / 96) * Math.PI * 2 * (days === 1 ? 1 : 32)) * 0.8 + (step % 7) / 10);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return {
    budget,
    from: from.toISOString(),
    to: to.toISOString(),
    stepSeconds,
    points: weights.map((weight, step) => {
      sum += weight;
      return { at: new Date(from.getTime() + (step + 1) * stepSeconds * 1000).toISOString(), spentPicoUsd: BigInt(Math.round((Number(used?.spentPicoUsd ?? 0) * sum) / all)).toString() };
    }),
  };
};
