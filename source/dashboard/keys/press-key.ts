import {plainText} from '../../words/plain-text.ts';
import {Problem} from '../../words/problem.ts';
import {keysOf, keysOn} from './keymap.ts';
import {isTooSmallFor, screenOf} from '../screens/screens.ts';
import {keyLabel} from './key-binding.ts';
import {menus} from '../menus/menus.ts';
import {longestAnswer, prompts} from '../prompts/prompts.ts';
import type {Menu, Prompt} from '../state/asked.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** What turns the pages of the help and closes it. */
const helpKeys: ReadonlySet<string> = new Set(['?', 'h', 'esc', 'q']);

/** Named keys as they are called on the screen. */
const keyNames: Readonly<Record<string, string>> = {
	' ': 'space',
	return: 'Enter',
	esc: 'Esc',
	backspace: 'Backspace',
	tab: 'Tab',
	up: 'an arrow',
	down: 'an arrow',
	left: 'an arrow',
	right: 'an arrow',
};

/**
 * What happens with one key, as it arrives: a printable sign, `return`, `esc`, `backspace`, `ctrl-u`, `tab` or an arrow (`up` …). A
 * question, a prompt and a menu take keys before the key table does.
 * @param pauseMs milliseconds since the same key came, if no other came between; without it, the key comes alone
 */
export function pressKey(state: State, key: string, pauseMs = Number.POSITIVE_INFINITY): readonly Event[] {
	if (isTooSmallFor(screenOf(state), state)) {
		// On a screen that shows nothing, a key that would act unseen does not.
		return key === 'q' ? [{type: 'quit-wished'}] : [];
	}

	// It empties what is typed, as in a shell, and means nothing else.
	if (key === 'ctrl-u' && !state.prompt) {
		return [];
	}

	if (state.question) {
		return [answerQuestion(key)];
	}

	if (state.prompt) {
		return typeKey(key, state.prompt, state, pauseMs);
	}

	return state.menu ? pressInMenu(key, state.menu, state, pauseMs) : pressInTable(key, state, pauseMs);
}

function pressInTable(key: string, state: State, pauseMs: number): readonly Event[] {
	const binding = keysOn(state).find(({keys}) => keys.includes(key));
	if (!binding) {
		return refuseUnknown(key, state);
	}

	if (!binding.repeats && isHeld(pauseMs, binding.writes)) {
		return [{type: 'key-refused', key: keyLabel(binding), reason: 'is held down, and acted once'}];
	}

	const reason = binding.off?.(state);
	const pressed = reason === undefined ? binding.press(state, key) : ({type: 'key-refused', key: keyLabel(binding), reason} as const);
	return [
		// The help stands over everything: what another key does would not be seen.
		...(state.helpPage !== undefined && !helpKeys.has(key) ? [{type: 'help-turned', page: undefined} as const] : []),
		...('type' in pressed ? [pressed] : pressed),
	];
}

/** A key that comes again so soon, in milliseconds, is one that is held down; keyboards repeat ten to forty times a second. */
const heldMs = {usual: 100, writes: 400} as const;

function isHeld(pauseMs: number, writes = false): boolean {
	return pauseMs < (writes ? heldMs.writes : heldMs.usual);
}

function refusal(key: string, reason: string): Event {
	return {type: 'key-refused', key: nameOfKey(key), reason};
}

/** A key without a meaning here: on another screen it may have one. */
function refuseUnknown(key: string, {helpPage, scenario}: State): readonly Event[] {
	const elsewhere = keysOf(scenario).find(({keys}) => keys.includes(key))?.screen;
	// Over the help nothing else is seen, and nothing was asked for.
	return helpPage === undefined
		? [{type: 'key-refused', key: nameOfKey(key), reason: elsewhere && `acts in ${elsewhere.title}: ${elsewhere.key} opens it`}]
		: [];
}

