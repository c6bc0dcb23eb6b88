/** Sends forms without leaving the page, and shows what came of it where it was typed. */
import { accept, empty, isChanged, statesOf } from './controls.js';
import { refresh } from './live.js';

/** What is said on the page that comes next. */
const LATER = 'toast';

export function startForms() {
  const said = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  if (said) toast(said);
  document.addEventListener('submit', (event) => {
    const form = event.target;
    // By attribute: a field may be called "method", and then the form's own is hidden behind it.
    if (!(form instanceof HTMLFormElement) || form.getAttribute('method') !== 'post') return;
    event.preventDefault();
    void send(form);
  });
  document.addEventListener('input', (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement)) return;
    const form = target.closest('form');
    if (form?.dataset.changedOnly !== undefined) countChanges(form);
  });
  document.addEventListener('change', (event) => {
    const form = event.target instanceof HTMLElement ? event.target.closest('form') : undefined;
    if (form?.dataset.onChange !== undefined) form.requestSubmit();
  });
  document.addEventListener('reset', (event) => {
    const form = event.target;
    // The controls have their old values only after this event.
    if (form instanceof HTMLFormElement) setTimeout(() => (clearErrors(form), countChanges(form)));
  });
}

/** @param {string} message @param {'done' | 'error'} [kind] */
export function toast(message, kind = 'done') {
  const note = document.createElement('p');
  note.className = kind;
  note.textContent = message;
  const place = document.getElementById('toasts');
  place?.append(note);
  setTimeout(() => note.remove(), 8_000);
}

/** @typedef {{ message?: string; go?: string; error?: string; fields?: Record<string, string> }} Answer */

/** @param {string} action @param {RequestInit} init @returns {Promise<Answer>} */
export async function post(action, init) {
  try {
    const response = await fetch(action, { method: 'POST', ...init });
    return await response.json();
  } catch {
    return { error: 'The sandbox does not answer.' };
  }
}

/** @param {HTMLFormElement} form */
async function send(form) {
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = '';
  clearErrors(form);
  const buttons = [...form.querySelectorAll('button')];
  for (const button of buttons) button.setAttribute('aria-disabled', 'true');
  const sent = statesOf(form);
  const answer = await post(form.getAttribute('action') ?? '', contentOf(form));
  delete form.dataset.busy;
  for (const button of buttons) button.removeAttribute('aria-disabled');
  if (answer.error !== undefined) {
    showErrors(form, answer.error, answer.fields ?? {});
    return;
  }
  if (answer.go !== undefined) {
    sessionStorage.setItem(LATER, answer.message ?? '');
    location.assign(answer.go);
    return;
  }
  // Moving the clock has words of its own.
  if (form.dataset.advance === undefined) toast(answer.message ?? 'Done.');
  if (form.dataset.changedOnly !== undefined || form.dataset.onChange !== undefined) accept(sent);
  else empty(sent);
  if (form.dataset.changedOnly !== undefined) rest(form);
  form.dispatchEvent(new CustomEvent('sent', { bubbles: true, detail: answer }));
  await refresh();
}

/** @param {HTMLFormElement} form @returns {RequestInit} */
function contentOf(form) {
  if (form.dataset.json === undefined)
    return { body: form.dataset.changedOnly === undefined ? new FormData(form) : changesOf(form) };
  const filled = [...new FormData(form)].filter(([, value]) => value !== '');
  const method = form.dataset.method ?? 'POST';
  return { method, ...(method === 'POST' ? { body: JSON.stringify(Object.fromEntries(filled)) } : {}) };
}

/** What was not touched is not sent: it may have changed in the portal meanwhile. @param {HTMLFormElement} form */
function changesOf(form) {
  const names = new Set([...form.elements].filter(isChanged).map((control) => control.getAttribute('name') ?? ''));
  const all = new FormData(form);
  const changes = new FormData();
  for (const name of names) {
    const values = all.getAll(name);
    // Of check boxes none may be left; that is a change, too.
    for (const value of values.length === 0 ? [''] : values) changes.append(name, value);
  }
  return changes;
}

/** Nobody types there any more, unless they do. @param {HTMLFormElement} form */
function rest(form) {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && form.contains(activeElement) && !isChanged(activeElement))
    activeElement.blur();
  countChanges(form);
}

/** @param {HTMLFormElement} form @param {string} message @param {Record<string, string>} fields */
function showErrors(form, message, fields) {
  toast(message, 'error');
  const names = Object.keys(fields);
  for (const name of names) {
    const place = form.querySelector(`[data-error="${CSS.escape(name)}"]`);
    if (place) place.textContent = fields[name] ?? '';
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
      control.setAttribute('aria-invalid', 'true');
  }
  const first = form.querySelector('[aria-invalid]');
  if (first instanceof HTMLElement) first.focus();
}

/** @param {HTMLFormElement} form */
function clearErrors(form) {
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = '';
  for (const control of form.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
}

/** @param {HTMLFormElement} form */
function countChanges(form) {
  const names = new Set(
    [...form.elements]
      .filter((each) => each.hasAttribute('name') && isChanged(each))
      .map((each) => each.getAttribute('name')),
  );
  const bar = form.querySelector('.save');
  if (!(bar instanceof HTMLElement)) return;
  bar.hidden = names.size === 0;
  const count = bar.querySelector('[data-count]');
  if (count) count.textContent = names.size === 1 ? 'One change' : `${names.size} changes`;
}
