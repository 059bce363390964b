/**
 * What the control plane says of the server itself.
 */
import type { System } from '@plimsoll/contract/api/system';
import { plimsollVersion } from '@plimsoll/contract/version';
import type { Served } from './catalogue.ts';
import type { LoadedConfig } from './load-config-file.ts';

export interface SystemParts {
  readonly loaded: LoadedConfig;
  readonly catalogue: Served;
  readonly samples: System['samples'];
  readonly store: System['store'];
  readonly backlog: number;
}

export const describeSystem = ({ loaded, catalogue, samples, store, backlog }: SystemParts): System => ({
  service: loaded.config.service,
  versions: { plimsoll: plimsollVersion, config: loaded.version },
  configFile: loaded.builtIn ? null : loaded.file,
  store,
  spoolBacklog: backlog,
  content: loaded.config.traces.content,
  models: [...catalogue.describe()],
  routes: catalogue.routes.map(({ name, candidates }) => ({ name, candidates: candidates.map((model) => model.name) })),
  samples: [...samples],
});
