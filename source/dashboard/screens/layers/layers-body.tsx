import {Box} from 'ink';
import {wrapWords} from '../../../words/wrapping.ts';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';
import {Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import type {BodyProps} from '../body.ts';
import {ActivityPanel} from '../dashboard/activity-panel.tsx';
import {layersView} from './layers-view.ts';
import {wayLines} from './way-lines.ts';

/** The longest menu and its frame. */
const menuRows = 8;

/** The least height that an activity panel is worth. */
const activityRows = 6;

/** The way through the layers, why the middle one is there, and where there is room what happened; a menu stands in place of the latter. */
export function LayersBody({state, width, height}: BodyProps) {
	const view = layersView(state);
	const answer = view.why ? wrapWords(view.why.answer, width - 4) : [];
	const below = state.menu ? menuRows : view.why ? answer.length + 2 : 0;
	// The lower panel's upper border is the lower one of the way.
	const lines = wayLines(view, width - 4, height - below - 1);
	const rest = height - below - 1 - lines.length;
	const activity = rest >= activityRows && !state.menu ? rest : 0;
	const news = activity > 0 || !view.news ? undefined : `${view.news.isFailure ? '! ' : ''}${view.news.text}`.slice(0, width - 6);
	return (
		<Box flexDirection="column">
			<Panel
				title={`The way of the ${view.source}`}
				note="how many, oldest to newest, size"
				isOpenBelow={!state.menu}
				width={width}
				height={height - below - activity}
			>
				<Lines lines={lines.map(line => [{text: ' '}, ...line])} />
			</Panel>
			{!state.menu && view.why && (
				<Panel title={view.why.question} foot={news} isJoined isOpenBelow={activity > 0} width={width} height={below - (activity > 0 ? 1 : 0)}>
					<Lines lines={answer.map(text => [{text: ` ${text}`}])} />
				</Panel>
			)}
			{activity > 0 && <ActivityPanel job={state.job} activity={state.activity} timeZone={state.timeZone} isJoined width={width} height={activity + 1} />}
			{state.menu && <MenuPanel {...menuView(state.menu, state)} width={width} height={menuRows} />}
		</Box>
	);
}
