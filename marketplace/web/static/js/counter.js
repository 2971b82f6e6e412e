/* Characters typed against the most allowed. Nothing is cut off: a pasted text stays, and the count says how much is too much. */

/** Count characters as the server does: code points, with line ends as one. */
export function countCharacters(text) {
  return [...text.replace(/\r\n/g, '\n').trim()].length;
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const MARK = /[\p{P}\p{S}\p{No}]/u;
const BLANK = /[\s\p{Z}\p{Cc}]/u;

/** Count 字数 as Word and the server do: each Chinese character or full-width mark 1, each run of other signs 1, blanks 0. */
export function countWords(text) {
  let count = 0;
  let inRun = false;
  for (const sign of text) {
    if (/\p{Cf}/u.test(sign)) continue;
    if (BLANK.test(sign)) {
      inRun = false;
    } else if (sign.codePointAt(0) > 127 && (WIDE.test(sign) || MARK.test(sign))) {
      count += 1;
      inRun = false;
    } else if (!inRun) {
      count += 1;
      inRun = true;
    }
  }
  return count;
}

export function startCounters(root) {
  for (const field of root.querySelectorAll('[data-count]')) {
    const output = document.getElementById(`${field.id}-count`);
    if (!output) continue;
    const most = Number(field.dataset.count);
    const show = () => {
      const count = field.dataset.countBy === 'words' ? countWords(field.value) : countCharacters(field.value);
      output.textContent = count > most ? `已写 ${count} 字，超出 ${count - most} 字` : `已写 ${count} 字，最多 ${most} 字`;
      output.classList.toggle('field__count--over', count > most);
    };
    field.addEventListener('input', show);
    show();
  }
}
