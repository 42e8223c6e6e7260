import { builtinModules } from 'node:module';
import eslint from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', 'test/**/*.ts'];
const SANDBOXED = ['domain/**/*.ts', 'workflows/**/*.ts'];

/** Both spellings: `fs` and `node:fs`, and the subpaths such as `fs/promises`. */
const NODE_BUILT_INS = builtinModules.flatMap((name) => [name, `node:${name}`]);

const forbid = (names, message) => names.map((name) => ({ name, message }));

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'];
const OUTSIDE_WORLD = ['process', 'Buffer', 'require', 'module', 'global', 'fetch', 'performance', 'crypto', 'console'];

const noBuiltIns = [
  'error',
  {
    paths: forbid(NODE_BUILT_INS, 'Workflow code and the rules it uses run in a sandbox without Node.'),
    patterns: [{ group: ['node:*'], message: 'Workflow code and the rules it uses run in a sandbox without Node.' }],
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.everdial/', 'node_modules/', 'test/histories/', 'web/client/schema.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      // One program for sources and tests: `projectService` finds no tests behind the references of tsconfig.json.
      parserOptions: {
        project: ['./tsconfig.eslint.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      // An implementation may be async for its interface's sake alone.
      '@typescript-eslint/require-await': 'off',
      // Our objects come from factories, their functions are closures: `const { stop } = server` is safe.
      '@typescript-eslint/unbound-method': 'off',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals or an `as const` object.' },
      ],
      eqeqeq: 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['web/**/*.tsx', 'web/**/*.ts'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // Only warns users of a compiler that is not used here.
      'react-hooks/incompatible-library': 'off',
      // Handlers of events may be async: what they cannot do is shown by whoever does it.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: SANDBOXED,
    ignores: TESTS,
    rules: { 'no-restricted-imports': noBuiltIns },
  },
  {
    files: ['workflows/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        ...forbid(
          OUTSIDE_WORLD,
          'Not part of workflow code: ask an activity, or log with `log` of @temporalio/workflow.',
        ),
        ...forbid(TIMERS, 'Use sleep() or condition() with a summary: it is what an engineer sees in the UI.'),
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        ...forbid([...OUTSIDE_WORLD, ...TIMERS], 'The rules are total functions: no input, output or clock.'),
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'The rules are total functions: take the number as an argument.',
        },
        { object: 'Date', property: 'now', message: 'The rules are total functions: take the instant as an argument.' },
      ],
    },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      // supertest and JSON answers are `any`; what is expected of them is the test.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          '__dirname',
          'jest',
          'process',
          'console',
          'URL',
          'Buffer',
          ...TIMERS,
          'fetch',
          'AbortSignal',
          'AbortController',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: {
      sourceType: 'commonjs',
    },
  },
);
