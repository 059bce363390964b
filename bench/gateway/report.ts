/** The results as a person reads them: a table for each section, then the verdicts. */
import type { ContenderName } from './contenders/contender.ts';
import type { LatencySetting } from './latency.ts';
import { median, pairedMedian, ratio } from './median.ts';
import type { Results } from './results.ts';
import type { Series, Setting } from './saturation.ts';
import type { HeldSetting } from './streams.ts';
import { figure, renderTable } from './table.ts';
import { addedMs, cpuRatio } from './verdicts.ts';

type Titles = ReadonlyMap<ContenderName, string>;

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Requests per second against another contender's, round by round. */
const rateRatio = (setting: Setting, series: Series, other: ContenderName): number | null =>
  pairedMedian(series.requestsPerS, setting.series.find(({ contender }) => contender === other)?.requestsPerS ?? [], ratio);

const settingTable = (title: string, setting: Setting, titles: Titles): string =>
  renderTable(
    title,
    ['', 'requests/s', 'to direct', 'to bare', 'to Portkey', 'p50 ms', 'core used', 'CPU us/request', 'to bare', 'to Portkey'],
    setting.series.map((series) => [
      titles.get(series.contender) ?? series.contender,
      figure(median(series.requestsPerS), 0),
      figure(rateRatio(setting, series, 'direct'), 2),
      figure(rateRatio(setting, series, 'bare'), 2),
      figure(rateRatio(setting, series, 'portkey'), 2),
      figure(median(known(series.p50Ms)), 3),
      figure((median(known(series.coreUse)) ?? Number.NaN) * 100, 0, ' %'),
      figure(median(known(series.cpuUs)), 1),
      figure(cpuRatio(setting, series.contender, 'bare'), 2),
      figure(cpuRatio(setting, series.contender, 'portkey'), 3),
    ]),
  );

const latencyTable = (title: string, setting: LatencySetting, titles: Titles): string =>
  renderTable(
    `${title}, ${setting.ratePerS} requests/s, ${setting.lateness.length / Math.max(1, setting.series.length)} rounds ` +
      `(the generator itself was ${figure(median(known(setting.lateness.map((one) => one?.p50 ?? null))), 3)} ms late at p50, ` +
      `${figure(median(known(setting.lateness.map((one) => one?.p99 ?? null))), 3)} at p99)`,
    ['', 'p50 ms', 'p99 ms', 'added p50', 'added p90', 'added p99', 'added p50 to Portkey'],
    setting.series.map(({ contender, rounds }) => {
      const added = addedMs(setting, contender, 'p50');
      const portkeys = addedMs(setting, 'portkey', 'p50');
      return [
        titles.get(contender) ?? contender,
        figure(median(known(rounds.map((round) => round?.p50 ?? null))), 3),
        figure(median(known(rounds.map((round) => round?.p99 ?? null))), 3),
        figure(added, 3),
        figure(addedMs(setting, contender, 'p90'), 3),
        figure(addedMs(setting, contender, 'p99'), 3),
        figure(added === null || portkeys === null ? null : added / portkeys, 3),
      ];
    }),
  );

const heldTable = (setting: HeldSetting, titles: Titles): string =>
  renderTable(
    `${setting.streams} streams held, an event every ${setting.intervalMs} ms in each`,
    ['', 'stalls', 'gap beyond upstream\'s: p99 ms', 'max ms', 'CPU us/event'],
    setting.series.map((series) => [
      titles.get(series.contender) ?? series.contender,
      String(series.stalls.reduce((sum, count) => sum + count, 0)),
      figure(median(known(series.excess.map((one) => one?.p99 ?? null))), 2),
      figure(Math.max(...known(series.excess.map((one) => one?.max ?? null))), 2),
      figure(median(known(series.cpuUsPerEvent)), 1),
    ]),
  );

export const renderReport = (results: Results): string => {
  const titles: Titles = new Map(results.contenders.map(({ name, title }) => [name, title]));
  const { machine } = results;
  const parts = [
    [
      `Gateway bench (${results.mode}), ${results.durationS} s on ${machine.processor}, ${machine.cores} cores, Node ${machine.node}`,
      results.contenders.filter(({ version }) => version !== '').map(({ title, version }) => `${title}: ${version}`).join(' · '),
      ...(results.absent.length === 0 ? [] : [`not installed here: ${results.absent.join(', ')}`]),
      machine.pinned ? 'gateway on a core of its own' : 'NOT PINNED to cores: gateway and load disturb each other',
      ...(machine.foreignShare === null
        ? []
        : [`other programs took ${figure(machine.foreignShare.median * 100, 1)} % of the cores in the median measurement, ${figure(machine.foreignShare.max * 100, 1)} % in the worst; ${machine.repeated} were repeated`]),
      `processor time between measurements, counted in none: ${results.contenders
        .filter(({ name }) => results.uncountedCpu[name] !== undefined)
        .map(({ name, title }) => `${title} ${figure((results.uncountedCpu[name] ?? 0) * 100, 1)} %`)
        .join(', ')}`,
    ].join('\n'),
    ...(results.saturation ?? []).map((setting) => settingTable(`Saturation, ${setting.connections} connections`, setting, titles)),
    ...(results.bodies ?? []).map((setting) => settingTable(`Bodies of ${setting.bodyBytes / 1024} KB, ${setting.connections} connections`, setting, titles)),
    ...(results.latency === null ? [] : [latencyTable('Latency of whole replies', results.latency, titles)]),
    ...(results.firstToken === null ? [] : [latencyTable('Time to the first token', results.firstToken, titles)]),
    ...(results.streams ?? []).map((setting) => heldTable(setting, titles)),
    ['Verdicts', ...results.verdicts.map(({ promise, measured, kept }) => `${kept === null ? '  -   ' : kept ? '  ok  ' : ' FAIL '} ${promise}: ${measured}`)].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
};
