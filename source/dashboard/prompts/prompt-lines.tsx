import type {Scenario} from '../../scenarios/scenario.ts';
import {said} from '../../scenarios/wording.ts';
import {fitting, type Line, Lines} from '../panels/lines.tsx';
import type {Prompt} from '../state/state.ts';
import {prompts} from './prompts.ts';

type Props = {readonly scenario: Scenario; readonly prompt: Prompt; readonly columns: number};

/** A value being typed, in place of the key bar; and what takes it, or why it was refused. */
export function PromptLines({scenario, prompt: {kind, text, refusal}, columns}: Props) {
	const {ask, bare} = prompts[kind];
	const typed: Line = [
		{text: ` ${said(ask, scenario)}: `, tone: 'accent'},
		{text: `${text}_`, tone: 'strong'},
	];
	const hint: Line =
		refusal === undefined
			? [{text: ` Enter takes it, Esc leaves it${bare === undefined ? '' : `; without a unit, ${bare}`}`, tone: 'dim'}]
			: [{text: ` ${fitting(shorterAndShorter(refusal), columns - 1)}`, tone: 'bad'}];
	return <Lines lines={[typed, hint]} />;
}

/** What was typed stands above: where there is no room it need not be said again, and examples go before the range does. */
function shorterAndShorter(refusal: string): string[] {
	const withoutTyped = refusal.replace(/,? not ".*?"/, '');
	return [refusal, withoutTyped, withoutTyped.replace(/,? such as [^:]*/, '')];
}
