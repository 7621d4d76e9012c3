import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import {keymap} from './keymap.ts';
import {type KeyContext, keyLabel} from './key-binding.ts';
import {menus} from '../menus/menus.ts';
import {longestAnswer, prompts} from '../prompts/prompts.ts';
import type {Menu, Prompt, State} from '../state/state.ts';

/** The smallest screen the dashboard is drawn on. */
export const smallest = {columns: 80, rows: 24} as const;

export function isTooSmall({columns, rows}: Pick<State, 'columns' | 'rows'>): boolean {
	return columns < smallest.columns || rows < smallest.rows;
}

/** What turns the pages of the help and closes it. */
const helpKeys: ReadonlySet<string> = new Set(['?', 'h', 'esc', 'q']);

/** Named keys as they are called on the screen. */
const keyNames: Readonly<Record<string, string>> = {' ': 'space', return: 'Enter', esc: 'Esc', backspace: 'Backspace', tab: 'Tab', up: 'an arrow', down: 'an arrow', left: 'an arrow', right: 'an arrow'};

/**
 * One key, as it arrives: a printable sign, `return`, `esc`, `backspace`, `tab` or an arrow (`up` …). A question, a prompt
 * and a menu take keys before the key table does.
 */
export function pressKey(key: string, context: KeyContext): void {
	const {state, dispatch} = context;
	if (isTooSmall(state)) {
		// On a screen that shows nothing, a key that would act unseen does not.
		if (key === 'q') {
			context.quit();
		}
	} else if (state.question) {
		answerQuestion(key, context);
	} else if (state.prompt) {
		typeKey(key, state.prompt, context);
	} else if (state.menu) {
		pressInMenu(key, state.menu, context);
	} else {
		const binding = keymap.find(({keys, screen = state.screen}) => keys.includes(key) && screen === state.screen);
		if (!binding) {
			refuseUnknown(key, context);
			return;
		}

		if (!binding.repeats && isHeld(context, binding.writes)) {
			dispatch({type: 'key-refused', key: keyLabel(binding), reason: 'is held down, and acted once', nowMs: Date.now()});
			return;
		}

		// The help stands over everything: what another key does would not be seen.
		if (state.helpPage !== undefined && !helpKeys.has(key)) {
			dispatch({type: 'help-turned', page: undefined});
		}

		const reason = binding.off?.(state);
		if (reason === undefined) {
			binding.press(context, key);
		} else {
			dispatch({type: 'key-refused', key: keyLabel(binding), reason, nowMs: state.nowMs});
		}
	}
}

/** A key that comes again so soon, in milliseconds, is one that is held down; keyboards repeat ten to forty times a second. */
const heldMs = {usual: 100, writes: 400} as const;

function isHeld({pauseMs = Number.POSITIVE_INFINITY}: KeyContext, writes = false): boolean {
	return pauseMs < (writes ? heldMs.writes : heldMs.usual);
}

/** A key without a meaning here: on another screen it may have one. */
function refuseUnknown(key: string, {state, dispatch}: KeyContext): void {
	// Over the help nothing else is seen, and nothing was asked for.
	if (state.helpPage === undefined) {
		const isElsewhere = keymap.some(({keys}) => keys.includes(key));
		dispatch({type: 'key-refused', key: nameOfKey(key), reason: isElsewhere ? 'acts in the laboratory: 3 opens it' : undefined, nowMs: state.nowMs});
	}
}

/** How the screen calls a key; what has no sign of its own is not written out. */
function nameOfKey(key: string): string {
	return keyNames[key] ?? plainText(key);
}

function answerQuestion(key: string, {state: {question, nowMs}, dispatch, effects}: KeyContext): void {
	const yes = key === 'y' || key === 'Y';
	if (!question || !(yes || ['n', 'N', 'esc', 'q'].includes(key))) {
		dispatch({type: 'key-refused', key: nameOfKey(key), reason: 'the question below wants y or n', nowMs});
		return;
	}

	dispatch({type: 'question-answered', yes});
	if (yes && question.about === 'seed') {
		effects.seed(question.count);
	} else if (yes) {
		effects.switchStream(true);
	}
}

function typeKey(key: string, prompt: Prompt, context: KeyContext): void {
	const {dispatch} = context;
	switch (key) {
		case 'esc': {
			dispatch({type: 'prompt-closed'});
			break;
		}

		case 'backspace': {
			dispatch({type: 'prompt-typed', text: prompt.text.slice(0, -1)});
			break;
		}

		case 'return': {
			try {
				// Nothing typed changes nothing.
				if (prompt.text !== '') {
					prompts[prompt.kind].accept(prompt.text, context);
				}

				dispatch({type: 'prompt-closed'});
			} catch (error) {
				if (!(error instanceof Problem)) {
					throw error;
				}

				dispatch({type: 'prompt-refused', refusal: error.message});
			}

			break;
		}

		default: {
			// The key that opened the prompt is still held down: it types nothing.
			if (key.length !== 1 || isHeld(context) && prompt.text === '') {
				break;
			}

			if (prompt.text.length < longestAnswer) {
				dispatch({type: 'prompt-typed', text: prompt.text + key});
			} else {
				dispatch({type: 'prompt-refused', refusal: `${longestAnswer} signs are the most that is taken here`});
			}
		}
	}
}

function pressInMenu(key: string, {kind, row}: Menu, context: KeyContext): void {
	const {dispatch, state: {nowMs}} = context;
	const {rows} = menus[kind];
	const current = rows[row]!;
	// A switch that is held down would flicker.
	if (isHeld(context) && [' ', 'return', 'v', 'p'].includes(key)) {
		return;
	}

	switch (key) {
		case 'esc':
		case 'q': {
			dispatch({type: 'menu-closed'});
			break;
		}

		case 'v':
		case 'p': {
			// The key of the other menu leads there; a menu's own key closes it.
			const wanted = key === 'v' ? 'viewers' : 'protections';
			dispatch(wanted === kind ? {type: 'menu-closed'} : {type: 'menu-opened', kind: wanted});
			break;
		}

		case 'up':
		case 'k': {
			dispatch({type: 'menu-moved', row: (row + rows.length - 1) % rows.length});
			break;
		}

		case 'down':
		case 'j': {
			dispatch({type: 'menu-moved', row: (row + 1) % rows.length});
			break;
		}

		case 'left':
		case '-':
		case 'right':
		case '+': {
			const direction = key === 'left' || key === '-' ? -1 : 1;
			if (!current.step) {
				dispatch({type: 'key-refused', key: nameOfKey(key), reason: 'this line is on or off: space switches it', nowMs});
			} else if (!current.step(direction, context)) {
				dispatch({type: 'key-refused', key: nameOfKey(key), reason: `${current.title} stands at its ${direction === 1 ? 'greatest' : 'smallest'} preset${current.prompt ? ': Enter takes any' : ''}`, nowMs});
			}

			break;
		}

		case ' ': {
			if (current.toggle) {
				current.toggle(context);
			} else {
				dispatch({type: 'key-refused', key: 'space', reason: 'this line is no switch: left and right change it', nowMs});
			}

			break;
		}

		case 'return': {
			if (current.prompt) {
				dispatch({type: 'prompt-opened', kind: current.prompt});
			} else if (current.toggle) {
				current.toggle(context);
			} else {
				dispatch({type: 'key-refused', key: 'Enter', reason: 'nothing is typed here: left and right change it', nowMs});
			}

			break;
		}

		default: {
			dispatch({type: 'key-refused', key: nameOfKey(key), reason: `waits while the panel of the ${kind} is open: Esc closes it`, nowMs});
			break;
		}
	}
}
