/*
 * What is kept: a record for each purpose, in the browser or, where it keeps nothing, for this page view.
 */
import { language, policy, shared } from './page.js';
import { agreed } from './steps.js';

/** @param {string} key @param {string} text */
export function keep(key, text) {
  try {
    localStorage.setItem(key, text);
    delete shared.memory[key];
  } catch (_) {
    shared.memory[key] = text;
    return false;
  }
  return true;
}

/** @param {string} key */
export function drop(key) {
  delete shared.memory[key];
  try {
    localStorage.removeItem(key);
  } catch (_) { /* nothing was stored */ }
}

/** @param {string} purpose */
export const hashOf = (purpose) => (policy.h[language] || {})[purpose];

/** The records of what was agreed to, by key. */
export function records() {
  const at = Date.now();
  /** @type {{[key: string]: string}} */
  const all = {};
  Object.keys(agreed).forEach((purpose) => {
    const record = {
      v: 1, purpose: purpose, policy_version: policy.v, policy_sha256: hashOf(purpose), lang: language, decision: 'agreed',
      at: new Date(at).toISOString(), expires: new Date(at + policy.d * 864e5).toISOString(),
    };
    all[policy.k + 'consent:' + purpose] = JSON.stringify(Object.keys(agreed[purpose]).length ? Object.assign(record, { answers: agreed[purpose] }) : record);
  });
  return all;
}
