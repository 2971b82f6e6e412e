/* Filters and paging in place: fetch the page, swap one region, keep the address true. */

/** The region that a form or link changes: named by data-swap, or the region it stands in. */
function regionOf(element) {
  const named = element.dataset.swap;
  return named ? document.getElementById(named) : null;
}

async function swap(region, url, start, remember) {
  region.classList.add('busy');
  region.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(url, { headers: { 'X-Fragment': region.id }, credentials: 'same-origin' });
    if (!response.ok || response.redirected) throw new Error('not a fragment');
    const answer = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = answer.getElementById(region.id);
    if (!fresh) throw new Error('region is missing');
    region.replaceChildren(...fresh.childNodes);
    start(region);
    if (remember) window.history.pushState({ swap: region.id }, '', url);
    announce(region);
  } catch {
    // Whatever goes wrong, the plain way still works.
    window.location.assign(url);
  } finally {
    region.classList.remove('busy');
    region.removeAttribute('aria-busy');
  }
}

/** Bring a region up to date while somebody types elsewhere: a failure leaves it as it was. */
export async function refresh(region, url, start) {
  try {
    const response = await fetch(url, { headers: { 'X-Fragment': region.id }, credentials: 'same-origin' });
    if (!response.ok || response.redirected) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(region.id);
    if (!fresh) return;
    region.replaceChildren(...fresh.childNodes);
    start(region);
  } catch {
    // The next saving tries again.
  }
}

function announce(region) {
  const sum = region.querySelector('[data-swap-sum], .pager__sum');
  let live = document.getElementById('swap-live');
  if (!live) {
    live = document.createElement('p');
    live.id = 'swap-live';
    live.className = 'only-read';
    live.setAttribute('role', 'status');
    document.body.append(live);
  }
  live.textContent = sum ? sum.textContent : '列表已更新';
}

function addressOf(form) {
  const url = new URL(form.action, window.location.href);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')).toString();
  return url.href;
}

export function startSwaps(start) {
  document.addEventListener('submit', (event) => {
    const region = regionOf(event.target);
    if (!region || event.target.method !== 'get') return;
    event.preventDefault();
    swap(region, addressOf(event.target), start, true);
  });
  document.addEventListener('change', (event) => {
    const form = event.target.form;
    const region = form && form.method === 'get' ? regionOf(form) : null;
    if (region && event.target.matches('select, input[type="checkbox"], input[type="radio"]')) {
      swap(region, addressOf(form), start, true);
    }
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest('a[href]');
    const region = link && (regionOf(link) ?? (link.closest('.pager') && link.closest('[data-swap-region]')));
    if (!region || link.origin !== window.location.origin) return;
    event.preventDefault();
    swap(region, link.href, start, true).then(() => region.scrollIntoView({ block: 'start' }));
  });
  window.addEventListener('popstate', () => {
    if (document.querySelector('[data-swap-region]')) window.location.reload();
  });
}
