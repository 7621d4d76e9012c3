import {timeLimitsMs} from '../../time-limits.ts';
import {plainText} from '../../words/plain-text.ts';
import {themeOfAnswer} from '../terminal/background.ts';
import {pressKey} from './press-key.ts';
import {longestAnswer} from '../prompts/prompts.ts';
import type {State} from '../state/state.ts';
import type {Event} from '../update/event.ts';
import type {Input} from '../terminal/decode-input.ts';
import {createKeyPauses} from '../terminal/key-pauses.ts';

type Needs = {
	readonly state: () => State;
	readonly dispatch: (event: Event) => void;
	/** Gives the terminal back to the shell for a while. */
	readonly suspend: () => void;
	/** Milliseconds that never go back. */
	readonly clock: () => number;
	/** The terminal is asked for its background now, and what it answers decides the theme. */
	readonly asksBackground: boolean;
};

/** What each input from the terminal does. */
export function createInputTaker({state, dispatch, suspend, clock, asksBackground}: Needs): (input: Input) => void {
	const sinceSame = createKeyPauses(clock);
	const asked = {theme: state().theme, untilMs: asksBackground ? clock() + timeLimitsMs.backgroundAnswer : Number.NEGATIVE_INFINITY};
	// Each key acts on the state that the one before it left.
	const press = (key: string, pauseMs?: number) => pressKey(state(), key, pauseMs).forEach(event => dispatch(event));
	const paste = (text: string) => {
		const {prompt} = state();
		// One value, however its line ends; a line's end takes it, as Enter does.
		const value = text.trim();
		// It is refused where it was to stand.
		const refuse = (reason: string) => dispatch({type: 'prompt-refused', refusal: `What was pasted is refused: a value ${reason}`});
		if (!prompt) {
			dispatch({type: 'key-refused', key: 'paste', reason: 'acts only where a value is typed'});
		} else if (plainText(value) !== value) {
			refuse('is one line of plain signs');
		} else if (prompt.text.length + value.length > longestAnswer(prompt)) {
			refuse(`has at most ${longestAnswer(prompt)} signs`);
		} else {
			[...value, ...(/[\r\n]\s*$/.test(text) && value !== '' ? ['return'] : [])].forEach(key => press(key));
		}
	};

	return input => {
		switch (input.type) {
			case 'key': {
				const {key} = input;
				const pauseMs = sinceSame(key);
				if (key === 'ctrl-c') {
					dispatch({type: 'quit-wished'});
				} else if (key === 'ctrl-z') {
					suspend();
				} else {
					press(key, pauseMs);
				}

				break;
			}

			case 'paste': {
				paste(input.text);
				break;
			}

			case 'answer': {
				const theme = themeOfAnswer(input.text);
				// Whoever chose a theme meanwhile keeps it.
				if (theme && theme !== state().theme && state().theme === asked.theme && clock() <= asked.untilMs) {
					dispatch({type: 'theme-chosen', theme});
				}

				break;
			}
		}
	};
}
