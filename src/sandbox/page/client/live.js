/**
 * Keeps the page as the portal is. A small number says whether anything happened; only then the page is fetched again, and
 * only its regions that differ (`data-live`) are exchanged, except those in which somebody is typing.
 */

import { isChanged } from './controls.js';

const LOOK_EVERY_MS = 1_000;

/** What the server last sent for a region: what stands in the page also holds what was typed. */
const sent = new WeakMap();

let version = '';
/** Something could not be fetched, or was in use when it should have been exchanged: it comes next time. */
let isBehind = false;
/** @type {Promise<void> | undefined} */
let looking;

export function startLooking() {
  remember(document);
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
  if (document.hidden || isDragging()) return;
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
  // A drag may have begun meanwhile, and ends when its column is exchanged.
  isBehind = text === undefined || isDragging();
  if (text === undefined || isDragging()) return;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  const focused = document.activeElement?.id;
  if (orderOf(document) !== orderOf(fresh)) exchangeMain(fresh);
  const present = regionsOf(document);
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
  if (focused && document.activeElement?.id !== focused)
    document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Regions came, went or changed places: the record was deleted, or needs something that it did not. @param {Document} fresh */
function exchangeMain(fresh) {
  const [old, main] = [document.querySelector('main'), fresh.querySelector('main')];
  if (!old || !main) return;
  if (isInUse(old)) {
    isBehind = true;
    return;
  }
  remember(fresh);
  replace(old, main);
}

/** Before anything in it is opened or typed. @param {Document} page */
function remember(page) {
  for (const region of regionsOf(page).values()) sent.set(region, region.outerHTML);
}

async function fetchPage() {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** What was opened stays open, what was left out stays left out. @param {Element} old @param {Element} region */
function replace(old, region) {
  for (const details of old.querySelectorAll('details[id]')) {
    const same = region.querySelector(`#${CSS.escape(details.id)}`);
    if (same) same.toggleAttribute('open', details.hasAttribute('open'));
  }
  for (const opener of old.querySelectorAll('[data-opens][aria-expanded="true"]')) {
    const form = opener.getAttribute('data-opens') ?? '';
    region.querySelector(`[data-opens="${CSS.escape(form)}"]`)?.setAttribute('aria-expanded', 'true');
    region.querySelector(`#${CSS.escape(form)}`)?.removeAttribute('hidden');
  }
  // A row that a search for properties has left out.
  if (old.matches('[data-words][hidden]')) region.setAttribute('hidden', '');
  old.replaceWith(region);
}

/** Regions do not lie within each other. @param {Document} page @returns {Map<string, Element>} */
function regionsOf(page) {
  const regions = [...page.querySelectorAll('[data-live]')];
  return new Map(regions.map((region) => [region.getAttribute('data-live') ?? '', region]));
}

/** @param {Document} page */
function orderOf(page) {
  return [...regionsOf(page).keys()].join(' ');
}

function isDragging() {
  return document.body.dataset.dragging !== undefined;
}

/** Somebody is typing or choosing there, or has and did not send it yet, or it is under way. @param {Element} region */
function isInUse(region) {
  if (region.querySelector('dialog[open], [data-busy]')) return true;
  const { activeElement } = document;
  const controls = [...region.querySelectorAll('input, select, textarea')];
  return controls.some((each) => isChanged(each) || (each === activeElement && !isButtonLike(each)));
}

/** @param {Element} control */
function isButtonLike(control) {
  return control instanceof HTMLInputElement && ['checkbox', 'radio', 'file'].includes(control.type);
}
