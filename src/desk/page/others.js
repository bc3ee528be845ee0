// The desk's pages for who writes that are no file's: a new issue, the repairs of the site.
(() => {
  const { start, words, desk, main, make, button, heading, say, call, editorOf } = window.postilDesk;
  if (start.what === 'new') newIssue();
  if (start.what === 'fix') void repairs();

  // A new issue of a file.
  function newIssue() {
    const ask = (word, inner) => make('label', 'field', word, inner);
    const pick = make('input');
    pick.type = 'file';
    pick.accept = '.ris,.nbib,.bib,.json,.docx,.html,.htm,.md';
    const column = make('select', '', ...start.columns.map(([name, id]) => {
      const option = make('option', '', name);
      option.value = id;
      return option;
    }));
    const title = make('input');
    const slug = make('input');
    const give = button(words.make, () => {});
    give.type = 'submit';
    give.classList.add('main');
    const box = make('form', 'new', make('p', 'hint', words.blank), ask(words.file, pick), ask(words.column, column), ask(words.title, title), ask(words.slug, slug), make('p', 'bar', give));
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
    for (let patience = 0; patience < 200; patience += 1) {
      const answer = await fetch(`${desk}form?file=${encodeURIComponent(path)}`);
      if (answer.ok) {
        location.assign(editorOf(path));
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
