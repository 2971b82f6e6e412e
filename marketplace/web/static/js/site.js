/* Entry: each module finds its own elements by data attributes. Every page works without any of this. */
import { startAutosave } from './autosave.js';
import { startButtons, startFolds } from './buttons.js';
import { startCounters } from './counter.js';
import { startFilters } from './filter.js';
import { startLongTables } from './folds.js';
import { startPicks } from './pick.js';
import { startPolls } from './poll.js';
import { startPrefill } from './prefill.js';
import { startSubmitGuard } from './submit_guard.js';
import { startSuggestions } from './suggest.js';
import { startSwaps } from './swap.js';

/** Start everything inside an element: the page at first, a fragment after it was swapped in. */
function start(root) {
  startAutosave(root);
  startButtons(root);
  startCounters(root);
  startFilters(root);
  startFolds(root);
  startLongTables(root);
  startPicks(root);
  startPolls(root);
  startPrefill(root);
  startSuggestions(root);
}

start(document);
startSubmitGuard();
startSwaps(start);
document.querySelector('.nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
document.querySelector('[data-focus]')?.focus();
