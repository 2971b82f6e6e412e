/* Choosing a module fills its row with what the module's page says; what a person typed stays. */
const FIELDS = ['payment', 'price', 'days'];

export function startPrefill(root) {
  for (const form of root.querySelectorAll('form[data-prefill]')) {
    const facts = JSON.parse(form.dataset.prefill);
    form.addEventListener('change', ({ target }) => {
      if (!target.name.endsWith('-module')) return;
      for (const field of FIELDS) {
        const input = form.elements[target.name.replace(/module$/, field)];
        if (input.value && input.value !== input.dataset.prefilled) continue;
        input.value = facts[target.value]?.[field] ?? '';
        input.dataset.prefilled = input.value;
      }
    });
  }
}
