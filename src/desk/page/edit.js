// A file's fields and text beside its page.
(() => {
  const { start, words, desk, main, make, button, heading, link, say, call, ask } = window.postilDesk;
  if (start.what === 'edit') void edit();

  async function edit() {
    const { file } = start;
    /** Blocks that are saved one by one: each says what it holds now, and what it held when it was read. */
    const blocks = new Map();
    let saving = Promise.resolve();
    let isWarned = false;
    let asking = null;
    const fresh = async () => (await fetch(`${desk}form?file=${encodeURIComponent(file)}`)).json();
    let form = await fresh();
    const editor = {
      get form() { return form; },
      get fields() { return fields; },
      blocks, lines, save, send, show, go, left, said,
    };
    const forms = window.postilForm(() => form);
    const { about, control, fits, grow, labelled } = forms;
    const { propose, publish, warn } = window.postilPublish(editor);
    const figures = window.postilFigure(file, save);
    /** A file that lists things by their names has no fields of its own. */
    const listed = form.schema.properties ? null : window.postilListed(editor, forms);

    const page = make('iframe', 'page');
    page.title = words.page;
    const side = make('div', 'side');
    const text = make('div', 'text');
    const published = make('section', 'publish');
    published.id = 'publish';
    const warned = make('section', 'warned');
    const general = make('ul', 'said general');
    const fields = make('section', 'fields');
    const proposed = make('section', 'proposed');
    const under = make('section', 'under');
    text.append(warned, published, general, proposed, fields, under);
    side.append(page);
    main.append(tabs(), text, side);
    main.className = 'editor show-text';

    build();
    warn(warned, page);
    follow();
    const place = new URLSearchParams(location.search).get('line');
    if (place) go(Number(place));
    else if (location.hash === '#publish') published.querySelector('button.main')?.focus();

    const onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      void save();
    };
    addEventListener('keydown', onKey);
    // Who looks at the page beside it is still at this text.
    page.addEventListener('load', () => page.contentWindow.addEventListener('keydown', onKey));
    addEventListener('beforeunload', (event) => {
      if (changes()) event.preventDefault();
    });
    addEventListener('postil-desk', () => {
      saving = saving.then(async () => refresh(await fresh()));
    });
    // Nothing is left behind on the way to another page of the desk.
    main.addEventListener('click', async (event) => {
      const to = event.target.closest('a.leave');
      if (!to) return;
      event.preventDefault();
      await save();
      location.assign(to.href);
    });
    // A click on the page beside it leads to the line.
    addEventListener('message', ({ source, origin, data }) => {
      if (origin === location.origin && source === page.contentWindow && Number.isInteger(data?.line) && data.path === form.path) go(data.line);
    });

    function tabs() {
      const bar = make('p', 'bar');
      const buttons = [['text', words.text], ['page', words.page]].map(([view, word]) => {
        const element = button(word, () => show(view));
        element.dataset.view = view;
        element.setAttribute('aria-pressed', String(view === 'text'));
        return element;
      });
      const open = link(words.open, start.open);
      const keep = button(words.save, () => void save());
      keep.classList.add('main');
      bar.append(make('span', 'tabs', ...buttons), keep, open);
      return bar;
    }

    /** Shows the text or the page, where there is no room for both. */
    function show(view) {
      main.className = `editor show-${view}`;
      main.querySelectorAll('.tabs button').forEach((it) => it.setAttribute('aria-pressed', String(it.dataset.view === view)));
    }

    function follow() {
      if (form.page && page.dataset.at !== form.page) {
        page.dataset.at = form.page;
        page.src = form.page;
      }
      side.hidden = !form.page;
    }

    /** A block of the form, saved when it is left. */
    function block(name, kind, element, read) {
      const known = { kind, name, element, read, held: JSON.stringify(read()), conflict: false };
      blocks.set(`${kind} ${name}`, known);
      element.addEventListener('change', left);
      return known;
    }

    /** Something was written and left: saved, if nothing has to be asked before. */
    function left() {
      if (form.warning && changes()) say(words.unsaved);
      else void save();
    }

    function field(name) {
      const value = form.fields[name] ?? undefined;
      const schema = form.schema.properties ? form.schema.properties[name] : form.schema.additionalProperties;
      if (listed && fits(schema, value)) {
        const { element, read: now, reveal } = listed.item(name, schema, value);
        return Object.assign(block(name, 'fields', element, () => now() ?? null), { reveal });
      }
      if (schema && fits(schema, value)) {
        const inner = control(schema, value, [name], left);
        const element = labelled(name, schema, [name], inner.element, inner.isGroup);
        return block(name, 'fields', element, () => inner.read() ?? null);
      }
      // Written in a way that no control shows: its lines.
      const area = lines(form.raw[name]);
      const element = labelled(name, listed || !schema ? { description: name } : schema, [name], area, false);
      return block(name, 'raw', element, () => area.value);
    }

    function lines(value, kind = 'code') {
      const area = make('textarea', kind);
      area.value = value;
      area.addEventListener('input', () => grow(area));
      requestAnimationFrame(() => grow(area));
      return area;
    }

    function build() {
      blocks.clear();
      fields.replaceChildren(...(listed && form.fields ? listed.above() : [heading(words.fields)]));
      under.replaceChildren();
      if (form.fields && listed) {
        Object.keys(form.fields).forEach((it) => fields.append(field(it).element));
      } else if (form.fields) {
        const all = Object.keys(form.schema.properties);
        const needed = form.schema.required ?? [];
        const shown = [...all.filter((it) => it in form.fields || needed.includes(it)), ...Object.keys(form.fields).filter((it) => !all.includes(it))];
        shown.forEach((it) => fields.append(field(it).element));
        fields.append(more(all));
      } else {
        const area = lines(form.front);
        const element = labelled('---', { description: words.readOnly }, [], area, false);
        block('', 'front', element, () => area.value);
        fields.append(element);
      }
      under.hidden = form.body === null;
      if (!under.hidden) under.append(body());
      propose(proposed);
      said();
    }

    /** What can be added: the fields that are not there. */
    function more(all) {
      const select = make('select', 'more');
      select.setAttribute('aria-label', words.more);
      const offer = () => {
        const free = all.filter((it) => !blocks.has(`fields ${it}`) && !blocks.has(`raw ${it}`));
        const option = (name) => {
          const element = make('option', '', `${about(form.schema.properties[name]).label} (${name})`);
          element.value = name;
          return element;
        };
        select.replaceChildren(make('option', '', `＋ ${words.more} …`), ...free.map(option));
      };
      offer();
      select.addEventListener('change', (event) => {
        event.stopPropagation();
        const name = select.value;
        if (!all.includes(name)) return;
        const { element } = field(name);
        const after = all.slice(all.indexOf(name) + 1).map((it) => blocks.get(`fields ${it}`) ?? blocks.get(`raw ${it}`)).find((it) => it?.element.isConnected);
        fields.insertBefore(element, after?.element ?? select);
        offer();
        element.querySelector('input,textarea,select,button')?.focus();
      });
      return select;
    }

    function body() {
      const area = lines(form.body, 'prose');
      area.spellcheck = true;
      area.lang = form.fields?.language ?? document.documentElement.lang;
      const element = labelled('Markdown', { description: words.body }, [], area, false);
      delete element.dataset.way;
      element.querySelector('.said').classList.add('of-body');
      element.insertBefore(figures(area), area);
      block('', 'body', element, () => area.value);
      return element;
    }

    /** What is not saved yet. */
    function changes(sent = new Map()) {
      const wish = {};
      for (const it of blocks.values()) {
        const now = it.read();
        if (it.conflict || JSON.stringify(now) === it.held) continue;
        sent.set(it, JSON.stringify(now));
        if (it.kind === 'body' || it.kind === 'front') wish[it.kind] = now;
        else (wish[it.kind] ??= {})[it.name] = now;
      }
      return Object.keys(wish).length ? wish : null;
    }

    /** Whether the file may be changed: what has to be known of it is said once. */
    async function isAllowed() {
      if (!form.warning || isWarned) return true;
      asking ??= ask(words.save, form.warning, words.askAgain);
      isWarned = await asking;
      asking = null;
      return isWarned;
    }

    async function save(again = true) {
      if (form.warning && changes() && !(await isAllowed())) return say(words.unsaved);
      saving = saving.then(async () => {
        const sent = new Map();
        const wish = changes(sent);
        if (!wish) return undefined;
        say(words.saving);
        const answer = await call('save', JSON.stringify({ file, print: form.print, warned: isWarned, ...wish })).catch(() => null);
        if (!answer) return say(words.lost, true);
        if (answer.status === 409 && answer.value?.print) {
          refresh(answer.value);
          if (again) void save(false);
          return undefined;
        }
        if (answer.status !== 200) return say(answer.value?.reason ?? words.conflict, true);
        // What was written meanwhile is not saved yet.
        sent.forEach((held, it) => (it.held = held));
        refresh(answer.value);
        return say(`${words.saved} ${new Date().toLocaleTimeString('en-GB')}`);
      });
      return saving;
    }

    /** Asks the desk for something besides: its answer, if it was done. */
    async function send(name, wish) {
      if (!(await isAllowed())) return null;
      const answer = await call(name, JSON.stringify({ file, print: form.print, warned: isWarned, ...wish })).catch(() => null);
      if (answer?.value?.print) refresh(answer.value);
      const isDone = answer?.status === 200;
      say(isDone ? words.saved : answer?.value.reason ?? (answer ? words.conflict : words.lost), !isDone);
      return isDone ? answer.value : null;
    }

    /** The file as it is now: what was not touched here follows it; of the rest the editor is asked. */
    function refresh(now) {
      const isForm = (it) => it.fields !== null;
      const before = form;
      form = now;
      if (isForm(before) !== isForm(now) && !changes()) return build();
      for (const [key, it] of [...blocks]) {
        if (it.kind === 'fields' && !now.fields || it.kind === 'front' && now.fields) continue;
        const theirs = { fields: now.fields?.[it.name] ?? null, raw: now.raw?.[it.name] ?? '', body: now.body, front: now.front }[it.kind];
        const told = JSON.stringify(theirs);
        const mine = JSON.stringify(it.read());
        if (same(told, mine)) {
          it.held = mine;
          settle(it);
        } else if (mine === it.held && !it.conflict) {
          if (!same(told, it.held)) renew(key, it);
        } else if (!same(told, it.held)) {
          split(key, it, theirs);
        }
      }
      if (now.fields) for (const name of Object.keys(now.fields)) if (!blocks.has(`fields ${name}`) && !blocks.has(`raw ${name}`)) fields.insertBefore(field(name).element, fields.querySelector(':scope > .more'));
      listed?.seek();
      propose(proposed);
      said();
      follow();
      return undefined;
    }

    // A group that says nothing is one that is not there.
    function same(one, other) {
      const plain = (told) => JSON.stringify(JSON.parse(told), (key, value) => (value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, it]) => it !== null).sort(([a], [b]) => (a < b ? -1 : 1))) : value));
      return plain(one) === plain(other);
    }

    function renew(key, it) {
      if (listed && form.fields && it.kind !== 'front' && !(it.name in form.fields)) {
        blocks.delete(key);
        return it.element.remove();
      }
      const element = it.kind === 'body' ? body() : it.kind === 'front' ? null : field(it.name).element;
      if (!element) return build();
      it.element.replaceWith(element);
      if (it.kind === 'fields' && blocks.has(`raw ${it.name}`)) blocks.delete(key);
      return undefined;
    }

    function settle(it) {
      it.conflict = false;
      it.element.querySelector(':scope > .conflict')?.remove();
    }

    /** Two editors of one thing: both words stand there until one is chosen. */
    function split(key, it, theirs) {
      settle(it);
      it.conflict = true;
      const shown = typeof theirs === 'string' ? theirs : form.raw?.[it.name] ?? JSON.stringify(theirs, null, 1);
      const written = make('pre', '', shown ?? '');
      written.tabIndex = 0;
      const box = make('div', 'conflict', make('p', '', words.conflict), written);
      box.setAttribute('role', 'alert');
      box.append(make('p', 'bar', button(words.mine, () => {
        it.held = JSON.stringify(theirs);
        settle(it);
        void save();
      }), button(words.theirs, () => {
        settle(it);
        renew(key, it);
        said();
      })));
      it.element.append(box);
    }

    /** Where a value is shown; the server names the items of a list by their number in letters. */
    function holder(way) {
      const told = JSON.stringify(way.map(String));
      return [...text.querySelectorAll('[data-way]')].find((it) => JSON.stringify(JSON.parse(it.dataset.way).map(String)) === told);
    }

    /** What there is to say, below what it is said of. */
    function said() {
      text.querySelectorAll('.said').forEach((it) => it.replaceChildren());
      for (const one of form.said) {
        const item = make('li', one.severity, make('b', '', one.code), ` ${one.message}`);
        if (one.help) item.append(make('p', 'help', one.help));
        const isBody = one.line >= form.bodyLine;
        const bar = make('p', 'bar');
        if (isBody) bar.append(button(`${words.line} ${one.line}`, () => go(one.line)));
        if (one.fix) {
          const mend = button(words.mend, async () => {
            await save();
            await send('mend', { ids: [one.id] });
          }, `${words.mend}${words.colon}${one.code} ${one.message}`);
          mend.classList.add('mend');
          bar.append(mend);
        }
        if (bar.childNodes.length) item.append(bar);
        let box = null;
        for (let way = one.way ?? []; way.length && !box; way = way.slice(0, -1)) box = holder(way);
        (box?.querySelector(':scope > .said') ?? (isBody ? under.querySelector('.of-body') : general)).append(item);
      }
      publish(published);
    }

    /** Leads to a line of the file. */
    function go(line) {
      show('text');
      if (line >= form.bodyLine) {
        const area = under.querySelector('textarea.prose');
        const before = area.value.split('\n').slice(0, line - form.bodyLine).join('\n').length;
        const from = line === form.bodyLine ? 0 : before + 1;
        const end = area.value.indexOf('\n', from);
        area.focus();
        area.setSelectionRange(from, end < 0 ? area.value.length : end);
        const height = parseFloat(window.getComputedStyle(area).lineHeight) || 28;
        const top = area.getBoundingClientRect().top + scrollY;
        // Lines wrap: the share of the text above is nearer than the count of lines.
        const share = area.value.length ? from / area.value.length : 0;
        scrollTo({ top: top + Math.max(0, share * area.clientHeight - 6 * height), behavior: 'instant' });
        return;
      }
      const [way] = form.places.filter(([, at]) => at <= line).at(-1) ?? [[]];
      for (let part = way; part.length; part = part.slice(0, -1)) {
        const box = holder(part);
        const inner = box?.querySelector('input,textarea,select');
        if (!inner) continue;
        inner.scrollIntoView({ block: 'center', behavior: 'instant' });
        inner.focus({ preventScroll: true });
        return;
      }
    }
  }
})();
