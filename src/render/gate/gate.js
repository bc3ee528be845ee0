/*
 * The way through the gate: what is asked, what is kept, and what opens and closes the page afterwards.
 *
 * It runs in web views of 2019 (Chrome 70): no `?.`, no `??`, and `<dialog>` may be missing. Nothing is recorded before
 * the end of the way, nothing leaves the browser but the answers of a review, and a failure never opens anything.
 */
(function () {
  'use strict';
  const shared = /** @type {PostilGate} */ (/** @type {any} */ (window).postilGate);
  const gate = /** @type {HTMLDialogElement} */ (document.getElementById('gate'));
  const root = document.documentElement;
  if (!shared || !gate || !root.hasAttribute('data-gate')) {
    if (shared) {
      shared.ready = true; // Without its gate the page stays closed, and says so.
    }
    return;
  }
  const policy = shared.policy;
  /** The language in which the page was written: a browser that translates it changes `lang`. */
  const language = /** @type {Element} */ (document.querySelector('[data-gate-script]')).getAttribute('data-lang') || root.lang;
  const isPage = gate.getAttribute('data-scope') === 'page';
  const modal = typeof gate.showModal === 'function';
  const steps = /** @type {HTMLElement[]} */ (Array.from(gate.querySelectorAll('[data-step]')));
  const started = Date.now();
  /** Where a tap may not be meant for what has just appeared, in milliseconds. */
  const LOCK = 400;
  /** Steps at which there is nothing left to decline. */
  const AFTER = ['passed', 'reviewed', 'declined', 'withdrawn', 'left', 'framed'];

  /** What was agreed to on this way, with the answers. @type {{[purpose: string]: Answers}} */
  let agreed = {};
  /** Whether a review on this way came to its end. */
  let isReviewed = false;
  /** @type {HTMLElement[]} */
  let visited = [];
  /** @type {HTMLElement | undefined} */
  let current;
  /** The case that is waited for. @type {ReviewCase | null} */
  let waiting = null;
  let lockedUntil = 0;
  let isAsking = false;
  /** Whether the last key belongs to an input method, which composes a word with it. */
  let isComposing = false;
  /** Ends with the step that started it: a countdown, a question to the review service. */
  let turn = 0;
  let alarm = 0;
  /** The last body that was sent and its key, where the browser keeps nothing. */
  let lastSent = '';

  /** @param {Element} inside @param {string} selector */
  const one = (inside, selector) => /** @type {HTMLElement} */ (inside.querySelector(selector));
  /** @param {HTMLElement} step */
  const kindOf = (step) => step.getAttribute('data-step') || '';
  /** @param {HTMLElement} step */
  const purposeOf = (step) => step.getAttribute('data-purpose') || '';
  /** The purposes whose answers a review is of. @param {HTMLElement} step */
  const reviewedBy = (step) => (step.getAttribute('data-reviews') || '').split(' ');
  /** @param {string} name */
  const named = (name) => steps.filter((step) => kindOf(step) === name)[0];
  /** @param {HTMLElement} step */
  const isConsent = (step) => kindOf(step) === 'agreement' || kindOf(step) === 'optional';

  // ---- From step to step

  /** @param {HTMLElement} step */
  function show(step) {
    turn += 1;
    current = step;
    waiting = null;
    lockedUntil = performance.now() + LOCK;
    steps.forEach((other) => { other.hidden = other !== step; });
    gate.setAttribute('aria-labelledby', step.getAttribute('aria-labelledby') || '');
    place(step);
    progress(step);
    gate.scrollTop = 0;
    if (isAsking) {
      one(step, 'h1').focus();
    }
    if (step.hasAttribute('data-seconds')) {
      count(step);
    } else if (kindOf(step) === 'review') {
      review(step);
    }
  }

  /** The notice stands before the buttons, whoever reads the page in whatever way. */
  function place(/** @type {HTMLElement} */ step) {
    const notice = gate.querySelector('.gate-notice');
    const acts = step.querySelector('.gate-acts');
    const holder = acts && /** @type {Element} */ (acts.parentNode);
    if (notice && holder && (holder === step || holder.localName === 'form' && holder.parentNode === step)) {
      holder.insertBefore(notice, acts);
    }
  }

  /** Which step it is of how many there are, if none to come is passed over. */
  function progress(/** @type {HTMLElement} */ step) {
    const line = gate.querySelector('.gate-progress');
    if (!line) {
      return;
    }
    const purposes = Object.keys(agreed);
    const index = steps.indexOf(step);
    const ahead = steps.filter((other, at) => {
      if (at < index) {
        return false;
      }
      if (isConsent(other) && (other === step || !shared.until(purposeOf(other)))) {
        purposes.push(purposeOf(other));
        return true;
      }
      return kindOf(other) === 'questions' && purposes.indexOf(purposeOf(other)) >= 0;
    });
    const all = visited.length + ahead.length;
    line.textContent = all > 1 && ahead[0] === step
      ? (line.getAttribute('data-words') || '').replace('{n}', String(visited.length + 1)).replace('{all}', String(all)) : '';
  }

  /** Whether a step still has to be taken: what was given before is not asked again, nor anything under what was not. */
  function isDue(/** @type {HTMLElement} */ step) {
    switch (kindOf(step)) {
      case 'questions': return Boolean(agreed[purposeOf(step)]);
      case 'review': return reviewedBy(step).some((purpose) => Boolean(agreed[purpose]));
      case 'passed': return true;
      default: return !shared.until(purposeOf(step));
    }
  }

  /** The first step from `index` on that still has to be taken. */
  function go(/** @type {number} */ index) {
    while (!isDue(steps[index])) {
      index += 1;
    }
    const step = steps[index];
    show(kindOf(step) === 'passed' && isReviewed && named('reviewed') || step);
  }

  function next(/** @type {HTMLElement} */ step) {
    if (kindOf(step) !== 'review') {
      visited.push(step);
    }
    go(steps.indexOf(step) + 1);
  }

  function back() {
    const step = visited.pop();
    if (step) {
      show(step);
    } else {
      go(0);
    }
  }

  function begin() {
    agreed = {};
    visited = [];
    isReviewed = false;
    steps.forEach(reset);
    if (!resume()) {
      go(0);
    }
  }

  function reset(/** @type {HTMLElement} */ step) {
    step.querySelectorAll('form').forEach((form) => {
      form.reset();
      form.querySelectorAll('[data-question]').forEach((question) => mark(question, false));
      one(form, '.gate-fault-all').hidden = true;
    });
  }

  function decline() {
    agreed = {};
    forget(true);
    if (isPage) {
      show(named('declined'));
    } else {
      leave();
    }
  }

  /** Closes the question over a page that is public in part. */
  function leave() {
    isAsking = false;
    turn += 1;
    hide();
    const opener = /** @type {HTMLElement | null} */ (document.querySelector('[data-gate-ask]'));
    if (opener) {
      opener.focus();
    }
  }

  /** Whether the page stands in a frame of another site, which may lie over it and have the reader press anything. */
  function isForeign() {
    try {
      return /** @type {Window} */ (window.top).location.origin !== location.origin;
    } catch (_) {
      return true;
    }
  }

  function ask() {
    isAsking = true;
    if (isForeign()) {
      const framed = named('framed');
      /** @type {HTMLAnchorElement} */ (framed.querySelector('a[target="_top"]')).href = location.href;
      show(framed);
    } else {
      begin();
    }
    gate.classList.add('gate-open');
    if (modal && !gate.open) {
      gate.showModal();
    }
    one(/** @type {HTMLElement} */ (current), 'h1').focus();
  }

  function hide() {
    gate.classList.remove('gate-open');
    if (modal && gate.open) {
      gate.close();
    }
  }

  // ---- Questions

  /** @param {Element} question */
  const inputsOf = (question) => /** @type {HTMLInputElement[]} */ (Array.from(question.querySelectorAll('input')));

  /** @param {Element} question */
  function valuesOf(question) {
    return inputsOf(question).filter((input) => input.type === 'text' || input.checked).map((input) => input.value.trim()).filter(Boolean);
  }

  /** Says, or no longer says, that a question has no answer. @param {Element} question @param {boolean} isEmpty */
  function mark(question, isEmpty) {
    one(question, '.gate-fault').hidden = !isEmpty;
    inputsOf(question).forEach((input) => {
      if (isEmpty) {
        input.setAttribute('aria-invalid', 'true');
      } else {
        input.removeAttribute('aria-invalid');
      }
    });
  }

  function submit(/** @type {HTMLElement} */ step) {
    /** @type {Answers} */
    const said = Object.assign({}, agreed[purposeOf(step)]);
    /** @type {HTMLElement | undefined} */
    let first;
    step.querySelectorAll('[data-question]').forEach((question) => {
      const name = question.getAttribute('data-question') || '';
      const values = valuesOf(question);
      const isEmpty = question.hasAttribute('data-required') && !values.length;
      mark(question, isEmpty);
      if (isEmpty && !first) {
        first = inputsOf(question)[0];
      }
      delete said[name];
      if (values.length) {
        said[name] = inputsOf(question)[0].type === 'checkbox' ? values : values[0];
      }
    });
    one(step, '.gate-fault-all').hidden = !first;
    if (first) {
      first.focus();
      return;
    }
    if (step.querySelector('[data-refuse]:checked')) {
      visited.push(step);
      show(named('refused'));
      return;
    }
    agreed[purposeOf(step)] = said;
    next(step);
  }

  /** Puts what was answered before into a form. */
  function fill(/** @type {HTMLElement} */ step) {
    const said = agreed[purposeOf(step)] || {};
    step.querySelectorAll('[data-question]').forEach((question) => {
      const answer = said[question.getAttribute('data-question') || ''];
      inputsOf(question).forEach((input) => {
        if (input.type === 'text') {
          input.value = String(answer || '');
        } else {
          input.checked = Array.isArray(answer) ? answer.indexOf(input.value) >= 0 : answer === input.value;
        }
      });
    });
  }

  // ---- What is kept

  /** @param {string} key @param {string} text */
  function keep(key, text) {
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
  function drop(key) {
    delete shared.memory[key];
    try {
      localStorage.removeItem(key);
    } catch (_) { /* nothing was stored */ }
  }

  /** @param {string} purpose */
  const hashOf = (purpose) => (policy.h[language] || {})[purpose];

  /** The records of what was agreed to, by key. */
  function records() {
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

  function finish() {
    const all = records();
    const kept = Object.keys(all).map((key) => keep(key, all[key])).every(Boolean);
    const told = one(/** @type {HTMLElement} */ (current), '.gate-forgetful');
    if (!kept && told.hidden) {
      told.hidden = false;
      turn += 1;
      return;
    }
    forget(false);
    agreed = {};
    if (!shared.open()) {
      begin();
      return;
    }
    isAsking = false;
    reveal(true);
  }

  function count(/** @type {HTMLElement} */ step) {
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

  // ---- The review

  /** @param {HTMLElement} step */
  const caseKey = (step) => policy.k + 'review:' + purposeOf(step);
  /** @param {HTMLElement} step */
  const endpointOf = (step) => (step.getAttribute('data-endpoint') || '').replace(/\/$/, '');
  const isId = (/** @type {any} */ id) => typeof id === 'string' && /^[\w-]{1,128}$/.test(id);

  /** What is sent: the answers under the purposes that the review is of, and what they were given for.
   * @param {HTMLElement} step @param {{[purpose: string]: Answers}} given */
  function bodyOf(step, given) {
    const parts = reviewedBy(step).filter((purpose) => given[purpose])
      .map((purpose) => ({ purpose: purpose, policy_sha256: hashOf(purpose), answers: given[purpose] }));
    const body = /** @type {ReviewBody} */ (Object.assign({ v: 1, policy_version: policy.v, lang: language }, parts[0]));
    return JSON.stringify(parts.length > 1 ? Object.assign(body, { also: parts.slice(1) }) : body);
  }

  /** The case that waits at a step; none where it is broken, or belongs to another policy, language or service.
   * @param {HTMLElement} step @returns {ReviewCase | null} */
  function caseOf(step) {
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
  function dismiss(step, tell) {
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
  function forget(tell) {
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
  function keyFor(body) {
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

  /** Asks the review service. An answer that is not of its form is a failure; a failure has the response, if there was one.
   * @param {string} method @param {string} url @param {string} [body] @returns {Promise<any>} */
  function request(method, url, body) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 30000);
    /** @type {any} */
    const options = { method: method, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error', signal: stop.signal };
    if (body) {
      Object.assign(options, { body: body, headers: { 'Content-Type': 'application/json' } });
    }
    if (method === 'DELETE') {
      options.keepalive = true;
    }
    const done = fetch(url, options)
      .then((response) => response.ok ? method === 'DELETE' || response.json() : Promise.reject(response))
      .then((said) => {
        const isState = ['pending', 'approved', 'rejected'].indexOf(said.state) >= 0;
        return method === 'DELETE' || isState && (!body || isId(said.id)) ? said : Promise.reject();
      });
    const over = () => clearTimeout(late);
    done.then(over, over);
    return done;
  }

  /** How long a service wants to be left alone, in milliseconds; 0 where it does not say so.
   * @param {Response | undefined} response */
  function rest(response) {
    if (!response || response.status !== 429 && response.status !== 503) {
      return 0;
    }
    const after = response.headers.get('Retry-After') || '';
    const wanted = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
    return wanted > 0 ? Math.min(wanted, 36e5) : response.status === 429 ? 60000 : 0;
  }

  function review(/** @type {HTMLElement} */ step) {
    const mine = turn;
    const state = one(step, '.gate-state');
    const reason = one(step, '.gate-reason');
    let wait = 2000;
    /** @param {string} name @param {string} [why] */
    const tell = (name, why) => {
      state.textContent = state.getAttribute('data-' + name) || state.getAttribute('data-failed');
      state.setAttribute('data-now', name);
      step.querySelectorAll('[data-state]').forEach((it) => { /** @type {HTMLElement} */ (it).hidden = it.getAttribute('data-state') !== name; });
      reason.textContent = String(why || '').slice(0, 500);
      reason.hidden = !why;
      /** @param {string} act @param {boolean} isOffered */
      const offer = (act, isOffered) => { one(step, '[data-act="' + act + '"]').hidden = !isOffered; };
      offer('retry', name === 'failed' || name === 'forgotten');
      offer('resubmit', !waiting && name !== 'sending');
      offer('withdraw', Boolean(waiting));
    };
    /** @param {number} [time] */
    const later = (time) => {
      setTimeout(poll, time || wait);
      wait = Math.min(wait * 1.5, 30000);
    };
    const poll = () => {
      if (mine !== turn) {
        return;
      }
      if (document.hidden) {
        setTimeout(poll, wait);
        return;
      }
      const found = caseOf(step);
      if (waiting && !found) {
        begin(); // It was withdrawn elsewhere.
        return;
      }
      const body = bodyOf(step, agreed);
      waiting = found && found.sent === body ? found : null;
      if (found && !waiting) {
        dismiss(step, true); // The answers are others now.
      }
      const it = waiting;
      (it ? request('GET', it.endpoint + '/' + it.id) : request('POST', endpointOf(step), JSON.stringify(Object.assign(JSON.parse(body), { key: keyFor(body) }))))
        .then((said) => {
          if (mine !== turn) {
            return;
          }
          if (said.state === 'approved') {
            isReviewed = true;
            next(step);
            return;
          }
          if (said.state === 'rejected') {
            dismiss(step, false);
            waiting = null;
            tell('rejected', said.reason);
            one(step, '[data-act="resubmit"]').focus();
            return;
          }
          if (!it) {
            keep(caseKey(step), JSON.stringify({ id: said.id, at: Date.now(), endpoint: endpointOf(step), sent: body, agreed: agreed }));
            waiting = caseOf(step);
          }
          tell('pending');
          later();
        })
        .catch((response) => {
          if (mine !== turn) {
            return;
          }
          const time = rest(response);
          if (it && response && (response.status === 404 || response.status === 410)) {
            dismiss(step, false);
            waiting = null;
            tell('forgotten');
          } else {
            tell(time ? 'busy' : 'failed');
            later(time);
          }
        });
    };
    waiting = caseOf(step);
    tell(waiting ? 'pending' : 'sending');
    poll();
  }

  /** Back from a review to the last of the answers that it is of. */
  function resubmit(/** @type {HTMLElement} */ step) {
    const forms = steps.slice(0, steps.indexOf(step))
      .filter((other) => kindOf(other) === 'questions' && agreed[purposeOf(other)] && reviewedBy(step).indexOf(purposeOf(other)) >= 0);
    const form = forms[forms.length - 1];
    if (!form) {
      begin();
      return;
    }
    visited = visited.slice(0, Math.max(visited.indexOf(form), 0));
    show(form);
  }

  function withdraw(/** @type {HTMLElement} */ step) {
    const told = dismiss(step, true);
    agreed = {};
    const page = named('withdrawn');
    const line = one(page, '[data-told]');
    line.textContent = '';
    show(page);
    told.then((isTold) => { line.textContent = line.getAttribute(isTold ? 'data-told' : 'data-untold'); });
  }

  /** Goes on waiting for a review that was asked for before the page was loaded. */
  function resume() {
    return steps.filter((step) => kindOf(step) === 'review').some((step) => {
      const it = caseOf(step);
      if (it) {
        agreed = it.agreed;
        steps.filter((other) => kindOf(other) === 'questions').forEach(fill);
        show(step);
      }
      return Boolean(it);
    });
  }

  // ---- Opening and closing

  /** Shows the page. @param {boolean} isNew whether it was closed until now: then the reader comes to where the address leads */
  function reveal(isNew) {
    root.setAttribute('data-gate', 'open');
    document.querySelectorAll('[data-gated]').forEach((it) => it.removeAttribute('hidden'));
    turn += 1;
    hide();
    clearTimeout(alarm);
    alarm = setTimeout(check, Math.min(shared.open() - Date.now() + 1, 2147483647));
    if (!isNew) {
      return;
    }
    const target = aim();
    const goal = target || document.querySelector('main');
    if (goal) {
      if (target) {
        target.scrollIntoView();
      }
      if (!goal.hasAttribute('tabindex')) {
        goal.setAttribute('tabindex', '-1');
      }
      goal.focus({ preventScroll: true });
    }
  }

  /** What the fragment of the address names. @returns {HTMLElement | null} */
  function aim() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (_) {
      return null; // a fragment that is no text
    }
  }

  function close() {
    root.setAttribute('data-gate', 'closed');
    document.querySelectorAll('[data-gated]').forEach((it) => it.setAttribute('hidden', ''));
    // Whatever else is open shows what is closed now.
    document.querySelectorAll('dialog[open]').forEach((it) => {
      const other = /** @type {HTMLDialogElement} */ (it);
      if (other !== gate && other.close) {
        other.close();
      }
    });
    if (isPage) {
      ask();
    }
  }

  /** Whether another tab has been given consent to a policy that is not this page's: then this page is an old one, and
   * comes anew. Once for each record: where it is this page that is the newer, it stays. */
  function isOvertaken() {
    return Object.keys(policy.h[language] || {}).some((purpose) => {
      const kept = shared.record(purpose);
      try {
        if (!kept || shared.fits(kept) || !(Date.parse(kept.at) > started) || sessionStorage.getItem(policy.k + 'seen') === kept.at) {
          return false;
        }
        sessionStorage.setItem(policy.k + 'seen', kept.at);
        return true;
      } catch (_) {
        return false;
      }
    });
  }

  /** Asks the records anew: another tab may have given or withdrawn consent, or it may have ended. */
  function check() {
    if (isOvertaken()) {
      location.reload();
    } else if (shared.open()) {
      isAsking = false;
      reveal(root.getAttribute('data-gate') !== 'open');
    } else if (root.getAttribute('data-gate') === 'open' || isPage && !isAsking) {
      close();
    } else if (isAsking && waiting && !caseOf(/** @type {HTMLElement} */ (current))) {
      begin(); // The case was withdrawn elsewhere.
    }
  }

  /** Asks where a reader follows a link into what is closed. */
  function follow() {
    const target = aim();
    if (!isPage && !isAsking && !shared.open() && target && target.closest('.gated')) {
      ask();
    }
  }

  gate.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-act]');
    const step = /** @type {HTMLElement} */ (current);
    if (!button || button.getAttribute('data-act') === 'submit') {
      return;
    }
    if (performance.now() < lockedUntil) {
      return;
    }
    switch (button.getAttribute('data-act')) {
      case 'agree':
        agreed[purposeOf(step)] = agreed[purposeOf(step)] || {};
        next(step);
        break;
      case 'skip':
        delete agreed[purposeOf(step)];
        steps.filter((other) => purposeOf(other) === purposeOf(step)).forEach(reset);
        next(step);
        break;
      case 'back':
        back();
        break;
      case 'resubmit':
        if (kindOf(step) === 'review') {
          resubmit(step);
        } else {
          back();
        }
        break;
      case 'retry':
        show(step);
        break;
      case 'withdraw':
        withdraw(step);
        break;
      case 'leave':
        pause();
        break;
      case 'close':
        leave();
        break;
      case 'decline':
        decline();
        break;
      case 'reconsider':
        begin();
        break;
      case 'enter':
        finish();
        break;
    }
  });

  /** Leaves a review to go on without the reader. */
  function pause() {
    if (isPage) {
      show(named('left'));
    } else {
      leave();
    }
  }

  gate.addEventListener('submit', (event) => {
    event.preventDefault();
    if (performance.now() >= lockedUntil && !isComposing) {
      submit(/** @type {HTMLElement} */ (current));
    }
  });
  // A fault that is mended is no longer said.
  gate.addEventListener('input', (event) => {
    const question = /** @type {HTMLElement} */ (event.target).closest('[data-question]');
    if (question && valuesOf(question).length) {
      mark(question, false);
      const form = /** @type {HTMLElement} */ (question.closest('form'));
      one(form, '.gate-fault-all').hidden = !form.querySelector('[aria-invalid]');
    }
  });
  gate.addEventListener('cancel', (event) => event.preventDefault());
  // A third Escape closes a dialog whatever `cancel` says.
  gate.addEventListener('close', () => {
    if (isAsking && modal && !gate.open) {
      gate.showModal();
    }
  });
  document.addEventListener('keydown', (event) => {
    // Escape and Enter that end a composition belong to the input method; Safari says so by the key code alone.
    isComposing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Escape' && isAsking && !isComposing) {
      event.preventDefault();
      const kind = current && kindOf(current);
      if (kind === 'review') {
        pause();
      } else if (kind && AFTER.indexOf(kind) < 0) {
        decline();
      } else if (!isPage && kind && kind !== 'passed' && kind !== 'reviewed') {
        leave();
      }
    }
  });
  ['keyup', 'pointerdown'].forEach((name) => document.addEventListener(name, () => { isComposing = false; }));
  document.querySelectorAll('[data-gate-ask]').forEach((button) => button.addEventListener('click', ask));
  addEventListener('hashchange', follow);
  addEventListener('pageshow', check);
  addEventListener('storage', check);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      check();
    }
  });
  gate.setAttribute('closedby', 'none');
  if (!modal) {
    gate.setAttribute('role', 'dialog');
  }
  check();
  // Where the style sheet has not come, a page that is public in part shows no part of it, and nothing to press.
  const main = document.querySelector('[data-gated]');
  if (main && !isPage && !isAsking && !shared.open() && !main.getClientRects().length) {
    ask();
  }
  shared.ready = true;
})();
