/* A second press of a button does not send a form twice. */
export function startSubmitGuard() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || 'repeat' in form.dataset) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = 'yes';
    const button = event.submitter;
    if (!button) return;
    // The button keeps its name and value in what is sent, so it is marked, not disabled.
    button.setAttribute('aria-disabled', 'true');
    button.dataset.label = button.textContent;
    button.textContent = '正在提交…';
  });
  // Coming back by the back button shows the page as it was left: make the form usable again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sending]')) {
      delete form.dataset.sending;
      for (const button of form.querySelectorAll('[data-label]')) {
        button.removeAttribute('aria-disabled');
        button.textContent = button.dataset.label;
        delete button.dataset.label;
      }
    }
  });
}
