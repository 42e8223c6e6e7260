'use strict';

const path = require('node:path');

/**
 * Which folder may import which (ARCHITECTURE.md):
 * `domain <- workflows <- activities <- services -> infra -> domain`, and nobody imports `services`.
 */

const TEST = '[.]test[.]ts$';

/** Everything a folder may reach; whatever else it imports is a violation. */
function mayOnlyImport(folder, allowed, comment) {
  return {
    name: `${folder}-imports`,
    comment,
    severity: 'error',
    from: { path: `^${folder}/`, pathNot: TEST },
    to: { pathNot: [`^${folder}/`, ...allowed] },
  };
}

const npm = (...names) => names.map((name) => `(^|/)node_modules/${name}/`);
const NODE_MODULES = '(^|/)node_modules/';

module.exports = {
  forbidden: [
    mayOnlyImport('domain', [], 'domain holds pure rules: it imports nothing but itself.'),
    mayOnlyImport(
      'workflows',
      ['^domain/', ...npm('@temporalio/workflow', '@temporalio/common')],
      'workflow code runs in a sandbox: domain, @temporalio/workflow and @temporalio/common only.',
    ),
    mayOnlyImport(
      'activities',
      [
        '^domain/',
        '^workflows/[^/]+/(contract|activity-interface)[.]ts$',
        '^workflows/[^/]+[.]ts$',
        ...npm('@temporalio/activity', '@temporalio/common'),
      ],
      'activities know the interfaces that workflows own, and declare what they need from infra as interfaces.',
    ),
    {
      name: 'infra-imports',
      comment: 'infra knows vendors and libraries, of ours only domain.',
      severity: 'error',
      from: { path: '^infra/', pathNot: TEST },
      to: { path: '^(workflows|activities|services|test|web|bench)/' },
    },
    {
      name: 'web-imports',
      comment: 'the dashboard is a client of the public API: of ours it shares the pure rules.',
      severity: 'error',
      from: { path: '^web/dashboard/src/', pathNot: TEST },
      to: { pathNot: ['^web/', '^domain/', NODE_MODULES] },
    },
    {
      name: 'nobody-imports-services',
      severity: 'error',
      from: { pathNot: ['^services/', '^test/'] },
      to: { path: '^services/' },
    },
    {
      name: 'processes-are-apart',
      comment:
        'a process imports no other process; services/wiring is what they share. The dry run is a whole installation in ' +
        'one process.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/dry-run/' },
      to: { path: '^services/', pathNot: ['^services/$1/', '^services/wiring/'] },
    },
    {
      name: 'the-dry-run-is-api-and-workers',
      severity: 'error',
      from: { path: '^services/dry-run/' },
      to: { path: '^services/', pathNot: '^services/(dry-run|wiring|api|worker-[^/]+)/' },
    },
    {
      name: 'workflow-code-only-in-the-bundle',
      comment: 'outside workflows/ only contracts are imported; the code itself is loaded from its bundle.',
      severity: 'error',
      from: { path: '^(activities|infra|services)/' },
      to: { path: '^workflows/([^/]+/(workflow|proxies|[^/]+-state)|index)[.]ts$' },
    },
    {
      name: 'no-test-code-in-production',
      severity: 'error',
      from: { path: '^(domain|workflows|activities|infra|services)/', pathNot: TEST },
      to: { path: ['^test/', TEST] },
    },
    {
      name: 'no-dev-dependencies-in-production',
      comment:
        'an installation without dev dependencies must run; infra/local is for laptops and tests, infra/build for builds.',
      severity: 'error',
      from: { path: '^(domain|workflows|activities|infra|services)/', pathNot: [TEST, '^infra/(local|build)/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-undeclared-dependencies',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-cycles',
      comment:
        'type-only imports do not count: they are gone when the code runs; nor those of pages that are loaded when somebody ' +
        'goes there.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
  ],
  options: {
    doNotFollow: { path: [NODE_MODULES] },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(__dirname, 'tsconfig.base.json') },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
