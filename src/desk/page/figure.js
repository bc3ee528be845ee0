// Puts a figure into a text.
window.postilFigure = (file, save) => {
  const { words, main, make, button, heading, call } = window.postilDesk;
  const grow = (area) => area.dispatchEvent(new window.Event('input'));

  /** Asks for the words of a figure, keeps it beside the text and puts it there. */
  const figure = (picture, area) => {
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
  };

  /** Ways to put a figure into a text: the bar with a button, and what is dropped or pasted there. */
  return (area) => {
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
    const dropped = (event, data) => {
      const picture = [...(data?.files ?? [])].find((it) => it.type.startsWith('image/'));
      if (!picture) return;
      event.preventDefault();
      figure(picture, area);
    };
    area.addEventListener('dragover', (event) => event.preventDefault());
    area.addEventListener('drop', (event) => dropped(event, event.dataTransfer));
    area.addEventListener('paste', (event) => dropped(event, event.clipboardData));
    return make('p', 'bar', put, pick);
  };
};
