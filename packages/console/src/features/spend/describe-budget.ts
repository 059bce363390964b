import type { BudgetSettings } from '@plimsoll/contract/api/budgets';

/** What falls under a budget, as a phrase: `Each month, every call of tenant acme to strong`. */
export const describeBudget = ({ per, each, tenant, app, feature, user, model }: BudgetSettings): string => {
  const whose = [
    tenant === undefined ? null : `of tenant ${tenant}`,
    app === undefined ? null : `of app ${app}`,
    user === undefined ? null : `of user ${user}`,
    feature === undefined ? null : `for feature ${feature}`,
    model === undefined ? null : `to ${model}`,
  ].filter((part) => part !== null);
  const when = per === 'total' ? 'In total' : `Each ${per}`;
  const what = whose.length === 0 ? 'every call' : `every call ${whose.join(', ')}`;
  return `${when}, ${what}${each === undefined ? '' : `, for each ${each} apart`}`;
};
