import {formatCount} from '../../orders/money.ts';
import {keyLabel, keymap, seedCount} from '../keymap.ts';
import {type Line, Lines, lineWidth, type Span} from '../lines.tsx';
import type {Prompt, Question, State} from '../state.ts';

type Props = {readonly state: State; readonly rows: number};

const asks: Record<Prompt['kind'], string> = {
	'seed-count': `Seed how many orders (1 to 1,000,000; s seeds ${seedCount})`,
	ttl: 'TTL (45s, 5m, 24h)',
	'orders-per-second': 'Orders a second (0.01 to 1,000)',
};

/** What can be pressed now; a prompt or a question stands in its place. */
export function KeyBar({state, rows}: Props) {
	const {prompt, question, columns} = state;
	const asked = question ? questionLines(question, state) : prompt ? promptLines(prompt) : undefined;
	// On a wide screen, what is asked and what answers it share the one line.
	const lines = asked ? rows === 1 ? [asked.flat()] : asked : keyLines(state, columns, rows);
	return <Lines lines={[...lines, ...Array.from({length: rows}, () => [])].slice(0, rows)}/>;
}

function promptLines({kind, text, refusal}: Prompt): Line[] {
	const typed: Line = [{text: ` ${asks[kind]}: `, tone: 'accent'}, {text: `${text}_  `, tone: 'strong'}];
	const hint: Line = refusal === undefined
		? [{text: ' Enter takes it, Esc leaves it', tone: 'dim'}]
		: [{text: ` ${refusal}`, tone: 'bad'}];
	return [typed, hint];
}

function questionLines(question: Question, {layers: {mongo}, ordersPerSecond}: State): Line[] {
	const what = question.about === 'seed' ? `Store ${formatCount(question.count)} more` : `Let ${ordersPerSecond} a second arrive`;
	return [
		[{text: ` ${mongo.backend?.label ?? 'MongoDB'} already holds ${formatCount(question.held)} orders.`}],
		[{text: ` ${what} beside them? `, tone: 'accent'}, {text: 'y yes   n no', tone: 'strong'}],
	];
}

function keyLines(state: State, columns: number, rows: number): Line[] {
	const lines: Span[][] = [[{text: ' '}]];
	for (const binding of keymap) {
		if (!binding.bar) {
			continue;
		}

		const off = binding.off?.(state) !== undefined;
		const entry: Span[] = [{text: keyLabel(binding), tone: off ? 'dim' : 'accent'}, {text: ` ${binding.bar(state)}`, tone: 'dim'}];
		const last = lines.at(-1)!;
		const gap = last.length > 1 ? 2 : 0;
		if (lineWidth(last) + gap + lineWidth(entry) <= columns - 1) {
			last.push({text: ' '.repeat(gap)}, ...entry);
		} else if (lines.length < rows) {
			lines.push([{text: ' '}, ...entry]);
		}
	}

	return lines;
}
