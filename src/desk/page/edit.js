// The desk's pages for who writes: a file's fields and text beside its page, a new issue, the repairs of the site.
(() => {
  const start = JSON.parse(document.querySelector('#start').textContent);
  const { what, base, words, file } = start;
  let { token } = start;
  const desk = `${base}_desk/`;
  const main = document.querySelector('#editor');
  const status = document.querySelector('#status');
  let form = null;
  const { about, button, control, fits, grow, labelled, make } = window.postilForm(words, () => form.schema);

  const say = (text, isWrong) => {
    status.textContent = text;
    status.classList.toggle('error', Boolean(isWrong));
  };
  const call = async (name, body, again = true) => {
    const answer = await fetch(`${desk}${name}`, { method: 'POST', headers: { 'X-Postil-Token': token }, body });
    if (answer.status === 403 && again) {
      // The desk was started anew meanwhile: what was written here must not be lost over that.
      const page = await (await fetch(`${desk}new`)).text();
      ({ token } = JSON.parse(new DOMParser().parseFromString(page, 'text/html').querySelector('#start')?.textContent ?? '{}'));
      return call(name, body, false);
    }
    const said = await answer.text();
    const isJson = answer.headers.get('Content-Type') === 'application/json';
    return { status: answer.status, ...(isJson ? { value: JSON.parse(said) } : { value: { reason: said } }) };
  };
  const heading = (text) => make('h2', '', text);

  if (what === 'edit') void editor();
  if (what === 'new') newIssue();
  if (what === 'fix') void repairs();

  // A file's editor.
  async function editor() {
    /** Blocks that are saved one by one: each says what it holds now, and what it held when it was read. */
    const blocks = new Map();
    let saving = Promise.resolve();
    const page = make('iframe', 'page');
    page.title = words.page;
    const side = make('div', 'side');
    const text = make('div', 'text');
    const published = make('section', 'publish');
    published.id = 'publish';
    const general = make('ul', 'said general');
    const fields = make('section', 'fields');
    const proposed = make('section', 'proposed');
    const under = make('section', 'under');
    text.append(published, general, proposed, fields, under);
    side.append(page);
    main.append(tabs(), text, side);
    main.className = 'editor show-text';

    form = await (await fetch(`${desk}form?file=${encodeURIComponent(file)}`)).json();
    build();
    follow();
    const place = new URLSearchParams(location.search).get('line');
    if (place) go(Number(place));
    else if (location.hash === '#publish') published.querySelector('button')?.focus();

    addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault();
        void save();
      }
    });
    addEventListener('beforeunload', (event) => {
      if (changes()) event.preventDefault();
    });
    addEventListener('postil-desk', () => {
      saving = saving.then(async () => refresh(await (await fetch(`${desk}form?file=${encodeURIComponent(file)}`)).json()));
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
      const open = make('a', '', words.open);
      open.href = start.open;
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
      element.addEventListener('change', () => void save());
      return known;
    }

    function field(name) {
      const value = form.fields[name] ?? undefined;
      const schema = form.schema.properties[name];
      if (schema && fits(schema, value)) {
        const inner = control(schema, value, [name], () => void save());
        const element = labelled(name, schema, [name], inner.element, inner.isGroup);
        return block(name, 'fields', element, () => inner.read() ?? null);
      }
      // Written in a way that no control shows: its lines.
      const area = lines(form.raw[name]);
      const element = labelled(name, schema ?? { description: name }, [name], area, false);
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
      fields.replaceChildren(heading(words.fields));
      under.replaceChildren();
      if (form.fields) {
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
      under.append(body());
      propose();
      said();
    }

    /** What an import has read in the text: the editor decides. */
    function propose() {
      const told = form.proposed ?? '';
      if (proposed.dataset.told === told) return;
      proposed.dataset.told = told;
      proposed.hidden = !told;
      proposed.replaceChildren();
      if (!told) return;
      const area = lines(told);
      area.setAttribute('aria-label', words.proposed);
      const decide = (written) => async () => {
        await save();
        const answer = await call('save', JSON.stringify({ file, print: form.print, proposed: written() })).catch(() => null);
        if (answer?.value?.print) refresh(answer.value);
        if (answer?.status === 200) fields.querySelector('[data-way=\'["trial"]\'], [data-way=\'["findings"]\']')?.scrollIntoView({ block: 'center' });
        say(answer?.status === 200 ? words.saved : answer?.value.reason ?? (answer ? words.conflict : words.lost), answer?.status !== 200);
      };
      const give = button(words.use, decide(() => area.value));
      give.classList.add('main');
      proposed.append(heading(words.proposed), make('p', '', words.confirm), area, make('p', 'bar', give, button(words.drop, decide(() => ''))));
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
      const pick = make('input');
      pick.type = 'file';
      pick.accept = '.png,.jpg,.jpeg,.webp,.gif,.svg';
      pick.hidden = true;
      pick.addEventListener('change', (event) => {
        event.stopPropagation();
        if (pick.files[0]) figure(pick.files[0], area);
        pick.value = '';
      });
      const put = button(words.figure, () => pick.click());
      element.insertBefore(make('p', 'bar', put, pick), area);
      const dropped = (event, data) => {
        const picture = [...(data?.files ?? [])].find((it) => it.type.startsWith('image/'));
        if (!picture) return;
        event.preventDefault();
        figure(picture, area);
      };
      area.addEventListener('dragover', (event) => event.preventDefault());
      area.addEventListener('drop', (event) => dropped(event, event.dataTransfer));
      area.addEventListener('paste', (event) => dropped(event, event.clipboardData));
      block('', 'body', element, () => area.value);
      return element;
    }

    /** Asks for the words of a figure, keeps it beside the text and puts it there. */
    function figure(picture, area) {
      const at = area.selectionStart;
      const dialog = make('dialog');
      const shown = make('img');
      shown.src = URL.createObjectURL(picture);
      shown.alt = '';
      const asked = (word) => {
        const input = make('textarea');
        input.rows = 2;
        return [make('label', '', word, input), input];
      };
      const [altLabel, alt] = asked(words.alt);
      alt.required = true;
      const [captionLabel, caption] = asked(words.caption);
      const wrong = make('p', 'error');
      wrong.setAttribute('role', 'alert');
      const give = button(words.put, () => {});
      give.type = 'submit';
      give.classList.add('main');
      const box = make('form', '', heading(words.figure), shown, altLabel, captionLabel, wrong, make('p', 'bar', give, button(words.cancel, () => dialog.close())));
      dialog.append(box);
      dialog.setAttribute('aria-label', words.figure);
      dialog.addEventListener('close', () => {
        URL.revokeObjectURL(shown.src);
        dialog.remove();
        area.focus();
      });
      box.addEventListener('submit', async (event) => {
        event.preventDefault();
        const line = (it) => it.value.trim().replace(/\s+/g, ' ');
        if (!line(alt)) return;
        const query = new URLSearchParams({ file, name: picture.name || 'figure.png' }).toString().replaceAll('+', '%20');
        const answer = await call(`figure?${query}`, picture);
        if (answer.status !== 200) {
          wrong.textContent = answer.value.reason;
          return;
        }
        const quoted = (it) => it.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
        const inner = line(caption) ? `${line(caption)}\n` : '';
        const written = `:::figure{src="${answer.value.name}" alt="${quoted(line(alt))}"}\n${inner}:::`;
        const before = area.value.slice(0, at).replace(/\n*$/, '');
        const after = area.value.slice(at).replace(/^\n*/, '');
        area.value = `${before ? `${before}\n\n` : '\n'}${written}\n${after ? `\n${after}` : ''}`;
        grow(area);
        dialog.close();
        await save();
      });
      main.append(dialog);
      dialog.showModal();
      alt.focus();
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

    function save(again = true) {
      saving = saving.then(async () => {
        const sent = new Map();
        const wish = changes(sent);
        if (!wish) return undefined;
        say(words.saving);
        const answer = await call('save', JSON.stringify({ file, print: form.print, ...wish })).catch(() => null);
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
          ask(key, it, theirs);
        }
      }
      if (now.fields) for (const name of Object.keys(now.fields)) if (!blocks.has(`fields ${name}`) && !blocks.has(`raw ${name}`)) fields.insertBefore(field(name).element, fields.querySelector(':scope > .more'));
      propose();
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
    function ask(key, it, theirs) {
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
            const answer = await call('mend', JSON.stringify({ file, print: form.print, ids: [one.id] }));
            if (answer.value?.print) refresh(answer.value);
            say(answer.status === 200 ? words.saved : answer.value?.reason ?? words.conflict, answer.status !== 200);
          }, `${words.mend}${words.colon}${one.code} ${one.message}`);
          mend.classList.add('mend');
          bar.append(mend);
        }
        if (bar.childNodes.length) item.append(bar);
        let box = null;
        for (let way = one.way ?? []; way.length && !box; way = way.slice(0, -1)) box = holder(way);
        (box?.querySelector(':scope > .said') ?? (isBody ? under.querySelector('.of-body') : general)).append(item);
      }
      publish();
    }

    function publish() {
      const isDraft = form.fields?.draft === 'true';
      const wasOpen = !published.hidden && published.dataset.draft === 'true';
      published.dataset.draft = String(isDraft);
      published.hidden = !isDraft;
      if (!isDraft) {
        published.replaceChildren();
        if (wasOpen) say(words.published);
        return;
      }
      const open = [...(form.said.filter((it) => it.severity === 'error').map((it) => `${it.code} ${it.message}`)), ...(form.fields.todo ?? [])];
      const isWarned = form.said.some((it) => it.severity === 'warning');
      const go_ = button(words.untick, () => {
        const box = blocks.get('fields draft')?.element.querySelector('input');
        if (!box) return;
        box.checked = false;
        void save();
      });
      go_.classList.add('main');
      go_.disabled = open.length > 0;
      const list = make('ul', '', ...open.map((it) => make('li', '', it)));
      const hadFocus = published.contains(document.activeElement);
      published.replaceChildren(heading(words.publish), make('p', '', open.length ? words.inTheWay : isWarned ? words.warned : words.ready), list, make('p', 'bar', go_));
      list.hidden = open.length === 0;
      if (hadFocus) go_.focus();
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

  // A new issue of a file.
  function newIssue() {
    const ask = (word, inner) => make('label', 'field', word, inner);
    const pick = make('input');
    pick.type = 'file';
    pick.accept = '.ris,.nbib,.bib,.json,.docx,.html,.htm,.md';
    const column = make('select', '', ...start.columns.map((it) => make('option', '', it)));
    const title = make('input');
    const slug = make('input');
    const give = button(words.make, () => {});
    give.type = 'submit';
    give.classList.add('main');
    const box = make('form', 'new', ask(words.file, pick), ask(words.column, column), ask(words.title, title), ask(words.slug, slug), make('p', 'bar', give));
    box.addEventListener('submit', async (event) => {
      event.preventDefault();
      const wish = { name: pick.files[0]?.name ?? '', column: column.value, title: title.value, slug: slug.value };
      const query = Object.entries(wish).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
      const answer = await call(`new?${query}`, pick.files[0] ?? '').catch(() => null);
      if (answer?.status !== 200) return say(answer?.value.reason ?? words.lost, true);
      return opened(answer.value.path);
    });
    main.append(box);
  }

  /** Goes to the editor of a file as soon as the desk has read it. */
  async function opened(path) {
    say(words.saving);
    const address = `file=${path.split('/').map(encodeURIComponent).join('/')}`;
    for (let patience = 0; patience < 200; patience += 1) {
      const answer = await fetch(`${desk}form?${address}`);
      if (answer.ok) {
        location.assign(`${desk}edit?${address}`);
        return;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    say(path);
  }

  // The repairs of the site: first what they change.
  async function repairs() {
    say(words.saving);
    const { value } = await call('repairs', '{}');
    say('');
    if (!value.files?.length) {
      main.append(make('p', '', words.nothing));
      return;
    }
    for (const it of value.files) {
      const diff = make('pre', 'diff', ...it.diff.split('\n').map((line) => make('span', line.startsWith('+') ? 'new' : line.startsWith('-') ? 'old' : '', `${line}\n`)));
      diff.tabIndex = 0;
      diff.setAttribute('aria-label', it.path);
      diff.setAttribute('role', 'region');
      main.append(heading(it.path), diff);
    }
    const all = button(words.mendAll, async () => {
      const answer = await call('repair', JSON.stringify({ files: value.files }));
      if (answer.status !== 200) return say(answer.value.reason, true);
      main.replaceChildren(make('p', '', `${words.written}${words.colon}${answer.value.written}`));
      return say(words.saved);
    });
    all.classList.add('main');
    main.append(make('p', 'bar', all));
  }
})();
