import type {BodyProps} from '../body.ts';
import {Box} from 'ink';
import {useMemo} from 'react';
import {layoutFor} from './layout.ts';
import {ActivityPanel} from './activity-panel.tsx';
import {AnswerPanel} from './answer-panel.tsx';
import {CachePanel} from './cache-panel.tsx';
import {cacheView} from './cache-view.ts';
import {LatencyPanel} from './latency-panel.tsx';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';
import {isOpen} from '../../selectors/is-open.ts';
import {latencyFigures} from '../../selectors/latency-figures.ts';
import {shownTitle} from '../../selectors/shown-title.ts';
import {shownView} from '../../selectors/shown-view.ts';
import {partHeld, refillWaitedFor} from '../../selectors/refill-text.ts';
import {loadText} from '../../selectors/present-load.ts';
import {saturationOf} from '../../selectors/saturation.ts';
import {servedAtOnce} from '../../selectors/seen-figures.ts';
import {firstLayers} from '../../../layers/layers.ts';
import {listed} from '../../../words/listed.ts';
import type {State} from '../../state/state.ts';

/** Answer, cache, latency and activity; a menu stands in place of the latency. */
export function DashboardBody({state, width, height}: BodyProps) {
	const view = shownView(state);
	const layout = layoutFor(width, height, view?.body);
	const {samples, measuring, runs} = state;
	// Many a frame has no read that the one before had not.
	const figures = useMemo(() => latencyFigures({samples, measuring, runs}), [samples, measuring, runs]);
	return (
		<Box flexDirection="column">
			<Box>
				<AnswerPanel
					title={shownTitle(state)}
					shown={state.shown && {read: state.shown, view: view!}}
					nowMs={state.nowMs}
					leftOut={state.leftOut}
					timeZone={state.timeZone}
					isUnanswered={state.lastRead?.outcome === 'error'}
					waiting={waitingFor(state)}
					held={refillWaitedFor(state) ?? partHeld(state)}
					ascii={state.ascii}
					isOpenBelow
					{...layout.answer}
				/>
				<CachePanel view={cacheView(state)} isOpenBelow {...layout.cache} />
			</Box>
			<Box>
				{state.menu ? (
					<MenuPanel {...menuView(state.menu, state)} isJoined {...layout.latency} />
				) : (
					<LatencyPanel
						samples={samples}
						figures={figures}
						runs={runs}
						isMeasuring={measuring !== undefined}
						readers={loadText(state)}
						saturation={saturationOf(state)}
						timeZone={state.timeZone}
						atOnce={servedAtOnce(state)}
						ascii={state.ascii}
						isJoined
						{...layout.latency}
					/>
				)}
				<ActivityPanel job={state.job} activity={state.activity} timeZone={state.timeZone} isJoined {...layout.activity} />
			</Box>
		</Box>
	);
}

function waitingFor(state: State): string {
	const {scenario, job, lastRead} = state;
	if (!isOpen(state)) {
		return `opening ${listed(firstLayers.map(({title}) => title))} …`;
	}

	if (job) {
		return `the first ${scenario.facts.many} are on their way …`;
	}

	const waited = refillWaitedFor(state);
	if (waited !== undefined) {
		return waited;
	}

	return lastRead?.outcome === 'error' ? `no answer: ${lastRead.reason}` : 'reading …';
}
