import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the gateway is. */
const gateway = new URL(process.env.GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql').origin;

/**
 * Browsers see page and gateway at one address, as they do in production: only there the session cookie counts, and no
 * CORS is needed.
 */
const sameOrigin = {
  host: '127.0.0.1',
  port: 5173,
  strictPort: true,
  proxy: { '/graphql': gateway, '/auth': gateway },
};

/** What the page may load, and whom it may talk to: its own origin. Not while developing, when Vite adds styles by script. */
function contentPolicy(): Plugin {
  const content =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'";
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' },
    ],
  };
}

export default defineConfig({
  root: here('.'),
  plugins: [contentPolicy()],
  server: sameOrigin,
  preview: sameOrigin,
  build: { outDir: here('dist'), emptyOutDir: true },
});
