/* Characters typed against the most allowed. Nothing is cut off: a pasted text stays, and the count says how much is too much. */

/** Count characters as the server does: code points, with line ends as one. */
export function countCharacters(text) {
  return [...text.replace(/\r\n/g, '\n').trim()].length;
}

export function startCounters(root) {
  for (const field of root.querySelectorAll('[data-count]')) {
    const output = document.getElementById(`${field.id}-count`);
    if (!output) continue;
    const most = Number(field.dataset.count);
    const show = () => {
      const count = countCharacters(field.value);
      output.textContent = count > most ? `已写 ${count} 字，超出 ${count - most} 字` : `已写 ${count} 字，最多 ${most} 字`;
      output.classList.toggle('field__count--over', count > most);
    };
    field.addEventListener('input', show);
    show();
  }
}
