/*
 * The case that waits for a review: what was sent, where it is kept, and how it is let go.
 */
import { kindOf, language, policy, purposeOf, reviewedBy, shared, steps } from './page.js';
import { drop, hashOf } from './records.js';
import { isId, request } from './service.js';

/** The last body that was sent and its key, where the browser keeps nothing. */
let lastSent = '';

/** @param {HTMLElement} step */
export const caseKey = (step) => policy.k + 'review:' + purposeOf(step);
/** @param {HTMLElement} step */
export const endpointOf = (step) => (step.getAttribute('data-endpoint') || '').replace(/\/$/, '');

/** What is sent: the answers under the purposes that the review is of, and what they were given for.
 * @param {HTMLElement} step @param {{[purpose: string]: Answers}} given */
export function bodyOf(step, given) {
  const parts = reviewedBy(step).filter((purpose) => given[purpose])
    .map((purpose) => ({ purpose: purpose, policy_sha256: hashOf(purpose), answers: given[purpose] }));
  const body = /** @type {ReviewBody} */ (Object.assign({ v: 1, policy_version: policy.v, lang: language }, parts[0]));
  return JSON.stringify(parts.length > 1 ? Object.assign(body, { also: parts.slice(1) }) : body);
}

/** The case that waits at a step; none where it is broken, or belongs to another policy, language or service.
 * @param {HTMLElement} step @returns {ReviewCase | null} */
export function caseOf(step) {
  try {
    const it = JSON.parse(shared.read(caseKey(step)) || 'null');
    const isSound = isId(it.id) && it.at <= Date.now() && Date.now() < it.at + policy.d * 864e5 && it.endpoint === endpointOf(step) &&
      Object.keys(it.agreed).every((purpose) => hashOf(purpose) && it.agreed[purpose].constructor === Object) &&
      reviewedBy(step).some((purpose) => it.agreed[purpose]) && it.sent === bodyOf(step, it.agreed);
    return isSound ? it : null;
  } catch (_) {
    return null;
  }
}

/** Lets a case go, and tells the service, if it is there to be told; resolves with whether it was.
 * @param {HTMLElement} step @param {boolean} tell */
export function dismiss(step, tell) {
  let told = Promise.resolve(false);
  try {
    const it = JSON.parse(shared.read(caseKey(step)) || 'null');
    if (tell && isId(it.id) && it.endpoint === endpointOf(step)) {
      told = request('DELETE', it.endpoint + '/' + it.id).then(() => true, () => false);
    }
  } catch (_) { /* no case */ }
  drop(caseKey(step));
  rememberSent('');
  return told;
}

/** Drops what waits for a review. @param {boolean} tell */
export function forget(tell) {
  steps.forEach((step) => {
    if (kindOf(step) === 'review') {
      dismiss(step, tell);
    }
  });
}

/** @param {string} text */
function rememberSent(text) {
  lastSent = text;
  try {
    if (text) {
      sessionStorage.setItem(policy.k + 'sent', text);
    } else {
      sessionStorage.removeItem(policy.k + 'sent');
    }
  } catch (_) { /* it is remembered for this page view */ }
}

/** The key of a body: the same as long as the same is sent, so that the service makes one case of it. @param {string} body */
export function keyFor(body) {
  let sent = lastSent;
  try {
    sent = sessionStorage.getItem(policy.k + 'sent') || sent;
  } catch (_) { /* what this page view knows */ }
  if (sent.slice(33) === body) {
    return sent.slice(0, 32);
  }
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16))).map((byte) => (256 + byte).toString(16).slice(1)).join('');
  rememberSent(key + ' ' + body);
  return key;
}
