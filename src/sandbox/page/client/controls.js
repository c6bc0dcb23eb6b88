/** What stands in the controls of a form, against what the server said. */

/** @param {Element} control */
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

/** Each control with what stands in it now. @param {HTMLFormElement} form @returns {Map<Element, string>} */
export function statesOf(form) {
  return new Map([...form.elements].map((control) => [control, stateOf(control)]));
}

/** @param {Element} control */
function stateOf(control) {
  if (control instanceof HTMLInputElement) return control.type === 'checkbox' ? String(control.checked) : control.value;
  if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) return control.value;
  return '';
}

/**
 * What was sent is what the form now starts from. What was typed since stays, as a change that is still to be sent.
 * @param {Map<Element, string>} sent
 */
export function accept(sent) {
  for (const [control, state] of sent) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.defaultChecked = state === 'true';
    else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
      control.defaultValue = state;
    else if (control instanceof HTMLSelectElement)
      for (const each of control.options) each.defaultSelected = each.value === state;
  }
}

/** A form for something new starts from the beginning, but for what was typed since. @param {Map<Element, string>} sent */
export function empty(sent) {
  for (const [control, state] of sent) {
    if (stateOf(control) !== state) continue;
    if (control instanceof HTMLInputElement) {
      control.checked = control.defaultChecked;
      control.value = control.type === 'file' ? '' : control.defaultValue;
    }
    if (control instanceof HTMLTextAreaElement) control.value = control.defaultValue;
    if (control instanceof HTMLSelectElement) for (const each of control.options) each.selected = each.defaultSelected;
  }
}
