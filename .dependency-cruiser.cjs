// The floors of ARCHITECTURE.md: a file imports from lower floors only, folders of one floor do not import each other.
const floors = [
  ['model'],
  ['text', 'sqlite'],
  ['politeness', 'fetch', 'extract', 'store', 'index'],
  ['crawl', 'search'],
  ['api', 'cli', 'mcp'],
];
const folder = (name) => `^src/${name}/`;

const upward = floors.flatMap((names, floor) =>
  names.map((name) => ({
    name: `floor-${floor}-${name}`,
    comment: 'A file imports from lower floors only; folders of one floor do not import each other.',
    severity: 'error',
    from: { path: folder(name), pathNot: '[.]test[.]ts$' },
    to: {
      path: [
        ...floors
          .slice(floor)
          .flat()
          .filter((other) => other !== name)
          .map(folder),
        folder('threads'),
        '^src/[^/]+[.]ts$',
      ],
    },
  })),
);

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'adapter-named-outside-composition',
      comment: 'Only compose.ts, the threads it starts and tests name an adapter of a port.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/compose[.]ts$',
          '^src/threads/',
          '^src/(store|index)/(sqlite|postgres|elasticsearch)/',
          '^src/fetch/',
          '[.]test[.]ts$',
        ],
      },
      to: { path: ['^src/(store|index)/(sqlite|postgres|elasticsearch)/', '^src/fetch/http-fetcher[.]ts$'] },
    },
    {
      name: 'process-outside-main',
      comment: 'main.ts is the only file that touches process.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main[.]ts$' },
      to: { path: '^(node:)?process$' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
