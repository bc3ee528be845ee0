// Copies the article for WeChat: its HTML as it is written, with each picture in it, since WeChat takes pictures only into
// its own store, and from what is pasted.
(() => {
  const article = document.getElementById('article');
  const button = document.getElementById('copy');
  const said = document.getElementById('said');
  if (!article || !button || !said) return;
  const written = article.innerHTML;
  // WeChat takes a picture of a megabyte.
  const MOST = 1e6;

  // A host's policy may let no style attribute through; what a script sets, it does.
  for (const element of article.querySelectorAll('[style]')) element.style.cssText = element.getAttribute('style');

  /** Each picture's bytes, by its address as written; none where they cannot be read, as from a folder. */
  const pictures = new Map();
  const sizes = document.querySelectorAll('#pictures li:not(.over)');
  const read = async (image, at) => {
    const address = image.getAttribute('src');
    try {
      const blob = await (await fetch(address)).blob();
      const reader = new FileReader();
      const done = new Promise((resolve) => reader.addEventListener('load', resolve));
      reader.readAsDataURL(blob);
      await done;
      pictures.set(address, reader.result);
      const item = sizes[at];
      if (!item) return;
      item.append(` ${Math.ceil(blob.size / 1000)} KB`);
      item.classList.toggle('over', blob.size > MOST);
    } catch {
      pictures.set(address, image.src);
    }
  };
  const ready = Promise.all([...article.querySelectorAll('img')].map(read));

  const html = () => {
    const copy = document.createElement('template');
    copy.innerHTML = written;
    for (const image of copy.content.querySelectorAll('img')) image.setAttribute('src', pictures.get(image.getAttribute('src')) ?? image.src);
    return copy.innerHTML;
  };

  button.addEventListener('click', async () => {
    await ready;
    const text = article.innerText;
    const give = (event) => {
      event.clipboardData.setData('text/html', html());
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
    };
    document.addEventListener('copy', give, { once: true });
    // The command lets the event give exactly what is written; the newer interface would write the styles anew.
    const isDone = document.execCommand('copy');
    document.removeEventListener('copy', give);
    said.textContent = (isDone ? button.dataset.done : button.dataset.failed) ?? '';
  });
})();
