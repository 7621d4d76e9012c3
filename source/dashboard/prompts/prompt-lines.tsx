import type {Scenario} from '../../scenarios/scenario.ts';
import {fitting, type Line, Lines} from '../panels/lines.tsx';
import type {Prompt} from '../state/asked.ts';
import {prompts} from './prompts.ts';

type Props = {readonly scenario: Scenario; readonly prompt: Prompt; readonly columns: number};

/** A value being typed, in place of the key bar; and what takes it, or why it was refused. */
export function PromptLines({scenario, prompt: {kind, text, refusal, table}, columns}: Props) {
	const {ask, bare, keys = 'Enter accepts, Esc cancels'} = prompts[kind];
	const asked = ` ${typeof ask === 'string' ? ask : ask(scenario, table)}: `;
	// Of a long text its end is seen, where the next sign comes.
	const room = columns - asked.length - 1;
	const typed: Line = [
		{text: asked, tone: 'accent'},
		{text: `${text.length > room ? `…${text.slice(text.length - room + 1)}` : text}_`, tone: 'strong'},
	];
	const hint: Line =
		refusal === undefined
			? [{text: ` ${keys}${bare === undefined ? '' : `; without a unit, ${bare}`}`, tone: 'dim'}]
			: [{text: ` ${fitting(shorterAndShorter(refusal), columns - 1)}`, tone: 'bad'}];
	return <Lines lines={[typed, hint]} />;
}

/** What was typed stands above: where there is no room it need not be said again, and examples go before the range does. */
function shorterAndShorter(refusal: string): string[] {
	const withoutTyped = refusal.replace(/,? not ".*?"/, '');
	const shorter = withoutTyped.replace(/,? such as [^:]*/, '');
	return [refusal, withoutTyped, shorter, shorter.replace(/, as in [\d.]+$/, '')];
}
