/**
 * The house's import rules. Every rule says why. Run by `npm run check`.
 */
const inPackage = (name) => `^packages/${name}/src/`;
const tests = '\\.(test|fixture)\\.tsx?$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle, types included, means two files are one concept: neither can be read or tested alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contract-imports-nothing',
      comment: 'The words all share must not know who speaks them; libraries for describing data (zod, yaml) are all it may use.',
      severity: 'error',
      from: { path: inPackage('contract'), pathNot: tests },
      to: { path: '^packages/', pathNot: inPackage('contract') },
    },
    {
      name: 'engine-imports-contract-only',
      comment: "A request's way runs in the gateway and on the edge alike, so it knows no host.",
      severity: 'error',
      from: { path: inPackage('engine'), pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(contract|engine)/' },
    },
    {
      name: 'server-is-a-host',
      comment: 'A host wires engine and contract together; it knows neither the other hosts nor the test kit.',
      severity: 'error',
      from: { path: inPackage('server'), pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(contract|engine|server)/' },
    },
    {
      name: 'console-speaks-the-api',
      comment: 'The console reaches the server through the control plane alone, like any other client.',
      severity: 'error',
      from: { path: inPackage('console'), pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(contract|console)/' },
    },
    {
      name: 'cli-loads-hosts-lazily',
      comment: 'Verbs that only call the API must not pay for loading a host: the server is imported when `start` runs.',
      severity: 'error',
      from: { path: inPackage('cli'), pathNot: tests },
      to: { path: '^packages/(server|edge)/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'cli-knows-contract-and-hosts',
      comment: 'The command is a client of the API; it has no business in the engine or the console. Detection alone is run here too, offline: `plimsoll inspect`.',
      severity: 'error',
      from: { path: inPackage('cli'), pathNot: tests },
      to: { path: '^packages/(engine|console|quality|testkit)/', pathNot: '^packages/engine/src/detection/' },
    },
    {
      name: 'stages-are-strangers',
      comment: 'Stages meet only through what the exchange says; importing one another would hide an order in code.',
      severity: 'error',
      from: { path: '^packages/engine/src/stages/([^/]+)/' },
      to: { path: '^packages/engine/src/stages/', pathNot: '^packages/engine/src/stages/$1/' },
    },
    {
      name: 'providers-are-strangers',
      comment: 'Each provider can be understood, removed or replaced alone; what HTTP providers share stands in providers/http.',
      severity: 'error',
      from: { path: '^packages/engine/src/providers/([^/]+)/', pathNot: tests },
      to: { path: '^packages/engine/src/providers/', pathNot: '^packages/engine/src/providers/($1|http)/' },
    },
    {
      name: 'testkit-stays-out-of-the-product',
      comment: 'The simulated provider stands in for the paid cloud in tests and demos; shipped code must not lean on it.',
      severity: 'error',
      from: { path: '^packages/(contract|engine|server|edge|console|cli|quality)/src/', pathNot: tests },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'only-main-wires',
      comment: "Only a host's main.ts puts the parts together; anything that imported it would run the host.",
      severity: 'error',
      from: { pathNot: '^packages/(cli|server)/src/' },
      to: { path: '^packages/server/src/main\\.ts$' },
    },
    {
      name: 'declared-dependencies',
      comment: 'An undeclared package works here by luck of hoisting and fails for whoever installs us.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'] },
  },
};