/** How the screen calls a key; what has no sign of its own is not written out. */
function nameOfKey(key: string): string {
	return keyNames[key] ?? plainText(key);
}

function answerQuestion(key: string): Event {
	const yes = key === 'y' || key === 'Y';
	return yes || ['n', 'N', 'esc', 'q'].includes(key) ? {type: 'question-answered', yes} : refusal(key, 'answer the question below with y or n');
}

function typeKey(key: string, prompt: Prompt, state: State, pauseMs: number): readonly Event[] {
	switch (key) {
		case 'esc': {
			return [{type: 'prompt-closed'}];
		}

		case 'backspace': {
			return [{type: 'prompt-typed', text: prompt.text.slice(0, -1)}];
		}

		case 'ctrl-u': {
			return [{type: 'prompt-typed', text: ''}];
		}

		case 'tab': {
			const {tab} = prompts[prompt.kind];
			return tab ? [tab(prompt, state)] : [];
		}

		case 'return': {
			try {
				// Nothing typed changes nothing.
				return [
					...(prompt.text === '' && prompts[prompt.kind].takesNothing !== true ? [] : [prompts[prompt.kind].accept(prompt.text, state)]),
					{type: 'prompt-closed'},
				];
			} catch (error) {
				if (!(error instanceof Problem)) {
					throw error;
				}

				return [{type: 'prompt-refused', refusal: error.message}];
			}
		}

		default: {
			// The key that opened the prompt is still held down: it types nothing.
			if (key.length !== 1 || (isHeld(pauseMs) && prompt.text === '')) {
				return [];
			}

			return [
				prompt.text.length < longestAnswer(prompt)
					? {type: 'prompt-typed', text: prompt.text + key}
					: {type: 'prompt-refused', refusal: `${longestAnswer(prompt)} characters at most`},
			];
		}
	}
}

/** The keys that open the menus. */
const menuKeys = {v: 'viewers', p: 'protections', g: 'scenarios'} as const;

function pressInMenu(key: string, {kind, row}: Menu, state: State, pauseMs: number): readonly Event[] {
	const {rows} = menus[kind];
	const {title, step, toggle, prompt, opens} = rows[row]!;
	// A switch that is held down would flicker.
	if (isHeld(pauseMs) && [' ', 'return', ...Object.keys(menuKeys)].includes(key)) {
		return [];
	}

	switch (key) {
		case 'esc':
		case 'q': {
			return [{type: 'menu-closed'}];
		}

		case 'v':
		case 'p':
		case 'g': {
			// The key of another menu leads there; a menu's own key closes it.
			const wanted = menuKeys[key];
			return [wanted === kind ? {type: 'menu-closed'} : {type: 'menu-opened', kind: wanted}];
		}

		case 'up':
		case 'k': {
			return [{type: 'menu-moved', row: (row + rows.length - 1) % rows.length}];
		}

		case 'down':
		case 'j': {
			return [{type: 'menu-moved', row: (row + 1) % rows.length}];
		}

		case 'left':
		case '-':
		case 'right':
		case '+': {
			const direction = key === 'left' || key === '-' ? -1 : 1;
			return [
				step
					? (step(direction, state) ??
						refusal(key, `${title} stands at its ${direction === 1 ? 'greatest' : 'smallest'} preset${prompt ? ': Enter takes any' : ''}`))
					: refusal(key, opens ? 'up and down choose, Enter opens it' : 'this line is on or off: space switches it'),
			];
		}

		case ' ': {
			return [toggle?.(state) ?? refusal(key, opens ? 'this line is no switch: Enter opens it' : 'this line is no switch: left and right change it')];
		}

		case 'return': {
			return [prompt ? {type: 'prompt-opened', kind: prompt} : (opens ?? toggle?.(state) ?? refusal(key, 'nothing is typed here: left and right change it'))];
		}

		default: {
			return [refusal(key, `waits while the panel of the ${kind} is open: Esc closes it`)];
		}
	}
}
