import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default defineConfig(
  // wasm/ holds fragments that Emscripten pastes into its own code.
  { ignores: ['**/dist/', 'build/', '.toolchain/', '.venv/', '.perihelion/', 'wasm/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [typescript.configs.strict],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // With noUncheckedIndexedAccess "!" is how code says that an index is within bounds.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true }],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: globals.node },
  },
  {
    // What these hold runs in a browser as well: page.evaluate, panels, embedding pages.
    files: ['tests/**/*.js', 'examples/**/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
  {
    // A panel's script runs as the body of a function that has these.
    files: ['examples/panels/**/*.js'],
    languageOptions: {
      globals: {
        api: false,
        ui: false,
        context: false,
        options: false,
        signal: false,
        Comet: false,
        Table: false,
      },
    },
  },
  {
    // Whoever runs the panel finds its class.
    files: ['examples/panels/**/*.comet.js'],
    rules: { 'no-unused-vars': ['error', { varsIgnorePattern: 'Panel$' }] },
  },
);
