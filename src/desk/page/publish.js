// What stands above the fields of a file: what keeps a draft from being published, what an import has read in the text,
// what has to be known before the file is changed.
window.postilPublish = (editor) => {
  const { base, words, make, marked, button, heading, say } = window.postilDesk;

  /** What an import has read in the text: the editor decides. */
  const propose = (box) => {
    const told = editor.form.proposed ?? '';
    if (box.dataset.told === told) return;
    box.dataset.told = told;
    box.hidden = !told;
    box.replaceChildren();
    if (!told) return;
    const area = editor.lines(told);
    area.setAttribute('aria-label', words.proposed);
    const decide = (written) => async () => {
      await editor.save();
      if (!(await editor.send('save', { proposed: written() }))) return;
      editor.fields.querySelector('[data-way=\'["trial"]\'], [data-way=\'["findings"]\']')?.scrollIntoView({ block: 'center' });
    };
    const give = button(words.use, decide(() => area.value));
    give.classList.add('main');
    box.append(heading(words.proposed), make('p', '', words.confirm), area, make('p', 'bar', give, button(words.drop, decide(() => ''))));
  };

  let found = { print: '', open: [] };

  /** Whether the file is a draft, and what keeps it one. */
  const publish = (box) => {
    const { fields, said, print } = editor.form;
    const isDraft = fields?.draft === 'true';
    box.hidden = !isDraft;
    if (!isDraft) return box.replaceChildren();
    // What is asked of an issue that is published is known once that was tried.
    const tried = print === found.print ? found.open : [];
    const told = [...said.filter((it) => it.severity === 'error'), ...tried];
    const isWarned = said.some((it) => it.severity === 'warning');
    const ready = button(words.untick, async () => {
      await editor.save();
      const answer = await editor.send('publish', {});
      if (!answer) return;
      if (!answer.open) {
        say(words.published);
        editor.fields.querySelector('input')?.focus();
        return;
      }
      found = { print: editor.form.print, open: answer.open };
      say(words.inTheWay, true);
      publish(box);
    });
    ready.classList.add('main');
    const item = (it) => {
      const place = button(`${words.line} ${it.line}`, () => editor.go(it.line), `${words.line} ${it.line}${words.colon}${it.message}`);
      return make('li', '', `${it.code} `, ...marked(it.message), ' ', it.line ? place : null);
    };
    const open = [...told.map(item), ...(fields.todo ?? []).map((it) => make('li', '', it))];
    ready.disabled = open.length > tried.length;
    const list = make('ul', '', ...open);
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren(heading(words.publish), make('p', '', open.length ? words.inTheWay : isWarned ? words.warned : words.ready), list, make('p', 'bar', ready));
    list.hidden = open.length === 0;
    if (hadFocus) ready.focus();
    return undefined;
  };

  /** What has to be known of a text that readers agree to; and the question itself, from its beginning. */
  const warn = (box, page) => {
    const { warning, page: address, path } = editor.form;
    const isOfConsent = path.startsWith('content/consent/');
    box.hidden = !isOfConsent;
    if (!isOfConsent || box.childNodes.length) return;
    if (warning) box.append(make('p', '', ...marked(warning)));
    if (!address) {
      box.append(make('p', '', ...marked(words.noGate)));
      return;
    }
    const again = button(words.gate, () => {
      // Who looks at the site on this machine is no reader whose word has to be kept.
      Object.keys(localStorage).filter((it) => it.startsWith(`postil:${base}:consent:`)).forEach((it) => localStorage.removeItem(it));
      editor.show('page');
      page.contentWindow.location.reload();
    });
    box.append(make('p', 'bar', again));
  };

  return { propose, publish, warn };
};
