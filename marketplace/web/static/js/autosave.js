/* Drafts save themselves. The server keeps the draft; while it cannot be reached, the browser keeps what was typed. */
import { refresh } from './swap.js';

const WAIT = 900; // milliseconds of quiet before saving
const AGAIN = 8000; // milliseconds before another attempt
const LIMIT = 60000; // bytes that a browser still sends while the page closes

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.state = form.querySelector('[data-autosave-state]');
    this.key = `draft:${this.url}`;
    this.saved = this.body();
    form.addEventListener('input', () => this.later());
    form.addEventListener('change', () => this.later());
    form.addEventListener('submit', () => this.stop());
    window.addEventListener('online', () => this.changed() && this.save());
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.save(); });
    this.offer();
  }

  /** Everything typed, without files and without the version, which changes at each saving. */
  body() {
    const pairs = [...new FormData(this.form)].filter(([name, value]) => typeof value === 'string' && name !== this.version()?.name);
    return new URLSearchParams(pairs).toString();
  }

  version() {
    return this.form.querySelector('[data-version]');
  }

  changed() {
    return !this.stopped && this.body() !== this.saved;
  }

  later() {
    if (this.stopped) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), WAIT);
  }

  stop() {
    window.clearTimeout(this.timer);
    this.stopped = true;
    this.keep(null);
  }

  message(body) {
    const version = this.version();
    return version ? `${body}&${new URLSearchParams({ [version.name]: version.value })}` : body;
  }

  async save() {
    if (!this.changed()) return;
    if (this.busy) return this.later();
    this.busy = true;
    const body = this.body();
    this.keep(body);
    this.tell('正在保存…');
    try {
      // Kept alive, the request goes out even when the page closes; when it does not, the answer brings the new version.
      const response = await fetch(this.url, { method: 'POST', keepalive: body.length < LIMIT, credentials: 'same-origin', headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' }, body: this.message(body) });
      await this.answered(response, body);
    } catch {
      this.failed('没有保存上，网络好了会再试。先不要关掉这一页');
    } finally {
      this.busy = false;
    }
  }

  async answered(response, body) {
    const found = response.headers.get('Content-Type')?.includes('json') ? await response.json() : {};
    if (response.redirected || response.status === 401 || response.status === 403) return this.failed('登录已过期，填的内容还在本机。请在另一个窗口登录，这里会接着保存');
    if (response.status === 409) return this.conflict(found);
    if (!response.ok) return this.failed('没有保存上，稍后会再试');
    this.saved = body;
    this.keep(null);
    const version = this.version();
    if (version && found.version !== undefined) version.value = String(found.version);
    this.tell(`已保存 ${found.saved_at ?? clock()}`);
    const shown = document.getElementById(this.form.dataset.autosaveShows ?? '');
    if (shown) refresh(shown, window.location.href, () => {});
  }

  failed(words) {
    this.tell(words, true);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), AGAIN);
  }

  conflict(found) {
    window.clearTimeout(this.timer);
    this.tell(found.detail ?? '另一个窗口改过这份草稿。', true);
    if (!found.merge_url || !this.state) return;
    const link = document.createElement('a');
    link.href = found.merge_url;
    link.textContent = '对照两份，选要留的';
    this.state.append(link);
  }

  keep(body) {
    try {
      if (body === null) window.localStorage.removeItem(this.key);
      else window.localStorage.setItem(this.key, body);
    } catch {
      // Private windows may refuse storage; the server's draft is then the only copy.
    }
  }

  /** Offer what an earlier visit could not save; the reader decides. */
  offer() {
    let kept = null;
    try { kept = window.localStorage.getItem(this.key); } catch { return; }
    if (!kept || kept === this.saved || !this.state) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn--plain';
    button.textContent = '放回上次没保存上的内容';
    button.addEventListener('click', () => { this.restore(kept); button.remove(); });
    this.state.after(button);
  }

  restore(kept) {
    const values = new URLSearchParams(kept);
    for (const field of this.form.elements) {
      if (!field.name || field.type === 'file' || field.type === 'hidden' || field.type === 'submit') continue;
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = values.getAll(field.name).includes(field.value);
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
    this.form.dispatchEvent(new Event('input', { bubbles: true }));
  }

  tell(words, bad = false) {
    if (!this.state) return;
    this.state.textContent = words;
    this.state.classList.toggle('saved--failed', bad);
  }
}

function clock() {
  return new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
}

export function startAutosave(root) {
  for (const form of root.querySelectorAll('form[data-autosave]')) new Draft(form);
}
