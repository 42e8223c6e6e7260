import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { mantineParts } from './mantine-parts.mts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const API = process.env.EVERDIAL_API_URL ?? 'http://127.0.0.1:8080';
/** What the API serves itself: while developing, `vite` hands it on to a running stack. */
const OF_THE_API = ['/api', '/session', '/docs', '/openapi.json', '/problems'];

export default defineConfig({
  root: HERE,
  plugins: [mantineParts()],
  // Mantine's components are written for this JSX transform too; no Babel is needed.
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web/dashboard', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // These know light-dark() by themselves; what would be put in its place for older ones knows nothing of our schemes.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // What a first visit costs is added up by test/browser/first-load.test.ts.
    chunkSizeWarningLimit: 1_000,
    // The content security policy allows no inline code.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // What the first page needs in one file: it compresses better, and is asked for once.
      output: {
        codeSplitting: { groups: [{ name: 'first', tags: ['$initial'], includeDependenciesRecursively: false }] },
      },
      // "use client" of libraries: a note for frameworks that render on a server.
      onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      OF_THE_API.map((path) => [path, { target: API, changeOrigin: true, headers: { origin: API } }]),
    ),
  },
});
