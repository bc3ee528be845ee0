// Turns the slides of a deck. Without it the deck is a page to scroll.
(() => {
  const root = document.documentElement;
  const slides = [...document.querySelectorAll('.slide')];
  const own = () => Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));
  let now = own();
  const show = (index) => {
    now = Math.min(Math.max(index, 0), slides.length - 1);
    slides.forEach((slide, number) => slide.classList.toggle('now', number === now));
    root.classList.add('turned');
    history.replaceState(null, '', `#${slides[now].id}`);
    // Where all of them are shown, it is the one to be seen.
    slides[now].scrollIntoView();
  };
  const leave = () => {
    root.classList.remove('turned');
    slides[now].scrollIntoView();
  };
  const notes = () => {
    const all = slides.map((slide) => slide.querySelector('.notes')).filter(Boolean);
    const open = !all.some((it) => it.open);
    all.forEach((it) => { it.open = open; });
  };
  const turn = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  root.classList.add('turns');
  addEventListener('hashchange', () => show(own()));
  addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ' && event.target.closest('summary')) return;
    const isTurned = root.classList.contains('turned');
    if (event.key in turn) show(isTurned ? now + turn[event.key] : now);
    else if (event.key === 'Home') show(0);
    else if (event.key === 'End') show(slides.length - 1);
    else if (event.key === 'n' || event.key === 'N') notes();
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  });
})();
