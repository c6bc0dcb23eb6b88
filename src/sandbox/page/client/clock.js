/** The portal's clock: it ticks with the machine's, and runs ahead while the world is moved. */
import { toast } from './forms.js';
import { portalNow } from './live.js';

const TICK_MS = 1_000;
const WATCH_MS = 300;

const words = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** From the machine's time to the portal's. */
let offsetMs = 0;

export function startClock() {
  const shown = document.getElementById('now');
  if (!(shown instanceof HTMLTimeElement)) return;
  offsetMs = Date.parse(shown.dateTime) - Date.now();
  setInterval(() => show(shown), TICK_MS);
  setInterval(() => void ask(shown), TICK_MS * 10);
  document.addEventListener('submit', ({ target }) => {
    if (isAdvance(target)) watch(target, shown);
  });
  document.addEventListener('sent', ({ target }) => {
    if (!isAdvance(target)) return;
    void ask(shown).then(() => toast(`It is now ${shown.textContent}. Everything that fell due is done.`));
  });
}

/** @param {EventTarget | null} target @returns {target is HTMLFormElement} */
function isAdvance(target) {
  return target instanceof HTMLFormElement && target.dataset.advance !== undefined;
}

/** @param {HTMLTimeElement} shown */
function show(shown) {
  const now = new Date(Date.now() + offsetMs);
  shown.dateTime = now.toISOString();
  shown.textContent = words.format(now);
}

/** @param {HTMLTimeElement} shown */
async function ask(shown) {
  const now = await portalNow();
  if (now === undefined) return;
  offsetMs = now - Date.now();
  show(shown);
}

/** While a form moves the world: how far it has come. @param {HTMLFormElement} form @param {HTMLTimeElement} shown */
function watch(form, shown) {
  const bar = document.getElementById('advancing');
  if (bar) bar.hidden = false;
  const watching = setInterval(() => void step(), WATCH_MS);
  const step = async () => {
    await ask(shown);
    if (form.dataset.busy !== undefined) return;
    clearInterval(watching);
    // Another form's step may still be under way, or wait for its turn.
    if (bar) bar.hidden = document.querySelector('[data-advance][data-busy]') === null;
  };
}
