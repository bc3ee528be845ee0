/*
 * The way through the gate: what is asked, what is kept, and what opens and closes the page afterwards.
 *
 * It runs in web views of 2019 (Chrome 70): no `?.`, no `??`, and `<dialog>` may be missing. Nothing is stored before
 * the end of the way, nothing leaves the browser but the answers of a review, and a failure never opens anything.
 */
(function () {
  'use strict';
  const shared = /** @type {PostilGate} */ (/** @type {any} */ (window).postilGate);
  const gate = /** @type {HTMLDialogElement} */ (document.getElementById('gate'));
  const root = document.documentElement;
  if (!shared || !gate || !root.hasAttribute('data-gate')) {
    return;
  }
  const policy = shared.policy;
  const isPage = gate.getAttribute('data-scope') === 'page';
  const modal = typeof gate.showModal === 'function';
  const steps = /** @type {HTMLElement[]} */ (Array.from(gate.querySelectorAll('[data-step]')));
  /** Where a tap may not be meant for what has just appeared, in milliseconds. */
  const LOCK = 400;

  /** @type {{[purpose: string]: Answers}} */
  let agreed = {};
  /** @type {HTMLElement[]} */
  let visited = [];
  /** @type {HTMLElement | undefined} */
  let current;
  let lockedUntil = 0;
  let isAsking = false;
  /** Ends with the step that started it: a countdown, a question to the review service. */
  let turn = 0;
  let alarm = 0;

  /** @param {Element} place @param {string} selector */
  const one = (place, selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  /** @param {HTMLElement} step */
  const kindOf = (step) => step.getAttribute('data-step') || '';
  /** @param {HTMLElement} step */
  const purposeOf = (step) => step.getAttribute('data-purpose') || '';
  /** @param {string} name */
  const named = (name) => steps.filter((step) => kindOf(step) === name)[0];

  /** @param {HTMLElement} step */
  function show(step) {
    turn += 1;
    current = step;
    lockedUntil = performance.now() + LOCK;
    steps.forEach((other) => { other.hidden = other !== step; });
    gate.setAttribute('aria-labelledby', step.getAttribute('aria-labelledby') || '');
    gate.scrollTop = 0;
    if (isAsking) {
      one(step, 'h1').focus();
    }
    if (kindOf(step) === 'passed') {
      count(step);
    } else if (kindOf(step) === 'review') {
      review(step);
    }
  }

  /** The first step from `index` on that still has to be taken: what was given before is not asked again. */
  function go(/** @type {number} */ index) {
    while (purposeOf(steps[index]) && shared.until(purposeOf(steps[index]))) {
      index += 1;
    }
    show(steps[index]);
  }

  function begin() {
    agreed = {};
    visited = [];
    steps.forEach((step) => step.querySelectorAll('form').forEach((form) => form.reset()));
    if (!resume()) {
      go(0);
    }
  }

  /** Past a step, and past all that was asked under the same purpose if it was passed over. */
  function next(/** @type {HTMLElement} */ step, /** @type {boolean} */ skip) {
    visited.push(step);
    let index = steps.indexOf(step) + 1;
    while (skip && purposeOf(steps[index]) === purposeOf(step)) {
      index += 1;
    }
    go(index);
  }

  function decline() {
    agreed = {};
    forget();
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

  function ask() {
    isAsking = true;
    begin();
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

  /** What the fields of a form say, or nothing if one that is needed is empty. */
  function answers(/** @type {HTMLElement} */ step) {
    /** @type {Answers} */
    const said = {};
    /** @type {HTMLElement | undefined} */
    let first;
    step.querySelectorAll('[data-question]').forEach((question) => {
      const name = question.getAttribute('data-question') || '';
      const inputs = /** @type {HTMLInputElement[]} */ (Array.from(question.querySelectorAll('input')));
      const isText = inputs[0].type === 'text';
      const values = inputs.filter((input) => isText || input.checked).map((input) => input.value.trim()).filter(Boolean);
      const isEmpty = question.hasAttribute('data-required') && !values.length;
      one(question, '.gate-fault').hidden = !isEmpty;
      inputs.forEach((input) => {
        if (isEmpty) {
          input.setAttribute('aria-invalid', 'true');
        } else {
          input.removeAttribute('aria-invalid');
        }
      });
      if (isEmpty && !first) {
        first = inputs[0];
      }
      if (values.length) {
        said[name] = inputs[0].type === 'checkbox' ? values : values[0];
      }
    });
    one(step, '.gate-fault-all').hidden = !first;
    if (first) {
      first.focus();
    }
    return first ? undefined : said;
  }

  function submit(/** @type {HTMLElement} */ step) {
    const said = answers(step);
    if (!said) {
      return;
    }
    if (step.querySelector('[data-refuse]:checked')) {
      visited.push(step);
      show(named('refused'));
      return;
    }
    agreed[purposeOf(step)] = said;
    next(step, false);
  }

  /** @param {string} key @param {any} value */
  function keep(key, value) {
    const text = JSON.stringify(value);
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

  /** Drops what waits for a review. */
  function forget() {
    steps.forEach((step) => {
      if (kindOf(step) === 'review') {
        drop(policy.k + 'review:' + purposeOf(step));
      }
    });
  }

  /** @param {string} purpose */
  function proof(purpose) {
    const texts = policy.h[root.lang] || {};
    return { v: 1, purpose: purpose, policy_version: policy.v, policy_sha256: texts[purpose], lang: root.lang };
  }

  function finish() {
    const at = Date.now();
    Object.keys(agreed).forEach((purpose) => {
      const record = Object.assign(proof(purpose), {
        decision: 'agreed',
        at: new Date(at).toISOString(),
        expires: new Date(at + policy.d * 864e5).toISOString(),
      });
      if (Object.keys(agreed[purpose]).length) {
        Object.assign(record, { answers: agreed[purpose] });
      }
      keep(policy.k + 'consent:' + purpose, record);
    });
    forget();
    agreed = {};
    isAsking = false;
    reveal(true);
  }

  function count(/** @type {HTMLElement} */ step) {
    const key = policy.k + 'try';
    one(step, '.gate-forgetful').hidden = keep(key, 1);
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

  /** What the review service says; anything that is not of its form is a failure. */
  function request(/** @type {string} */ url, /** @type {any} */ body) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 15000);
    /** @type {any} */
    const options = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error', signal: stop.signal };
    if (body) {
      Object.assign(options, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    }
    return fetch(url, options)
      .then((response) => response.ok ? response.json() : Promise.reject())
      .then((said) => {
        clearTimeout(late);
        const isState = ['pending', 'approved', 'rejected'].indexOf(said.state) >= 0;
        return isState && (!body || /^[\w-]{1,128}$/.test(said.id)) ? said : Promise.reject();
      });
  }

  function review(/** @type {HTMLElement} */ step) {
    const mine = turn;
    const purpose = purposeOf(step);
    const key = policy.k + 'review:' + purpose;
    const endpoint = (step.getAttribute('data-endpoint') || '').replace(/\/$/, '');
    const state = one(step, '.gate-state');
    const reason = one(step, '.gate-reason');
    const retry = one(step, '[data-act="retry"]');
    const again = one(step, '[data-act="resubmit"]');
    let wait = 2000;
    /** @param {string} name @param {string} [why] */
    const tell = (name, why) => {
      state.textContent = state.getAttribute('data-' + name);
      reason.textContent = String(why || '').slice(0, 500);
      reason.hidden = !why;
      retry.hidden = name !== 'failed';
      again.hidden = name !== 'rejected';
    };
    const poll = () => {
      if (mine !== turn) {
        return;
      }
      if (document.hidden) {
        setTimeout(poll, wait);
        return;
      }
      const pending = JSON.parse(shared.read(key) || 'null');
      const body = pending ? undefined : Object.assign(proof(purpose), { answers: agreed[purpose] });
      request(pending ? endpoint + '/' + pending.id : endpoint, body).then((said) => {
        if (mine !== turn) {
          return;
        }
        if (said.state === 'approved') {
          next(step, false);
          return;
        }
        tell(said.state, said.state === 'rejected' ? said.reason : '');
        if (said.state === 'rejected') {
          drop(key);
          again.focus();
          return;
        }
        if (!pending) {
          keep(key, { id: said.id, at: Date.now(), agreed: agreed, proof: proof(purpose) });
        }
        later();
      }).catch(() => {
        if (mine === turn) {
          tell('failed');
          later();
        }
      });
    };
    const later = () => {
      setTimeout(poll, wait);
      wait = Math.min(wait * 1.5, 30000);
    };
    tell(shared.read(key) ? 'pending' : 'sending');
    poll();
  }

  /** Goes on waiting for a review that was asked for before the page was loaded. */
  function resume() {
    return steps.filter((step) => kindOf(step) === 'review').some((step) => {
      try {
        const pending = JSON.parse(shared.read(policy.k + 'review:' + purposeOf(step)) || 'null');
        const mine = proof(purposeOf(step));
        const isMine = /^[\w-]{1,128}$/.test(pending.id) && pending.at <= Date.now() &&
          Date.now() < pending.at + policy.d * 864e5 && JSON.stringify(pending.proof) === JSON.stringify(mine);
        if (isMine) {
          agreed = pending.agreed;
          show(step);
        }
        return isMine;
      } catch (_) {
        return false;
      }
    });
  }

  /** Shows the page; `passed` if the reader has just come through the gate. */
  function reveal(/** @type {boolean} */ passed) {
    root.setAttribute('data-gate', 'open');
    turn += 1;
    hide();
    clearTimeout(alarm);
    alarm = setTimeout(check, Math.min(shared.open() - Date.now() + 1, 2147483647));
    if (!passed) {
      return;
    }
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (_) { /* a fragment that is no text */ }
    const place = target || document.querySelector('main');
    if (place) {
      if (target) {
        target.scrollIntoView();
      }
      if (!place.hasAttribute('tabindex')) {
        place.setAttribute('tabindex', '-1');
      }
      place.focus({ preventScroll: true });
    }
  }

  function close() {
    root.setAttribute('data-gate', 'closed');
    if (isPage) {
      ask();
    }
  }

  /** Asks the records anew: another tab may have given or withdrawn consent, or it may have ended. */
  function check() {
    if (shared.open()) {
      isAsking = false;
      reveal(false);
    } else if (root.getAttribute('data-gate') === 'open' || isPage && !isAsking) {
      close();
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
        next(step, false);
        break;
      case 'skip':
        delete agreed[purposeOf(step)];
        steps.filter((other) => purposeOf(other) === purposeOf(step))
          .forEach((other) => other.querySelectorAll('form').forEach((form) => form.reset()));
        next(step, true);
        break;
      case 'back':
        forget();
        show(visited.pop() || steps[0]);
        break;
      case 'resubmit':
        show(visited.pop() || steps[0]);
        break;
      case 'retry':
        show(step);
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
  gate.addEventListener('submit', (event) => {
    event.preventDefault();
    if (performance.now() >= lockedUntil) {
      submit(/** @type {HTMLElement} */ (current));
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
    if (event.key === 'Escape' && isAsking) {
      event.preventDefault();
      const kind = current && kindOf(current);
      if (kind !== 'passed' && kind !== 'declined') {
        decline();
      }
    }
  });
  document.querySelectorAll('[data-gate-ask]').forEach((button) => button.addEventListener('click', ask));
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
})();
