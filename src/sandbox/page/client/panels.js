/** What opens and closes: forms for activities, sheets, and rows that a search leaves over. */

export function startPanels() {
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    for (const sheet of openSheets()) if (!sheet.contains(target)) sheet.open = false;
    const button = target.closest('[data-opens]');
    if (button) open(button);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const sheet of openSheets()) {
      sheet.open = false;
      sheet.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.filter !== undefined) filter(target);
  });
}

function openSheets() {
  const all = [...document.querySelectorAll('details:has(> .sheet)')];
  return all.filter((each) => each instanceof HTMLDetailsElement).filter(({ open }) => open);
}

/** One form at a time. @param {Element} button */
function open(button) {
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  for (const other of button.parentElement?.querySelectorAll('[data-opens]') ?? []) {
    const isThis = other === button && !wasOpen;
    other.setAttribute('aria-expanded', String(isThis));
    const form = document.getElementById(other.getAttribute('data-opens') ?? '');
    if (form) form.hidden = !isThis;
    const first = isThis ? form?.querySelector('select, input, textarea') : undefined;
    if (first instanceof HTMLElement) first.focus();
  }
}

/** Shows the properties whose label or name has the typed words. @param {HTMLInputElement} input */
function filter(input) {
  const wanted = input.value.trim().toLowerCase();
  for (const row of input.form?.querySelectorAll('[data-words]') ?? []) {
    const words = row.getAttribute('data-words')?.toLowerCase() ?? '';
    row.toggleAttribute('hidden', !words.includes(wanted));
  }
}
