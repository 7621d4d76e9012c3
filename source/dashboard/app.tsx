import type {Body} from './screens/body.ts';
import {bodyRows} from './screens/body-rows.ts';
import {isTooSmallFor, type ScreenName, screenOf} from './screens/screens.ts';
import {ScenarioChooser} from './menus/scenario-chooser.tsx';
import {Box, useApp} from 'ink';
import {useEffect, useSyncExternalStore} from 'react';
import {Lines} from './panels/lines.tsx';
import {Header} from './panels/header.tsx';
import {HelpOverlay} from './help/help-overlay.tsx';
import {Foot} from './foot.tsx';
import {TooSmall} from './panels/too-small.tsx';
import {clockTime} from './selectors/clock-time.ts';
import {shownLayers} from './selectors/shown-layers.ts';
import {zoneLabel} from '../words/local-day.ts';
import type {State} from './state/state.ts';
import type {Store} from './store.ts';
import {whatYouSee} from './selectors/what-you-see.ts';
import type {WithoutScreen} from './terminal/suspend.ts';
import {clockSentences} from '../flows/shared-clock.ts';
import {ThemeProvider} from './theme.ts';

/** What each screen draws; that of the first one is there from the start. */
type Bodies = Readonly<Partial<Record<ScreenName, Body>>>;

type Props = {
	readonly store: Pick<Store, 'state' | 'subscribe'>;
	readonly bodies: Bodies;
	/** Called once with what gives up the screen for a while. */
	readonly giveSuspend: (suspend: WithoutScreen) => void;
};

/** The program on the screen: one state in, one picture out. */
export function App({store, bodies, giveSuspend}: Props) {
	const state = useSyncExternalStore(store.subscribe, store.state);
	const {suspendTerminal} = useApp();
	useEffect(() => {
		giveSuspend(suspendTerminal);
	}, [giveSuspend, suspendTerminal]);
	return <Screen state={state} bodies={bodies} />;
}

/** The whole screen of a state. */
export function Screen({state, bodies}: {readonly state: State; readonly bodies: Bodies}) {
	return (
		<ThemeProvider value={state.theme}>
			<Picture state={state} bodies={bodies} />
		</ThemeProvider>
	);
}

function Picture({state, bodies}: {readonly state: State; readonly bodies: Bodies}) {
	const {columns, rows} = state;
	const screen = screenOf(state);
	const Body = bodies[screen.name];
	if (isTooSmallFor(screen, state)) {
		return <TooSmall smallest={screen.smallest} columns={columns} rows={rows} />;
	}

	if (state.helpPage !== undefined) {
		return <HelpOverlay scenario={state.scenario} page={state.helpPage} layers={state.layers} cacheKey={state.cacheKey} width={columns} height={rows} />;
	}

	return (
		<Box flexDirection="column" width={columns} height={rows}>
			<Header
				layers={shownLayers(state)}
				clock={clockTime(state.nowMs, state.timeZone)}
				zone={zoneLabel(state.timeZone, state.nowMs)}
				isClockOff={clockSentences(state.clocks).length > 0}
				columns={columns}
			/>
			{state.menu?.kind === 'scenarios' ? (
				<ScenarioChooser chosen={state.menu.row} open={state.scenario.name} width={columns} height={bodyRows(rows)} />
			) : (
				Body && <Body state={state} width={columns} height={bodyRows(rows)} />
			)}
			<Lines lines={[whatYouSee(state, screen.sentences(state))]} />
			<Foot state={state} />
		</Box>
	);
}
