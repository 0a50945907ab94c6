import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { defineConfig, type Plugin } from 'vite';
import { pageTitle } from '../scripts/reference/page-title.ts';

/** Parts of the editor that the page does not use. */
const unused =
  /anchorSelect|codelens|colorPicker|diffEditor|documentSymbols|dropOrPaste|dnd|fontZoom|inlayHints|inlineCompletions|inlineEdit|inlineProgress|inPlaceReplace|linkedEditing|rename|sectionHeaders|semanticTokens|smartSelect|stickyScroll|unicodeHighlighter|unusualLineTerminators|wordPart/i;

/** Module for features that the page does not use → replacement. */
const stubs = new Map([
  // Comparison of texts, in the editor and in the workers.
  ['/diffEditor/diffEditorWidget.js', 'export class DiffEditorWidget {}'],
  ['/multiDiffEditor/multiDiffEditorWidget.js', 'export class MultiDiffEditorWidget {}'],
  ['/common/diff/linesDiffComputers.js', 'export const linesDiffComputers = {};'],
  // Parts of paste and hover for other languages.
  [
    '/dropOrPasteInto/browser/copyPasteController.js',
    'export class CopyPasteController { static get() { return null; } }',
  ],
  ['/colorPicker/browser/colorHoverParticipant.js', 'export class ColorHoverParticipant {}'],
  ['/inlayHints/browser/inlayHintsHover.js', 'export class InlayHintsHover {}'],
  // Warnings about characters that look like others; the editor's part is excluded above.
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

/** Excludes unused code, so that the page opens fast. */
function lean(): Plugin {
  return {
    name: 'lean',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === './GraphQLWorker' && importer?.endsWith('/monaco-graphql/esm/graphql.worker.js'))
        return here('ordered-worker.ts');
      // GraphiQL would include a JavaScript parser to indent JSON.
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
      // Tables of such characters, in each worker and in the page.
      if (id.endsWith('/monaco-editor/esm/vs/base/common/strings.js'))
        return code
          .replace(/JSON\.parse\('\{\\?"_common\\?":.*?'\)/, '{ _common: [], _default: [] }')
          .replace(/JSON\.parse\('\[9,10,11,.*?'\)/, '[]');
      // Fonts in data URLs, each in two formats; the reader's fonts are enough.
      if (id.endsWith('/graphiql/dist/style.css')) return code.replace(/@font-face\s*{[^}]*}/g, '');
      // GraphiQL formats in the page and never uses the worker's formatter.
      if (id.endsWith('/monaco-graphql/esm/GraphQLWorker.js'))
        return code.replaceAll(/import\((['"])prettier\/[^)]+\)/g, '{}');
      return undefined;
    },
  };
}

/** Escapes characters outside ASCII: one of them makes browsers keep two bytes for each character of a script. */
function ascii(): Plugin {
  return {
    name: 'ascii',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') file.code = file.code.replace(/[\u0080-\uffff]/g, escapeUnit);
    },
  };
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the page at `/graphql` for browsers, which the gateway serves as files. */
export default defineConfig({
  root: here('.'),
  // Relative addresses, because the gateway can be mounted below a path.
  base: './',
  plugins: [lean(), domains(), ascii()],
  resolve: {
    alias: [
      // One file with two names.
      { find: 'prettier/parser-graphql', replacement: 'prettier/plugins/graphql' },
    ],
    dedupe: ['graphql', 'react', 'react-dom'],
  },
  build: {
    target: 'es2022',
    outDir: here('../dist/explorer'),
    emptyOutDir: true,
    // With the license notices of bundled packages.
    license: { fileName: 'licenses.md' },
    // The page's content security policy forbids scripts and styles in data URLs.
    assetsInlineLimit: 0,
    // The editor is as large, and is loaded after the page is shown.
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
      // "use client" has no meaning in a page that only browsers render.
      onLog(level, log, report) {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [lean(), ascii()],
    rolldownOptions: { output: { entryFileNames: '[name]-[hash].js' } },
  },
});
