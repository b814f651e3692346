// Bundles what runs in the browser (peers and the React page) and the program that measures, into build/.
import { build } from 'esbuild';

const common = { bundle: true, minify: true, outdir: 'build', define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' } };
await build({ ...common, entryPoints: ['src/peer_worker.ts'], format: 'iife', target: 'chrome120' });
await build({ ...common, entryPoints: ['react/react_page.tsx'], format: 'esm', target: 'chrome120' });
await build({
  entryPoints: ['src/main.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: 'build/main.mjs',
  packages: 'external',
});
