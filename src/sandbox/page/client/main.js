/** The script of the page: forms, dragging, the clock, and looking again. Plain modules, no build step. */
import { startBoard } from './board.js';
import { startClock } from './clock.js';
import { startForms } from './forms.js';
import { startLooking } from './live.js';
import { startPanels } from './panels.js';

startForms();
startPanels();
startBoard();
startClock();
startLooking();
