/* Ticks that may be at most so many, as in comparing up to four. The server checks it too. */
export function startPicks(root) {
  for (const form of root.querySelectorAll('form[data-pick]')) {
    const most = Number(form.dataset.pick);
    const boxes = [...form.querySelectorAll('input[type="checkbox"]')].filter((box) => !box.closest('[data-pick-skip]'));
    const show = () => {
      const count = boxes.filter((box) => box.checked).length;
      for (const box of boxes) box.disabled = !box.checked && count >= most;
      for (const output of form.querySelectorAll('[data-pick-count]')) output.textContent = String(count);
    };
    form.addEventListener('change', show);
    show();
  }
}
