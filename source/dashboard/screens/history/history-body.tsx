import {Box} from 'ink';
import {spanText} from '../../../flows/history-words.ts';
import {placed} from '../../../scenarios/placed.ts';
import {scenarios} from '../../../scenarios/scenarios.ts';
import {formatCount} from '../../../words/count.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';
import {ActivityPanel, activityRows} from '../dashboard/activity-panel.tsx';
import {fitting, type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {newsText, presentNews} from '../../selectors/present-news.ts';
import type {ShownStudy} from '../../state/history.ts';
import type {BodyProps} from '../body.ts';
import {historyOrders} from './history-keys.ts';
import {priceLines, studyLines} from './price-lines.ts';
import {trendLines, type TrendRows} from './trend-lines.ts';
import {monthText, trendView} from './view-of.ts';
import {yearLines} from './year-lines.ts';

/** The longest menu and its frame. */
const menuRows = 8;

/** Months and years by series, what was read for them, and what the same costs on the ledger; a menu stands in place of the latter. */
export function HistoryBody({state, width, height}: BodyProps) {
	const {
		history: {study},
		menu,
	} = state;
	const foot = newsText(presentNews(state));
	const room = height - (menu ? menuRows : 0);
	return (
		<Box flexDirection="column">
			{study ? (
				<Study state={state} study={study} foot={foot} width={width} height={room} />
			) : (
				<Nothing state={state} foot={foot} width={width} height={room} />
			)}
			{menu && <MenuPanel {...menuView(menu, state)} width={width} height={menuRows} />}
		</Box>
	);
}

type StudyProps = BodyProps & {readonly study: ShownStudy; readonly foot: string | undefined};

function Study({state, study, foot, width, height}: StudyProps) {
	const {
		scenario,
		history: {days, month},
	} = state;
	const {trend} = scenario.warehouse!;
	const inner = width - 4;
	const view = trendView(state, study);
	const price = priceLines(state, study, inner);
	// Three frames, the axis, the years' three lines, what it cost.
	const fixed = 4 + 1 + 3 + price.length;
	const {rows, hasSeries, left} = rowsFor(height - fixed, view.series.length);
	const years = yearLines(trend, study.yearly.rows, view.series, view.unit, inner, hasSeries);
	const more = studyLines(state, study, inner, left);
	const drawn = trendLines(view, rows, inner);
	const air = left - more.length;
	const title = days ? `${monthText(month)} by day` : trend.monthly.title;
	return (
		<>
			<Panel
				title={title}
				note={days ? 'each to its own best day' : monthsNote(study, width - title.length)}
				isOpenBelow
				width={width}
				height={drawn.length + 1}
			>
				<Lines lines={drawn.map(line => [{text: ' '}, ...line])} />
			</Panel>
			<Panel title="Year over year" note="growth of the days that both years have" isJoined isOpenBelow width={width} height={years.length + 1}>
				<Lines lines={years.map(line => [{text: ' '}, ...line])} />
			</Panel>
			<Panel title={whyTitle} foot={foot} isJoined width={width} height={price.length + more.length + 2 + air}>
				<Lines lines={[...price, ...more].map(line => [{text: ' '}, ...line])} />
			</Panel>
		</>
	);
}

/** How the lines that are left are used: the total grows first, then each year tells its series, then each series grows. */
function rowsFor(height: number, series: number): {readonly rows: TrendRows; readonly hasSeries: boolean; readonly left: number} {
	let left = height - series;
	const take = (wanted: number, least = wanted) => {
		const taken = left >= least ? Math.min(wanted, left) : 0;
		left -= taken;
		return taken;
	};

	const total = Math.max(1, take(2, 1)) + take(3);
	const hasSeries = left >= series + 3 && take(series) > 0;
	const each = 1 + (left >= series + 4 ? take(series) / series : 0);
	return {rows: {total: total + (left > 8 ? take(3) : 0), each}, hasSeries, left: Math.max(0, left)};
}

/** From when to when, and of what each line's height is. */
function monthsNote({result: {asked}}: ShownStudy, width: number): string {
	const span = spanText(asked);
	return fitting([`${span}, each to its own best month`, span], width - 8);
}

const whyTitle = 'Why a warehouse?';

const why = (placed: string) =>
	`A warehouse keeps each column by itself: a question about years reads the columns that it asks for and no more, and takes no time from the ${placed}.`;

/** What there is instead of years, and how they come about. */
function Nothing({state, foot, width, height}: BodyProps & {readonly foot: string | undefined}) {
	const {
		scenario: {facts, warehouse},
		history: {isEmpty, trouble},
		job,
		menu,
	} = state;
	const {many} = facts;
	const how = !warehouse
		? [
				`Years of ${many} are not asked about.`,
				'',
				`g      goes to another scenario: --scenario ${scenarios.find(one => one.warehouse)?.name} makes a history of ${historyOrders.years} years, and asks about it`,
			]
		: [
				...(trouble === undefined ? [] : [trouble, '']),
				...(isEmpty
					? [
							'Nothing is archived yet.',
							'',
							`Enter  makes a history: ${formatCount(historyOrders.count)} ${many} of ${historyOrders.years} years are placed in PostgreSQL, archived, loaded and asked about; another number can be typed`,
							'a      archives what there is; then y loads it',
						]
					: job?.name === 'history'
						? ['What is archived is brought into the warehouse; the line below says how far this is.']
						: [
								'y      loads what is archived into the warehouse, and asks it about years',
								`Enter  makes a history first: ${formatCount(historyOrders.count)} ${many} of ${historyOrders.years} years, placed, archived and loaded`,
							]),
			];
	const lines = how.flatMap((text): Line[] =>
		text === ''
			? [[]]
			: wrapWords(text, width - 5, /^\S+ {2,}/.test(text) ? '       ' : '').map(line => [{text: ` ${line}`, tone: text === trouble ? 'bad' : 'plain'}]),
	);
	const reason = wrapWords(why(placed(facts).many), width - 5).map((text): Line => [{text: ` ${text}`}]);
	// An upper frame, and an empty line above and below.
	const above = lines.length + 3;
	// The lower border is the activity's upper one, where that finds room.
	const activity = activityRows(height - above - reason.length - 1, menu);
	const below = reason.length + (activity > 0 ? 1 : 2);
	return (
		<>
			<Panel title={warehouse?.trend.monthly.title ?? 'History'} isOpenBelow width={width} height={height - below - activity}>
				<Lines lines={[[], ...lines]} />
			</Panel>
			<Panel title={whyTitle} foot={activity > 0 ? undefined : foot} isJoined isOpenBelow={activity > 0} width={width} height={below}>
				<Lines lines={reason} />
			</Panel>
			{activity > 0 && <ActivityPanel job={job} activity={state.activity} timeZone={state.timeZone} isJoined width={width} height={activity} />}
		</>
	);
}
