/* Buttons that need script are hidden until it is here: copy and print. */

async function copy(button) {
  const source = button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom) : null;
  const text = source ? source.value ?? source.textContent.trim() : absolute(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text);
    tell(button, '已复制');
  } catch {
    // Browsers inside messengers often refuse the clipboard: the text is shown for copying by hand.
    window.prompt('请手动复制：', text);
  }
}

/** A link on this site is copied with its host, anything else as it stands. */
function absolute(text) {
  return text.startsWith('/') ? new URL(text, window.location.origin).href : text;
}

function tell(button, words) {
  const before = button.textContent;
  button.textContent = words;
  button.setAttribute('aria-live', 'polite');
  window.setTimeout(() => { button.textContent = before; }, 2000);
}

export function startButtons(root) {
  for (const button of root.querySelectorAll('[data-copy], [data-copy-from]')) {
    button.hidden = false;
    button.addEventListener('click', () => copy(button));
  }
  for (const button of root.querySelectorAll('[data-print]:not(a)')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }
}

/** Filters stand open where there is room for them beside the list; on a phone the results come first. */
export function startFolds(root) {
  const isWide = window.matchMedia('(min-width: 900px)').matches;
  const folds = root.querySelectorAll(isWide ? 'details[data-open-wide]' : 'details.card[data-open-wide]');
  for (const fold of folds) fold.open = isWide;
}
