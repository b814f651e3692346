/** What a browser loads at first, beside a React page with the same screens. */
import path from 'node:path';
import { atMost, brotli, files, type Figure } from './figures.ts';

/** Octets after brotli, of the built app and of the built React page. */
export function sizes(dist: string, build: string): Figure[] {
  const built = files(dist);
  const part = (fits: (name: string) => boolean, kind: RegExp): number[] =>
    [brotli(built.filter((file) => kind.test(file) && fits(path.basename(file))))];
  const react = brotli([path.join(build, 'react_page.js')]);
  const isWorker = (name: string): boolean => name.startsWith('worker');
  const isOther = (name: string): boolean => isWorker(name) || name.startsWith('viewer') || name.startsWith('old-browser');
  const app = part((name) => !isOther(name), /\.(wasm|js)$/);
  const worker = part(isWorker, /\.(wasm|js)$/);
  const viewer = part((name) => name.startsWith('viewer'), /\.(wasm|js)$/);
  const css = part(() => true, /\.css$/);
  const loaded = 'octets after brotli';
  return [
    atMost({ name: 'size-app', what: `wasm and JavaScript of the app, ${loaded}` }, 'octets', app, 'limit', [300_000], 1),
    atMost({ name: 'size-worker', what: `the reading worker, ${loaded}` }, 'octets', worker, 'limit', [100_000], 1),
    atMost({ name: 'size-css', what: `the stylesheets, ${loaded}` }, 'octets', css, 'limit', [25_000], 1),
    atMost({ name: 'size-viewer', what: `the worker that lays forms out, ${loaded}; it is loaded when the first form is shown` }, 'octets', viewer, 'limit', [150_000], 1),
    // How much more than React the app weighs; no reach is set but the limit above.
    atMost({ name: 'first-load', what: `the app beside the React page, ${loaded}` }, 'octets', app, 'React 19, three routes', [react], 300_000 / react),
  ];
}
