/* Suggestions while typing: a combobox over a list that the server renders. Without script the field is plain text. */
const WAIT = 180; // milliseconds of quiet before asking

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.list = document.createElement('ul');
    this.list.id = `suggest-${number}`;
    this.list.className = 'suggest';
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', '建议');
    input.closest('.field, .search-box').append(this.list);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id })) {
      input.setAttribute(name, value);
    }
    this.listen();
  }

  listen() {
    this.input.addEventListener('input', (event) => { if (!event.isComposing) this.later(); });
    // Pinyin input ends with this event; asking for half-typed letters would only flicker.
    this.input.addEventListener('compositionend', () => this.later());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => window.setTimeout(() => this.close(), 150));
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(option);
    });
  }

  later() {
    this.forget();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), WAIT);
  }

  /** What was chosen before no longer holds once the words change. */
  forget() {
    const target = this.target();
    if (target) target.value = '';
  }

  async ask() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (!text) return this.close();
    this.request = new AbortController();
    const url = new URL(this.input.dataset.suggest, window.location.href);
    url.searchParams.set('q', text);
    try {
      const response = await fetch(url, { signal: this.request.signal, headers: { 'X-Fragment': 'suggestions' }, credentials: 'same-origin' });
      if (response.ok) this.show(await response.text());
    } catch {
      this.close();
    }
  }

  show(html) {
    const answer = new DOMParser().parseFromString(`<ul>${html}</ul>`, 'text/html');
    this.options = [...answer.querySelectorAll('[role="option"]')];
    this.options.forEach((option, index) => { option.id = `${this.list.id}-${index}`; });
    this.list.replaceChildren(...this.options);
    this.at = -1;
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && this.at >= 0) {
      event.preventDefault();
      this.choose(this.options[this.at]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
    }
  }

  move(by) {
    this.at = (this.at + by + this.options.length) % this.options.length;
    this.options.forEach((option, index) => option.setAttribute('aria-selected', String(index === this.at)));
    this.options[this.at].scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', this.options[this.at].id);
  }

  choose(option) {
    this.input.value = option.dataset.text;
    const target = this.target();
    if (target) {
      target.value = option.dataset.value;
      target.dispatchEvent(new Event('change', { bubbles: true }));
    }
    this.close();
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    if ('suggestSubmit' in this.input.dataset) this.input.form.requestSubmit();
  }

  target() {
    return this.input.dataset.suggestFills ? document.getElementById(this.input.dataset.suggestFills) : null;
  }
}

let made = 0;

export function startSuggestions(root) {
  for (const input of root.querySelectorAll('input[data-suggest]')) {
    made += 1;
    new Suggestions(input, made);
  }
}
