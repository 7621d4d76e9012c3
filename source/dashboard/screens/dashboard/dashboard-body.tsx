import type {BodyProps} from '../body.ts';
import {Box} from 'ink';
import {layoutFor} from './layout.ts';
import {ActivityPanel} from './activity-panel.tsx';
import {AnswerPanel} from './answer-panel.tsx';
import {CachePanel} from './cache-panel.tsx';
import {LatencyPanel} from './latency-panel.tsx';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {isOpen} from '../../selectors/is-open.ts';
import {loadText} from '../../selectors/present-load.ts';
import {saturationOf} from '../../selectors/saturation.ts';
import {servedAtOnce} from '../../selectors/seen-figures.ts';
import {layers} from '../../../layers/layers.ts';
import {listed} from '../../../words/listed.ts';
import type {State} from '../../state/state.ts';

export function DashboardBody({state, width, height}: BodyProps) {
	const layout = layoutFor(width, height);
	return (
		<Box flexDirection="column">
			<Box>
				<AnswerPanel title={state.scenario.title} shown={state.shown && {read: state.shown, view: state.scenario.view(state.shown.answer, state.nowMs)}} nowMs={state.nowMs} leftOut={state.leftOut} timeZone={state.timeZone} isUnanswered={state.lastRead?.outcome === 'error'} waiting={waitingFor(state)} ascii={state.ascii} isOpenBelow {...layout.revenue}/>
				<CachePanel state={state} isOpenBelow {...layout.cache}/>
			</Box>
			<Box>
				{state.menu
					? <MenuPanel menu={state.menu} state={state} isJoined {...layout.latency}/>
					: <LatencyPanel samples={state.samples} runs={state.runs} measuring={state.measuring} readers={loadText(state)} saturation={saturationOf(state)} timeZone={state.timeZone} atOnce={servedAtOnce(state)} ascii={state.ascii} isJoined {...layout.latency}/>}
				<ActivityPanel job={state.job} activity={state.activity} timeZone={state.timeZone} isJoined {...layout.activity}/>
			</Box>
		</Box>
	);
}

function waitingFor(state: State): string {
	const {scenario, job, lastRead} = state;
	if (!isOpen(state)) {
		return `opening ${listed(layers.map(({title}) => title))} …`;
	}

	if (job) {
		return `the first ${scenario.facts.many} are on their way …`;
	}

	return lastRead?.outcome === 'error' ? `no answer: ${lastRead.reason}` : 'reading …';
}
