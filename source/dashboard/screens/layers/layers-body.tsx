import {Box} from 'ink';
import {wrapWords} from '../../../words/wrapping.ts';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import type {BodyProps} from '../body.ts';
import {ActivityPanel, activityRows} from '../dashboard/activity-panel.tsx';
import type {State} from '../../state/state.ts';
import {thirdQuestionTitle} from '../../../lab/third-question.ts';
import {AuditPanel} from './audit-panel.tsx';
import {drillLines} from './drill-lines.ts';
import {newsText} from '../../selectors/present-news.ts';
import {layersView} from './layers-view.ts';
import type {LayersView} from './view.ts';
import {wayLines} from './way-lines.ts';

/** The longest menu and its frame. */
const menuRows = 8;

/** From this height on more is told. */
const roomyRows = 24;

/** The way through the layers, why the middle one is there, and where there is room what happened; a menu stands in place of the latter. */
export function LayersBody({state, width, height}: BodyProps) {
	if (state.audit && !state.menu) {
		return <AuditPanel state={state} audit={state.audit} width={width} height={height} />;
	}

	const view = layersView(state);
	// Elsewhere each layer says it, or the header for all.
	const isNarrow = width < 100;
	const lower = lowerPanel(state, view, width - 4, height >= roomyRows);
	const below = state.menu ? menuRows : lower ? lower.lines.length + 2 : 0;
	// The lower panel's upper border is the lower one of the way.
	const lines = wayLines(view, width - 4, height - below - 1);
	const activity = activityRows(height - below - 1 - lines.length, state.menu);
	// What a drill says stands above.
	const isSaid = state.drill !== undefined && view.news?.text.startsWith('drill') === true;
	const news = activity > 0 || isSaid ? undefined : newsText(view.news);
	return (
		<Box flexDirection="column">
			<Panel
				title={`The way of the ${view.source}`}
				note={`${isNarrow && isAllEmbedded(state) ? 'all embedded; ' : ''}how many, oldest to newest, size`}
				isOpenBelow={!state.menu}
				width={width}
				height={height - below - activity}
			>
				<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
			</Panel>
			{!state.menu && lower && (
				<Panel
					title={lower.title}
					{...(lower.note !== undefined && {note: lower.note})}
					foot={news}
					isJoined
					isOpenBelow={activity > 0}
					width={width}
					height={below - (activity > 0 ? 1 : 0)}
				>
					<Lines lines={lower.lines.map(line => [{text: ' '}, ...line])} />
				</Panel>
			)}
			{activity > 0 && <ActivityPanel job={state.job} activity={state.activity} timeZone={state.timeZone} isJoined width={width} height={activity + 1} />}
			{state.menu && <MenuPanel {...menuView(state.menu, state)} width={width} height={menuRows} />}
		</Box>
	);
}

function isAllEmbedded({layers}: State): boolean {
	const backends = Object.values(layers).flatMap(({backend}) => backend ?? []);
	return backends.length > 0 && backends.every(({kind}) => kind === 'embedded');
}

type Lower = {readonly title: string; readonly note?: string; readonly lines: readonly Line[]};

/** The drill, where there is one, and else why the middle layer is there. */
function lowerPanel(state: State, {why}: LayersView, width: number, isRoomy: boolean): Lower | undefined {
	if (state.drill) {
		return {title: thirdQuestionTitle, ...drillLines(state, state.drill, width, isRoomy)};
	}

	return why && {title: why.question, lines: wrapWords(why.answer, width).map((text): Line => [{text}])};
}
