import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { defineConfig, type Plugin } from 'vite';
import { pageTitle } from '../scripts/reference/page-title.ts';

/** Parts of the editor that nothing here uses. */
const unused =
  /anchorSelect|codelens|colorPicker|diffEditor|documentSymbols|dropOrPaste|dnd|fontZoom|inlayHints|inlineCompletions|inlineEdit|inlineProgress|inPlaceReplace|linkedEditing|rename|sectionHeaders|semanticTokens|smartSelect|stickyScroll|unicodeHighlighter|unusualLineTerminators|wordPart/i;

/** Modules that others import for what nothing here does, and what they get instead. */
const stubs = new Map([
  // Nothing is compared here: neither in an editor of its own nor in the workers.
  ['/diffEditor/diffEditorWidget.js', 'export class DiffEditorWidget {}'],
  ['/multiDiffEditor/multiDiffEditorWidget.js', 'export class MultiDiffEditorWidget {}'],
  ['/common/diff/linesDiffComputers.js', 'export const linesDiffComputers = {};'],
  // Parts of paste and hover for things that no language here has.
  [
    '/dropOrPasteInto/browser/copyPasteController.js',
    'export class CopyPasteController { static get() { return null; } }',
  ],
  ['/colorPicker/browser/colorHoverParticipant.js', 'export class ColorHoverParticipant {}'],
  ['/inlayHints/browser/inlayHintsHover.js', 'export class InlayHintsHover {}'],
  // Warns of characters that look like others; its editor part is left out above.
  ['/common/services/unicodeTextModelHighlighter.js', 'export class UnicodeTextModelHighlighter {}'],
]);

/** The fields of `Query` by the files of the schema, which are split by domain: `import { domains } from 'virtual:domains'`. */
function domains(): Plugin {
  const name = 'virtual:domains';
  return {
    name: 'domains',
    resolveId: (source) => (source === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const folder = here('../schema');
      const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
      const all = files.sort().map((file) => {
        const { definitions } = parse(readFileSync(join(folder, file), 'utf8'));
        const queries = definitions.flatMap((one) =>
          'fields' in one && one.name.value === 'Query'
            ? (one.fields ?? []).map((field) => field.name.value)
            : [],
        );
        return { title: pageTitle(file.replace('.graphql', '')), queries: queries.sort() };
      });
      return `export const domains = ${JSON.stringify(all.filter(({ queries }) => queries.length > 0))}`;
    },
  };
}

/** Leaves out what the page has no use for, so that it opens fast. */
function lean(): Plugin {
  return {
    name: 'lean',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === './GraphQLWorker' && importer?.endsWith('/monaco-graphql/esm/graphql.worker.js'))
        return here('ordered-worker.ts');
      // To indent JSON with it, GraphiQL would bring a parser of JavaScript along.
      const isFormatter = /^prettier\/(standalone|plugins\/estree|parser-babel)$/.test(source);
      return isFormatter && importer !== here('indent.ts') ? here('indent.ts') : undefined;
    },
    load(id) {
      for (const [end, stub] of stubs) if (id.endsWith(end)) return stub;
      return undefined;
    },
    transform(code, id) {
      if (id.endsWith('/monaco-editor/esm/vs/editor/editor.all.js'))
        return code.replace(/^import '\.\/(?:contrib|browser)\/.*$/gm, (line) =>
          unused.test(line) ? '' : line,
        );
      if (id.endsWith('/monaco-editor/esm/vs/editor/edcore.main.js'))
        return code.replace(
          /^import '\.\/standalone\/browser\/(?:iPad|inspectTokens|toggleHighContrast|referenceSearch).*$/gm,
          '',
        );
      // Its tables of such characters, in each worker and in the page.
      if (id.endsWith('/monaco-editor/esm/vs/base/common/strings.js'))
        return code
          .replace(/JSON\.parse\('\{\\?"_common\\?":.*?'\)/, '{ _common: [], _default: [] }')
          .replace(/JSON\.parse\('\[9,10,11,.*?'\)/, '[]');
      // Fonts in data URLs, each in two formats: the reader's own do as well.
      if (id.endsWith('/graphiql/dist/style.css')) return code.replace(/@font-face\s*{[^}]*}/g, '');
      // GraphiQL formats in the page; the worker's own formatter is never asked.
      if (id.endsWith('/monaco-graphql/esm/GraphQLWorker.js'))
        return code.replaceAll(/import\((['"])prettier\/[^)]+\)/g, '{}');
      return undefined;
    },
  };
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page at `/graphql` for browsers: built once, served by the gateway, and nothing of it at run time. */
export default defineConfig({
  root: here('.'),
  // The gateway may be mounted below a path; files find each other from where they are.
  base: './',
  plugins: [lean(), domains()],
  resolve: {
    alias: [
      // One file under two names.
      { find: 'prettier/parser-graphql', replacement: 'prettier/plugins/graphql' },
    ],
    dedupe: ['graphql', 'react', 'react-dom'],
  },
  build: {
    target: 'es2022',
    outDir: here('../dist/explorer'),
    emptyOutDir: true,
    // The notices of what is bundled go along.
    license: { fileName: 'licenses.md' },
    // What the page's policy allows: no script and no style in data URLs.
    assetsInlineLimit: 0,
    // The editor alone is as large; it is fetched when the page stands already.
    chunkSizeWarningLimit: 5000,
    cssCodeSplit: false,
    rolldownOptions: {
      input: here('main.tsx'),
      output: {
        entryFileNames: 'main.js',
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.css')) ? 'style.css' : '[name]-[hash][extname]',
        chunkFileNames: '[name]-[hash].js',
      },
      // "use client" means nothing in a page that is rendered in the browser alone.
      onLog(level, log, report) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [lean()],
    rolldownOptions: { output: { entryFileNames: '[name]-[hash].js' } },
  },
});
