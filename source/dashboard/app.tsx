import {Box, useApp} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import {Laboratory} from './screens/laboratory/laboratory.tsx';
import {viewOf} from './screens/laboratory/view-of.ts';
import {footerRows, keyRows, type Layout, layoutFor} from './screens/dashboard/layout.ts';
import {Lines} from './panels/lines.tsx';
import {ActivityPanel} from './screens/dashboard/activity-panel.tsx';
import {AnswerPanel} from './screens/dashboard/answer-panel.tsx';
import {CachePanel} from './screens/dashboard/cache-panel.tsx';
import {Header} from './panels/header.tsx';
import {HelpOverlay} from './help/help-overlay.tsx';
import {KeyBar} from './panels/key-bar.tsx';
import {LatencyPanel} from './screens/dashboard/latency-panel.tsx';
import {MenuPanel} from './menus/menu-panel.tsx';
import {TooSmall} from './panels/too-small.tsx';
import {isTooSmall} from './keys/press-key.ts';
import {clockTime} from './selectors/clock-time.ts';
import {loadText} from './selectors/present-load.ts';
import {saturationOf} from './selectors/saturation.ts';
import {shownLayers} from './selectors/shown-layers.ts';
import {servedAtOnce} from './selectors/seen-figures.ts';
import {layers} from '../layers/layers.ts';
import {listed} from '../words/listed.ts';
import {zoneLabel} from '../words/local-day.ts';
import type {State} from './state/state.ts';
import type {Store} from './store.ts';
import {whatYouSee} from './selectors/what-you-see.ts';
import type {WithoutScreen} from './terminal/suspend.ts';
import {clocksDiffer} from './update/update-clock.ts';
import {ThemeProvider} from './theme.ts';

type Props = {
	readonly store: Store;
	/** Called once with what gives up the screen for a while. */
	readonly giveSuspend: (suspend: WithoutScreen) => void;
};

/** The program on the screen: one state in, one picture out. */
export function App({store, giveSuspend}: Props) {
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {suspendTerminal} = useApp();
	useEffect(() => giveSuspend(suspendTerminal), [giveSuspend, suspendTerminal]);
	return <Screen state={state}/>;
}

/** The whole screen of a state. */
export function Screen({state}: {readonly state: State}) {
	return <ThemeProvider value={state.theme}><Picture state={state}/></ThemeProvider>;
}

function Picture({state}: {readonly state: State}) {
	const {columns, rows} = state;
	if (isTooSmall(state)) {
		return <TooSmall columns={columns} rows={rows}/>;
	}

	if (state.helpPage !== undefined) {
		return <HelpOverlay scenario={state.scenario} page={state.helpPage} layers={state.layers} cacheKey={state.cacheKey} width={columns} height={rows}/>;
	}

	const layout = layoutFor(columns, rows);
	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header layers={shownLayers(state)} clock={`${clockTime(state.nowMs, state.timeZone)} ${zoneLabel(state.timeZone, state.nowMs)}`} isClockOff={clocksDiffer(state.clocks)} columns={columns}/>
			{state.screen === 'laboratory' ? <LaboratoryBody state={state} height={rows - 1 - footerRows}/> : <DashboardBody state={state} layout={layout}/>}
			<Lines lines={[whatYouSee(state)]}/>
			<KeyBar state={state} rows={keyRows}/>
		</Box>
	);
}

function DashboardBody({state, layout}: {readonly state: State; readonly layout: Layout}) {
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

/** A menu stands over the lower part of the laboratory, beside the charts' upper part. */
function LaboratoryBody({state, height}: {readonly state: State; readonly height: number}) {
	const menuHeight = state.menu ? menuRows : 0;
	return (
		<Box flexDirection="column">
			<Laboratory view={viewOf(state)} width={state.columns} height={height - menuHeight}/>
			{state.menu && <MenuPanel menu={state.menu} state={state} width={state.columns} height={menuHeight}/>}
		</Box>
	);
}

/** The longest menu and its frame. */
const menuRows = 8;

function waitingFor({scenario, isOpen, job, lastRead}: State): string {
	if (!isOpen) {
		return `opening ${listed(layers.map(({title}) => title))} …`;
	}

	if (job) {
		return `the first ${scenario.facts.many} are on their way …`;
	}

	return lastRead?.outcome === 'error' ? `no answer: ${lastRead.reason}` : 'reading …';
}
