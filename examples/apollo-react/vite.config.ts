import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Address of the gateway. */
const gateway = new URL(process.env.GRAPHQL_URL ?? 'http://127.0.0.1:4000/graphql').origin;

/**
 * Page and gateway are at one address, as in production: the session cookie is valid only there, and CORS is not needed.
 */
const sameOrigin = {
  host: '127.0.0.1',
  port: 5173,
  strictPort: true,
  proxy: { '/graphql': gateway, '/auth': gateway },
};

/** The page may load and call only its own origin. Not during development, when Vite adds styles by script. */
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
