/**
 * Keeps the page as the portal is. A small number says whether anything happened; only then the page is fetched again, and
 * only its regions that differ (`data-live`) are exchanged, except those in which somebody is typing.
 */

const LOOK_EVERY_MS = 1_000;

/** What the server last sent for a region: what stands in the page also holds what was typed. */
const sent = new WeakMap();

let version = '';
/** Regions that were in use when they should have been exchanged: they come next time. */
let isBehind = false;
/** @type {Promise<void> | undefined} */
let looking;

export function startLooking() {
  for (const region of regionsOf(document).values()) sent.set(region, region.outerHTML);
  void keepLooking();
}

async function keepLooking() {
  await look();
  setTimeout(() => void keepLooking(), LOOK_EVERY_MS);
}

/** Milliseconds since 1970 in the portal; undefined while the sandbox does not answer. */
export async function portalNow() {
  return (await ask())?.now;
}

async function look() {
  if (document.hidden || document.body.dataset.dragging !== undefined) return;
  const answer = await ask();
  if (!answer || (answer.version === version && !isBehind)) return;
  // At first, too: something may have happened since the page was made.
  version = answer.version;
  await refresh();
}

/** @returns {Promise<{ version: string; now: number } | undefined>} */
async function ask() {
  try {
    const response = await fetch('/__sandbox/ui/version');
    return response.ok ? await response.json() : undefined;
  } catch {
    // The sandbox is being restarted: the next look may find it.
    return undefined;
  }
}

/** Fetches the page again; calls while one is under way wait for another one after it. */
export async function refresh() {
  const before = looking;
  looking = (async () => {
    await before;
    await exchange();
  })();
  await looking;
}

async function exchange() {
  const text = await fetchPage();
  if (text === undefined) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const present = regionsOf(document);
  isBehind = false;
  for (const [key, region] of regionsOf(fresh)) {
    const old = present.get(key);
    const shown = region.outerHTML;
    if (!old || sent.get(old) === shown) continue;
    if (isInUse(old)) {
      isBehind = true;
      continue;
    }
    replace(old, region);
    sent.set(region, shown);
  }
}

async function fetchPage() {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Element} old @param {Element} region */
function replace(old, region) {
  const focused = old.contains(document.activeElement) ? document.activeElement?.id : undefined;
  for (const details of old.querySelectorAll('details[id]')) {
    const same = region.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.toggleAttribute('open', details.hasAttribute('open'));
  }
  // A row that a search for properties has left out.
  if (old.matches('[data-words][hidden]')) region.setAttribute('hidden', '');
  old.replaceWith(region);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Regions do not lie within each other. @param {Document} page @returns {Map<string, Element>} */
function regionsOf(page) {
  const regions = [...page.querySelectorAll('[data-live]')];
  return new Map(regions.map((region) => [region.getAttribute('data-live') ?? '', region]));
}

/** Somebody is typing or choosing there, or has and did not send it yet. @param {Element} region */
function isInUse(region) {
  const { activeElement } = document;
  const controls = [...region.querySelectorAll('input, select, textarea')];
  return controls.some((each) => isChanged(each) || (each === activeElement && !isButtonLike(each)));
}

/** @param {Element} control */
function isButtonLike(control) {
  return control instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(control.type);
}

/** Whether a control says something else than the server did. @param {Element} control */
export function isChanged(control) {
  if (control instanceof HTMLInputElement) {
    if (control.type === 'checkbox') return control.checked !== control.defaultChecked;
    if (control.type === 'file') return control.value !== '';
    return control.type !== 'hidden' && control.value !== control.defaultValue;
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some((option) => option.selected !== option.defaultSelected);
  }
  return false;
}
