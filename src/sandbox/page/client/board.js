/** Moves cards: by dragging, by Shift and an arrow, or by the card's menu. */
import { post, toast } from './forms.js';
import { refresh } from './live.js';

/** @type {HTMLElement | undefined} */
let chosen;

/** Listens to the whole document: the board is exchanged when its columns change. */
export function startBoard() {
  listenToDragging();
  document.addEventListener('keydown', (event) => {
    const menu = menuOf(event.target);
    if (menu) step(menu, event.key);
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    const card = cardOf(event.target);
    if (!card || !event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const columns = allColumns();
    const next = columns[columns.findIndex((column) => column.contains(card)) + steps[event.key]];
    if (next?.dataset.stage) void move(card, next.dataset.stage);
  });
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : undefined;
    if (button?.dataset.move !== undefined) choose(cardOf(button));
    const menu = menuOf(button ?? null);
    if (!button || !menu) return;
    menu.close();
    if (button.dataset.to !== undefined && chosen) void move(chosen, button.dataset.to);
  });
}

function listenToDragging() {
  document.addEventListener('dragstart', (event) => {
    const card = cardOf(event.target);
    if (!card || !event.dataTransfer) return;
    chosen = card;
    event.dataTransfer.setData('text/plain', card.dataset.name ?? '');
    event.dataTransfer.effectAllowed = 'move';
    card.classList.add('dragged');
    // Columns that are exchanged meanwhile would end the drag.
    document.body.dataset.dragging = '';
  });
  document.addEventListener('dragover', (event) => {
    const column = columnOf(event.target);
    if (!column?.dataset.stage || document.body.dataset.dragging === undefined) return;
    event.preventDefault();
    for (const each of allColumns()) each.classList.toggle('over', each === column);
  });
  document.addEventListener('drop', (event) => {
    const stage = columnOf(event.target)?.dataset.stage;
    if (document.body.dataset.dragging === undefined) return;
    event.preventDefault();
    endDrag();
    if (stage && chosen) void move(chosen, stage);
  });
  document.addEventListener('dragend', endDrag);
}

function endDrag() {
  delete document.body.dataset.dragging;
  for (const each of allColumns()) each.classList.remove('over');
  chosen?.classList.remove('dragged');
}

/** @param {HTMLElement | undefined} card */
function choose(card) {
  chosen = card;
  const menu = document.getElementById('move-menu');
  if (!(menu instanceof HTMLDialogElement)) return;
  const title = menu.querySelector('#move-title');
  if (title) title.textContent = `Move ${card?.dataset.name ?? ''} to`;
  const present = columnOf(card ?? null)?.dataset.stage;
  for (const button of menu.querySelectorAll('button')) button.disabled = button.dataset.to === present;
  menu.showModal();
}

/** From one stage of the menu to the next. @param {HTMLDialogElement} menu @param {string} key */
function step(menu, key) {
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (by !== 0) buttons.at((at + by) % buttons.length)?.focus();
}

/** @param {HTMLElement} card @param {string} stage */
async function move(card, stage) {
  const board = document.querySelector('[data-board]');
  if (!(board instanceof HTMLElement) || columnOf(card)?.dataset.stage === stage) return;
  const form = new FormData();
  form.set('stage', stage);
  form.set('pipeline', board.dataset.pipeline ?? '');
  const { message = '', error } = await post(`${board.dataset.board}/${card.dataset.id}/move`, { body: form });
  toast(error ?? message, error === undefined ? 'done' : 'error');
  await refresh();
  document.getElementById(`card-${card.dataset.id}`)?.focus();
}

/** @param {EventTarget | null} target */
function cardOf(target) {
  const card = target instanceof Element ? target.closest('.card') : undefined;
  return card instanceof HTMLElement ? card : undefined;
}

/** @param {EventTarget | null} target */
function columnOf(target) {
  const column = target instanceof Element ? target.closest('.column') : undefined;
  return column instanceof HTMLElement ? column : undefined;
}

function allColumns() {
  return [...document.querySelectorAll('.column')].filter((each) => each instanceof HTMLElement);
}

/** @param {EventTarget | null} target */
function menuOf(target) {
  const menu = target instanceof Element ? target.closest('#move-menu') : undefined;
  return menu instanceof HTMLDialogElement ? menu : undefined;
}
