/* A long list narrows down while words are typed; without script the form asks the server for the same. */

export function startFilters(root) {
  for (const form of root.querySelectorAll('form[data-filter]')) {
    const words = form.querySelector('[data-filter-words]');
    const list = document.getElementById(form.dataset.filter);
    const count = document.querySelector('[data-filter-count]');
    if (!list.querySelector('[data-filter-item]') || words.value) continue; // What the server narrowed down is not all.
    words.addEventListener('input', () => narrow(list, words.value, count));
    form.addEventListener('submit', (event) => event.preventDefault());
  }
}

function narrow(list, typed, count) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.querySelectorAll('[data-filter-item]')) {
    const text = item.dataset.filterItem.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
    shown += item.hidden ? 0 : 1;
  }
  for (const group of list.querySelectorAll('[data-filter-group]')) {
    group.hidden = !group.querySelector('[data-filter-item]:not([hidden])');
    const link = document.querySelector(`[data-filter-part="${group.getAttribute('aria-labelledby')}"]`);
    if (link) link.hidden = group.hidden;
  }
  count.textContent = words.length ? `找到 ${shown} 个操作。` : `共 ${shown} 个操作。`;
}
