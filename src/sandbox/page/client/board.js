/** Moves cards: by dragging, by Shift and an arrow, or by the card's menu. */
import { post, toast } from './forms.js';
import { refresh } from './live.js';

/** @type {HTMLElement | undefined} */
let chosen;

export function startBoard() {
  const board = document.querySelector('[data-board]');
  const menu = document.getElementById('move-menu');
  if (!(board instanceof HTMLElement) || !(menu instanceof HTMLDialogElement)) return;
  listenToDragging(board);
  board.addEventListener('keydown', (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    const card = cardOf(event.target);
    if (!card || !event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const columns = columnsOf(board);
    const next = columns[columns.findIndex((column) => column.contains(card)) + steps[event.key]];
    if (next?.dataset.stage) void move(board, card, next.dataset.stage);
  });
  board.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-move]') : undefined;
    if (button) choose(menu, cardOf(button));
  });
  menu.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : undefined;
    const stage = button?.dataset.to;
    if (button) menu.close();
    if (stage !== undefined && chosen) void move(board, chosen, stage);
  });
  menu.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const buttons = [...menu.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step !== 0) buttons.at((at + step) % buttons.length)?.focus();
  });
}

/** @param {HTMLElement} board */
function listenToDragging(board) {
  board.addEventListener('dragstart', (event) => {
    chosen = cardOf(event.target);
    if (!chosen || !event.dataTransfer) return;
    event.dataTransfer.setData('text/plain', chosen.dataset.name ?? '');
    event.dataTransfer.effectAllowed = 'move';
    chosen.classList.add('dragged');
    // Columns that are exchanged meanwhile would end the drag.
    document.body.dataset.dragging = '';
  });
  board.addEventListener('dragover', (event) => {
    const column = columnOf(event.target);
    if (!column?.dataset.stage || !chosen) return;
    event.preventDefault();
    for (const each of columnsOf(board)) each.classList.toggle('over', each === column);
  });
  board.addEventListener('drop', (event) => {
    const stage = columnOf(event.target)?.dataset.stage;
    event.preventDefault();
    endDrag(board);
    if (stage && chosen) void move(board, chosen, stage);
  });
  board.addEventListener('dragend', () => endDrag(board));
}

/** @param {HTMLElement} board */
function endDrag(board) {
  delete document.body.dataset.dragging;
  for (const each of columnsOf(board)) each.classList.remove('over');
  chosen?.classList.remove('dragged');
}

/** @param {HTMLDialogElement} menu @param {HTMLElement | undefined} card */
function choose(menu, card) {
  chosen = card;
  const title = menu.querySelector('#move-title');
  if (title) title.textContent = `Move ${card?.dataset.name ?? ''} to`;
  const present = columnOf(card ?? null)?.dataset.stage;
  for (const button of menu.querySelectorAll('button')) button.disabled = button.dataset.to === present;
  menu.showModal();
}

/** @param {HTMLElement} board @param {HTMLElement} card @param {string} stage */
async function move(board, card, stage) {
  if (columnOf(card)?.dataset.stage === stage) return;
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

/** @param {HTMLElement} board */
function columnsOf(board) {
  return [...board.querySelectorAll('.column')].filter((each) => each instanceof HTMLElement);
}
