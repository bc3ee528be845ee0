/*
 * Looks closely at the figures of a page: zoom, pan, the next and the previous one, by touch, mouse and keyboard.
 * Without this script each figure is a link to its large picture. Written for web views of 2019: where there is no
 * <dialog>, focus is kept inside by hand.
 */
(() => {
  'use strict';

  const words = document.currentScript ? /** @type {HTMLScriptElement} */ (document.currentScript).dataset : {};
  const links = /** @type {HTMLAnchorElement[]} */ (Array.from(document.querySelectorAll('main a.figure-link')));
  const LARGEST = 8;
  const root = document.documentElement;

  /** @template {keyof HTMLElementTagNameMap} T @param {T} tag @param {string} name @param {HTMLElement} [parent] */
  const make = (tag, name, parent) => {
    const made = document.createElement(tag);
    made.className = `lightbox${name}`;
    if (parent) parent.appendChild(made);
    return made;
  };

  const box = /** @type {HTMLDialogElement} */ (make('dialog', ''));
  const isModal = typeof box.showModal === 'function';
  const bar = make('div', '-bar', box);
  const stage = make('div', '-stage', box);
  const caption = make('div', '-caption', box);
  const count = make('p', '-count', bar);
  count.setAttribute('role', 'status');
  box.setAttribute('aria-label', String(words.title));
  if (!isModal) {
    box.setAttribute('role', 'dialog');
    box.setAttribute('aria-modal', 'true');
  }

  let at = 0;
  let scale = 1;
  let x = 0;
  let y = 0;
  let scrolled = 0;
  /** How many pixels wide a form was asked for: once the large one is there, the small one is not wanted back. */
  let asked = 0;
  /** @type {HTMLElement | null} */
  let shown = null;

  /** Draws the picture where it is, and asks for a form that is wide enough for it. */
  const draw = () => {
    if (!shown) return;
    const { clientWidth: width, clientHeight: height } = stage;
    // It can be moved as far as its own edge, and stays in the middle where it is smaller than the stage.
    const room = (/** @type {number} */ size) => Math.max(0, (size * scale - size) / 2);
    x = Math.max(-room(width), Math.min(room(width), x));
    y = Math.max(-room(height), Math.min(room(height), y));
    shown.style.transform = scale > 1 ? `translate(${x}px, ${y}px) scale(${scale})` : '';
    if (width * scale > asked) {
      asked = Math.ceil(width * scale);
      shown.querySelectorAll('[sizes]').forEach((it) => it.setAttribute('sizes', `${asked}px`));
    }
    stage.setAttribute('data-zoomed', String(scale > 1));
    less.disabled = scale <= 1;
    more.disabled = scale >= LARGEST;
  };

  /** Zooms, and keeps what is under a point of the screen there. @param {number} to @param {number} [px] @param {number} [py] */
  const zoom = (to, px, py) => {
    const frame = stage.getBoundingClientRect();
    const dx = (px === undefined ? frame.left + frame.width / 2 : px) - frame.left - frame.width / 2;
    const dy = (py === undefined ? frame.top + frame.height / 2 : py) - frame.top - frame.height / 2;
    const next = Math.max(1, Math.min(LARGEST, to));
    x = dx - ((dx - x) * next) / scale;
    y = dy - ((dy - y) * next) / scale;
    scale = next;
    draw();
  };

  /** @param {number} index */
  const show = (index) => {
    at = (index + links.length) % links.length;
    const link = links[at];
    const figure = link.closest('figure');
    const told = figure && figure.querySelector('figcaption');
    stage.textContent = '';
    caption.textContent = '';
    shown = make('div', '-picture', stage);
    const picture = link.querySelector('picture') || link.querySelector('img');
    if (picture) shown.appendChild(picture.cloneNode(true));
    const image = shown.querySelector('img');
    if (image) {
      image.removeAttribute('loading');
      image.draggable = false;
      // Lines may be drawn as large as the screen; pixels only as large as they are.
      if (/\.svg$/.test(link.pathname)) image.setAttribute('data-clear', '');
      else image.style.maxWidth = `${image.getAttribute('width')}px`;
    }
    if (told) Array.from(told.childNodes).forEach((it) => caption.appendChild(it.cloneNode(true)));
    // What was copied is not what links lead to.
    caption.querySelectorAll('[id]').forEach((it) => it.removeAttribute('id'));
    caption.hidden = !told;
    scale = 1;
    x = 0;
    y = 0;
    asked = 0;
    draw();
    count.textContent = links.length > 1 ? String(words.count).replace('{n}', String(at + 1)).replace('{all}', String(links.length)) : '';
  };

  /** Puts everything back, however the dialog was closed. */
  const settle = () => {
    root.classList.remove('lightbox-open');
    stage.textContent = '';
    shown = null;
    window.scrollTo(0, scrolled);
    links[at].focus({ preventScroll: true });
  };

  const close = () => {
    if (isModal) {
      box.close();
      return;
    }
    box.removeAttribute('open');
    settle();
  };

  /** @param {number} index */
  const open = (index) => {
    if (!box.parentNode) document.body.appendChild(box);
    scrolled = window.pageYOffset;
    root.classList.add('lightbox-open');
    if (isModal) box.showModal();
    else box.setAttribute('open', '');
    show(index);
    end.focus();
  };

  /** @param {string} name @param {string} sign @param {() => void} act */
  const button = (name, sign, act) => {
    const made = /** @type {HTMLButtonElement} */ (make('button', '-act', bar));
    made.type = 'button';
    made.setAttribute('aria-label', String(words[name]));
    made.title = String(words[name]);
    made.textContent = sign;
    made.addEventListener('click', act);
    return made;
  };
  const before = button('previous', '‹', () => show(at - 1));
  const after = button('next', '›', () => show(at + 1));
  const less = button('out', '−', () => zoom(scale / 1.5));
  const more = button('in', '+', () => zoom(scale * 1.5));
  const end = button('close', '×', close);
  before.hidden = links.length < 2;
  after.hidden = links.length < 2;

  box.addEventListener('close', settle);

  box.addEventListener('keydown', (event) => {
    const step = 80;
    const zoomed = scale > 1;
    /** @type {{ [key: string]: () => void }} */
    const acts = {
      Escape: close,
      '+': () => zoom(scale * 1.5),
      '=': () => zoom(scale * 1.5),
      '-': () => zoom(scale / 1.5),
      0: () => zoom(1),
      ArrowLeft: () => { if (zoomed) { x += step; draw(); } else if (links.length > 1) show(at - 1); },
      ArrowRight: () => { if (zoomed) { x -= step; draw(); } else if (links.length > 1) show(at + 1); },
      ArrowUp: () => { y += step; draw(); },
      ArrowDown: () => { y -= step; draw(); },
    };
    if (!isModal && event.key === 'Tab') {
      const all = /** @type {HTMLElement[]} */ (Array.from(box.querySelectorAll('button:not([hidden]):not([disabled]), a[href]')));
      const edge = event.shiftKey ? all[0] : all[all.length - 1];
      if (document.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? all[all.length - 1] : all[0]).focus();
      }
    }
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(scale * Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), event.clientX, event.clientY);
  }, { passive: false });

  /* ------------------------------------------------------------------ fingers and the mouse */

  /** @type {Map<number, { x: number, y: number }>} */
  const fingers = new Map();
  let from = { x: 0, y: 0, time: 0 };
  let last = { x: 0, y: 0, time: 0 };
  let moved = false;
  let pinched = false;
  const spread = () => {
    const [a, b] = Array.from(fingers.values());
    return { size: Math.hypot(a.x - b.x, a.y - b.y) || 1, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };

  stage.addEventListener('pointerdown', (event) => {
    // Other buttons open menus and scroll.
    if (event.button) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    try { stage.setPointerCapture(event.pointerId); } catch (_) { /* It is gone already. */ }
    if (fingers.size > 1) pinched = true;
    else {
      from = { x: event.clientX, y: event.clientY, time: event.timeStamp };
      moved = false;
      pinched = false;
    }
  });
  stage.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    const old = fingers.size === 2 ? spread() : null;
    const dx = event.clientX - finger.x;
    const dy = event.clientY - finger.y;
    finger.x = event.clientX;
    finger.y = event.clientY;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 8) moved = true;
    if (old) {
      const now = spread();
      x += now.x - old.x;
      y += now.y - old.y;
      zoom((scale * now.size) / old.size, now.x, now.y);
    } else if (scale > 1 && fingers.size === 1) {
      x += dx;
      y += dy;
      draw();
    }
  });
  /** @param {PointerEvent} event */
  const lift = (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size || pinched || event.type === 'pointercancel') return;
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    if (moved) {
      const swiped = scale === 1 && Math.abs(dx) > 50 && Math.abs(dx) > 2 * Math.abs(dy);
      if (swiped && links.length > 1) show(dx < 0 ? at + 1 : at - 1);
      return;
    }
    const twice = event.timeStamp - last.time < 350 && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 40;
    last = { x: event.clientX, y: event.clientY, time: twice ? 0 : event.timeStamp };
    if (twice) zoom(scale > 1 ? 1 : 2.5, event.clientX, event.clientY);
  };
  stage.addEventListener('pointerup', lift);
  stage.addEventListener('pointercancel', lift);
  addEventListener('resize', draw);

  links.forEach((link, index) => {
    link.setAttribute('aria-haspopup', 'dialog');
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      open(index);
    });
  });
})();
