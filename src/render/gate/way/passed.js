/*
 * The end of the way: the countdown, and the records that are written when it is over.
 */
import { forget } from './case.js';
import { reveal } from './door.js';
import { one, policy, shared } from './page.js';
import { drop, keep, records } from './records.js';
import { agree, begin, current, endTurn, turn } from './steps.js';

export function finish() {
  const all = records();
  const kept = Object.keys(all).map((key) => keep(key, all[key])).every(Boolean);
  const told = one(/** @type {HTMLElement} */ (current), '.gate-forgetful');
  if (!kept && told.hidden) {
    told.hidden = false;
    endTurn();
    return;
  }
  forget(false);
  agree({});
  if (!shared.open()) {
    begin();
    return;
  }
  reveal(true);
}

export function count(/** @type {HTMLElement} */ step) {
  // Whether there is room is tried with as much as is going to be kept.
  const key = policy.k + 'try';
  const all = records();
  one(step, '.gate-forgetful').hidden = keep(key, JSON.stringify(all));
  drop(key);
  const mine = turn;
  const number = one(step, '[data-count]');
  let left = Number(step.getAttribute('data-seconds'));
  number.textContent = String(left);
  // Counted in beats and not by the clock, which may jump.
  const beat = setInterval(() => {
    left -= 1;
    if (mine !== turn) {
      clearInterval(beat);
    } else if (left > 0) {
      number.textContent = String(left);
    } else {
      clearInterval(beat);
      finish();
    }
  }, 1000);
}
