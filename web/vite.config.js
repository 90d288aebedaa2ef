import { defineConfig } from 'vite';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('app'),
  base: './',
  build: {
    outDir: here('dist/app'),
    emptyOutDir: true,
    target: ['chrome125', 'firefox125', 'safari17.5'],
    // The content security policy allows no data: URL for fonts and scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es' },
  server: { fs: { allow: [here('..')] } },
});
