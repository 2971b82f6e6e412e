/* A region that waits for the server: looked at again every few seconds until it waits no longer. */

/** Once the awaited answer is there, the whole page is shown anew: other parts of it may depend on the answer. */
export function startPolls(root) {
  for (const region of root.querySelectorAll('[data-poll][id]')) {
    const every = Number(region.dataset.poll) * 1000;
    const look = async () => {
      if (document.visibilityState === 'visible' && await isThere(region)) window.location.reload();
      else window.setTimeout(look, every);
    };
    window.setTimeout(look, every);
  }
}

async function isThere(region) {
  try {
    const response = await fetch(window.location.href, { headers: { 'X-Fragment': region.id }, credentials: 'same-origin' });
    if (!response.ok || response.redirected) return false;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(region.id);
    if (fresh?.dataset.poll) region.replaceChildren(...fresh.childNodes);
    return Boolean(fresh) && !fresh.dataset.poll;
  } catch {
    return false;
  }
}
