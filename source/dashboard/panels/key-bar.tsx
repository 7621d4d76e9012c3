import {formatCount} from '../../words/count.ts';
import {keymap} from '../keys/keymap.ts';
import {said} from '../../scenarios/wording.ts';
import {type KeyBinding, keyLabel} from '../keys/key-binding.ts';
import {fitting, type Line, Lines, lineWidth, type Span} from './lines.tsx';
import {menus} from '../menus/menus.ts';
import {prompts} from '../prompts/prompts.ts';
import type {Menu, Prompt, Question, State} from '../state/state.ts';

type Props = {readonly state: State; readonly rows: number};

/** What can be pressed now; a prompt or a question stands in its place. */
export function KeyBar({state, rows}: Props) {
	const {prompt, question, menu, columns} = state;
	const lines = question
		? questionLines(question, state)
		: prompt ? promptLines(prompt, state) : menu ? menuLines(menu) : keyLines(state, columns, rows);
	return <Lines lines={[...lines, ...Array.from({length: rows}, () => [])].slice(0, rows)}/>;
}

function promptLines({kind, text, refusal}: Prompt, {scenario, columns}: State): Line[] {
	const typed: Line = [{text: ` ${said(prompts[kind].ask, scenario)}: `, tone: 'accent'}, {text: `${text}_`, tone: 'strong'}];
	const hint: Line = refusal === undefined
		? [{text: ` Enter takes it, Esc leaves it${prompts[kind].bare === undefined ? '' : `; without a unit, ${prompts[kind].bare}`}`, tone: 'dim'}]
		// What was typed stands above: where there is no room it need not be said again.
		: [{text: ` ${fitting([refusal, refusal.replace(/,? not ".*?"/, '')], columns - 1)}`, tone: 'bad'}];
	return [typed, hint];
}

function menuLines({kind, row}: Menu): Line[] {
	const {says, toggle, step, prompt} = menus[kind].rows[row]!;
	const keys = [
		'up/down choose',
		toggle && 'space switches',
		step && 'left/right change',
		prompt && 'Enter types it',
		'Esc closes',
	].filter(text => text !== undefined);
	return [[{text: ` ${says}`, tone: 'accent'}], [{text: ` ${keys.join('  ')}`, tone: 'dim'}]];
}

function questionLines(question: Question, {scenario, layers: {mongo}, ordersPerSecond, held: {mongo: ordersHeld = 0}}: State): Line[] {
	const what = question.about === 'seed' ? `Store ${formatCount(question.count)} more` : `Let ${ordersPerSecond} a second arrive`;
	return [
		[{text: ` ${mongo.backend?.label ?? 'MongoDB'} already holds ${formatCount(ordersHeld)} ${scenario.facts.many}.`}],
		[{text: ` ${what} beside them? `, tone: 'accent'}, {text: 'y yes   n no', tone: 'strong'}],
	];
}

function keyLines(state: State, columns: number, rows: number): Line[] {
	const shown = keymap.filter(({screen = state.screen}) => screen === state.screen);
	const all = fill(shown, state, columns);
	if (all.length <= rows) {
		return all;
	}

	// First what is minor, the last of it first; then the second keys of an entry, which the help has too.
	const left = shown.filter(({bar}) => bar?.(state) !== undefined);
	while (fill(left, state, columns).length > rows) {
		const minor = left.findLastIndex(({isMinor}) => isMinor?.(state));
		if (minor === -1) {
			break;
		}

		left.splice(minor, 1);
	}

	const fits = fill(left, state, columns).length <= rows;
	const named = fits ? left : left.map(binding => binding.hasSecondKeys ? {...binding, barLabel: keyLabel(binding)} : binding);
	// Help and quit stand at the end and stay there: what goes then, goes before them.
	while (fill(named, state, columns).length > rows && named.length > 2) {
		named.splice(-3, 1);
	}

	return fill(named, state, columns);
}

/** The entries of the keys, as many lines as they take. */
function fill(bindings: readonly KeyBinding[], state: State, columns: number): Line[] {
	const lines: Span[][] = [[{text: ' '}]];
	for (const binding of bindings) {
		const text = binding.bar?.(state);
		if (text === undefined) {
			continue;
		}

		const off = binding.off?.(state) !== undefined;
		const entry: Span[] = [{text: binding.barLabel ?? keyLabel(binding), tone: off ? 'dim' : 'accent'}, {text: ` ${text}`, tone: 'dim'}];
		const last = lines.at(-1)!;
		const gap = last.length > 1 ? 2 : 0;
		if (lineWidth(last) + gap + lineWidth(entry) <= columns) {
			last.push({text: ' '.repeat(gap)}, ...entry);
		} else {
			lines.push([{text: ' '}, ...entry]);
		}
	}

	return lines;
}
