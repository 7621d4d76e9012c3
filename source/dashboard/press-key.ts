import {longestTtlSeconds, readDuration, readWhole, shortestTtlSeconds} from '../read-value.ts';
import {Problem} from '../problem.ts';
import {keyLabel, type KeyContext, keymap, seedOrAsk} from './keymap.ts';
import type {Prompt, State} from './state.ts';

/** The smallest screen the dashboard is drawn on. */
export const smallest = {columns: 80, rows: 24} as const;

export function isTooSmall({columns, rows}: Pick<State, 'columns' | 'rows'>): boolean {
	return columns < smallest.columns || rows < smallest.rows;
}

/**
 * One key, as it arrives: a printable sign, `return`, `esc` or `backspace`. A question and a prompt take keys before the
 * key table does.
 */
export function pressKey(key: string, context: KeyContext): void {
	const {state, dispatch} = context;
	if (state.question) {
		answerQuestion(key, context);
	} else if (state.prompt) {
		typeKey(key, state.prompt, context);
	} else {
		const binding = keymap.find(({keys}) => keys.includes(key));
		// On a screen that shows nothing, a key that would act unseen does not.
		if (!binding || (isTooSmall(state) && key !== 'q')) {
			return;
		}

		const reason = binding.off?.(state);
		if (reason === undefined) {
			binding.press(context);
		} else {
			dispatch({type: 'noted', text: `${keyLabel(binding)}: ${reason}`, failed: false, nowMs: Date.now()});
		}
	}
}

function answerQuestion(key: string, {state: {question}, dispatch, effects}: KeyContext): void {
	const yes = key === 'y' || key === 'Y';
	if (!question || !(yes || ['n', 'N', 'esc', 'q'].includes(key))) {
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
				accept(prompt, context);
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
			if (key.length === 1 && prompt.text.length < 20) {
				dispatch({type: 'prompt-typed', text: prompt.text + key});
			}
		}
	}
}

/** Takes a typed value, or throws a Problem that names the range. Nothing typed changes nothing. */
function accept({kind, text}: Prompt, context: KeyContext): void {
	if (text === '') {
		return;
	}

	switch (kind) {
		case 'seed-count': {
			seedOrAsk(context, readWhole('The number of orders', text, 0, 1, 1_000_000));
			break;
		}

		case 'ttl': {
			context.effects.chooseTtl(readDuration('The TTL', text, 0, shortestTtlSeconds, longestTtlSeconds, '45s, 5m or 24h'));
			break;
		}

		case 'orders-per-second': {
			const perSecond = Number(text);
			if (!/^\d+(\.\d+)?$/.test(text) || perSecond < 0.01 || perSecond > 1000) {
				throw new Problem(`The order stream wants 0.01 to 1,000 orders a second, not "${text}"`);
			}

			context.dispatch({type: 'stream-rate-chosen', perSecond});
			break;
		}
	}
}
