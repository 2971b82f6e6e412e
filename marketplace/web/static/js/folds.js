/* A long table shows its first rows and the rest at the press of a button; without script and on paper it is whole. */

const LEAST = 4; // Rows that are worth a button.

export function startLongTables(root) {
  for (const table of root.querySelectorAll('table[data-fold]')) {
    const rest = [...table.tBodies[0].rows].slice(Number(table.dataset.fold));
    if (rest.length >= LEAST) table.after(opener(rest));
  }
}

function opener(rows) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn fold-more no-print';
  button.addEventListener('click', () => fold(button, rows, button.getAttribute('aria-expanded') === 'true'));
  fold(button, rows, true);
  return button;
}

function fold(button, rows, isFolded) {
  for (const row of rows) row.classList.toggle('is-folded', isFolded);
  button.setAttribute('aria-expanded', String(!isFolded));
  button.textContent = isFolded ? `再看其余 ${rows.length} 行` : '收起';
}
