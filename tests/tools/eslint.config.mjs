// The rules for scripts: those that readers' browsers run must do so in a web view of 2019, the others run in Node.
import { createRequire } from 'node:module';

const js = createRequire(import.meta.url)('@eslint/js');
const named = (...names) => Object.fromEntries(names.map((name) => [name, 'readonly']));
const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'off',
  'no-unused-vars': ['error', { caughtErrors: 'none' }],
  'no-shadow': 'error',
  'consistent-return': 'error',
};
const browser = named(
  'window', 'document', 'localStorage', 'location', 'navigator', 'performance', 'fetch', 'AbortController', 'Blob', 'URL',
  'addEventListener', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame', 'POLICY', 'sessionStorage', 'crypto', 'IntersectionObserver',
);
const node = named('process', 'console', 'URL', 'Buffer', 'setTimeout', 'fetch');

export default [
  { ignores: ['**/*.min.js', '**/node_modules/**', 'target/**'] },
  {
    files: ['src/render/gate/*.js', 'themes/*/assets/**/*.js'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'script', globals: browser },
    rules: { ...rules, 'no-restricted-globals': ['error', 'event', 'name'] },
  },
  {
    // Modules, which are put together into one script.
    files: ['src/render/gate/gate.js', 'src/render/gate/way/*.js'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'module', globals: browser },
    rules: { ...rules, 'no-restricted-globals': ['error', 'event', 'name'] },
  },
  {
    files: ['src/render/gate/gate.js', 'src/render/gate/way/*.js', 'src/render/gate/consent.js', 'themes/*/assets/**/*.js'],
    languageOptions: { ecmaVersion: 2018, globals: browser },
    rules: { 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    // What an editor's own browser runs may be of this year.
    files: ['src/desk/page/*.js', 'src/output/wechat/*.js', 'src/output/slides/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'script', globals: { ...browser, ...named('history', 'scrollY', 'scrollTo', 'innerHeight', 'CSS', 'Highlight', 'Range', 'NodeFilter', 'EventSource', 'FileReader', 'CustomEvent', 'dispatchEvent', 'URLSearchParams', 'DOMParser') } },
    rules: { ...rules, 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    // What VS Code runs.
    files: ['editors/vscode/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs', globals: node },
    rules: { ...rules, 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    files: ['tests/**/*.mjs'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: { ...node, ...browser, ...named('history', 'Node', 'NodeFilter', 'MutationObserver', 'KeyboardEvent', 'getSelection', 'getComputedStyle', 'innerWidth', 'innerHeight', 'XMLHttpRequest', 'HTMLDialogElement', 'PerformanceObserver', 'Event', 'StorageEvent', 'PageTransitionEvent', 'CSSStyleSheet', 'dispatchEvent', 'Storage', 'DOMException', 'structuredClone', 'scrollY', 'atob', 'btoa', 'scrollTo', 'CSS') } },
    rules: { ...rules, 'no-var': 'error', 'prefer-const': 'error', 'consistent-return': 'off', 'no-shadow': 'off' },
  },
];
