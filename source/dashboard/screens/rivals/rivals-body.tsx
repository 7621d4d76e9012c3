import {Box} from 'ink';
import {equalText, growthText, howText, indexText, liveNote, plansSeen, shortGrowthTexts, waysOf} from '../../../flows/comparison-words.ts';
import {addedText, contentionSeen, embeddedText, loadText} from '../../../flows/contention-words.ts';
import {firstQuestion, firstQuestionTitle} from '../../../lab/first-question.ts';
import type {Scenario} from '../../../scenarios/scenario.ts';
import {placed} from '../../../scenarios/placed.ts';
import {capital} from '../../../words/capital.ts';
import {formatCount} from '../../../words/count.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {gauge} from '../../charts/gauge.ts';
import {MenuPanel} from '../../menus/menu-panel.tsx';
import {menuView} from '../../menus/menu-view.ts';
import {fitting, type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {clockTime} from '../../selectors/clock-time.ts';
import {newsText, presentNews} from '../../selectors/present-news.ts';
import type {Job, State} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';
import type {BodyProps} from '../body.ts';
import {ActivityPanel, activityRows} from '../dashboard/activity-panel.tsx';
import {historyOrders} from '../history/history-keys.ts';
import {phaseTable, planTable} from './tables.ts';

/** The longest menu and its frame. */
const menuRows = 8;

/** Columns between two figures where there is room. */
const wideFrom = 100;

/** One question in rival ways, the checkouts beside dashboards, and what both say of the first question; a menu stands in place of the latter. */
export function RivalsBody({state, width, height}: BodyProps) {
	const {
		scenario: {facts},
		rivals: {comparison, contention},
		job,
	} = state;
	const inner = width - 4;
	const gap = width >= wideFrom ? 4 : 2;
	const answer = answerLines(state, inner);
	const phases = [...phaseTable(contention, state.scenario.facts, gap), ...(job?.name === 'contend' ? [progressLine(job, inner)] : [])];
	const below = state.menu ? menuRows : answer.length + 2;
	const plans = planTable(state.scenario, comparison, gap);
	// On the smallest screen a long answer takes the line under the table.
	const foot = planFoot(state, inner);
	if (plans.length + foot.length + phases.length + below + 2 <= height || comparison?.equal === false) {
		plans.push(...foot);
	}

	// What is told besides, as much as finds room, and in this order.
	const spare = height - plans.length - phases.length - below - 2;
	const moreOfPhases = contention
		? fitWhole([contention.isEmbedded ? embeddedText(facts) : '', loadText(contention, facts), addedText(contention, facts)], inner, Math.floor(spare / 2))
		: [];
	const moreOfPlans = comparison
		? fitWhole(
				[
					equalText(comparison, facts.many),
					indexText(comparison, facts.many),
					liveNote(state.scenario, comparison),
					howText(comparison),
					growthText(comparison, facts.many),
				],
				inner,
				spare - moreOfPhases.length,
			)
		: [];
	const rest = spare - moreOfPhases.length - moreOfPlans.length;
	const activity = activityRows(rest, state.menu);
	const news = presentNews(state);
	const isShownAbove = job?.name === 'compare' || job?.name === 'contend';
	const air = rest - activity;
	return (
		<Box flexDirection="column">
			<Panel
				title={`One question, ${waysOf(state.scenario)}`}
				note={comparison ? planNote(state, width) : 'c compares'}
				isOpenBelow
				width={width}
				height={plans.length + moreOfPlans.length + 1}
			>
				<Lines lines={[...plans, ...moreOfPlans].map(line => [{text: ' '}, ...line])} />
			</Panel>
			<Panel
				title={`${capital(placed(state.scenario.facts).many)} beside dashboards`}
				note={
					contention ? `${clockTime(contention.atMs, state.timeZone)}${contention.isEmbedded ? ', EXAGGERATED: one session serves all' : ''}` : 'k measures'
				}
				isJoined
				isOpenBelow={!state.menu}
				width={width}
				height={phases.length + moreOfPhases.length + 1 + (state.menu ? air : 0)}
			>
				<Lines lines={[...phases, ...moreOfPhases].map(line => [{text: ' '}, ...line])} />
			</Panel>
			{!state.menu && (
				<Panel
					title={firstQuestionTitle}
					foot={activity > 0 ? undefined : newsText(news)}
					isJoined
					isOpenBelow={activity > 0}
					width={width}
					height={below + air - (activity > 0 ? 1 : 0)}
				>
					<Lines lines={answer.map(line => [{text: ' '}, ...line])} />
				</Panel>
			)}
			{activity > 0 && (
				<ActivityPanel job={isShownAbove ? undefined : job} activity={state.activity} timeZone={state.timeZone} isJoined width={width} height={activity + 1} />
			)}
			{state.menu && <MenuPanel {...menuView(state.menu, state)} width={width} height={menuRows} />}
		</Box>
	);
}

/** Of how many facts, as of when, and whether all said the same. */
function planNote(
	{
		rivals: {comparison},
		scenario: {
			facts: {many},
		},
		timeZone,
	}: State,
	width: number,
): string {
	const {facts, asOfMs, equal, rows} = comparison!;
	const of = `${formatCount(facts)} ${many}, as of ${clockTime(asOfMs, timeZone)}`;
	const verdict = equal ? `all ${rows.length} equal` : 'NOT EQUAL';
	return fitting([`${of}, ${verdict}`, verdict], width - 32);
}

/** Under the table: how far the comparison is, that the answers differ, or what the lines come to. */
function planFoot(state: State, width: number): Line[] {
	const {
		rivals: {comparison},
		job,
		scenario: {
			facts: {many},
		},
	} = state;
	if (job?.name === 'compare') {
		return [progressLine(job, width)];
	}

	if (!comparison) {
		return [[{text: 'c compares them, as of one instant, and checks that they say the same', tone: 'dim'}]];
	}

	return comparison.equal
		? [[{text: fitting(shortGrowthTexts(comparison, many, toHaveMore(state.scenario)), width), tone: 'simulated'}]]
		: wrapWords(equalText(comparison, many), width, '  ').map((text): Line => [{text, tone: 'bad'}]);
}

/** What brings so many facts that it matters how they are asked for. */
function toHaveMore({warehouse}: Scenario): string {
	return warehouse ? `4 and Enter make ${formatCount(historyOrders.count)} of ${historyOrders.years} years` : 'S seeds more';
}

function progressLine({name, done, total, cancelling}: Job, width: number): Line {
	const hint = cancelling ? 'cancelling' : 'Esc cancels';
	const count = total > 0 ? `${formatCount(done)} / ${formatCount(total)}${name === 'contend' ? ' s' : ''}` : '…';
	return [
		{text: `${name} ${count} `, tone: 'strong'},
		{text: gauge(total > 0 ? done / total : 0, Math.max(4, Math.min(40, width - name.length - count.length - hint.length - 5))), tone: 'accent'},
		{text: `  ${hint}`, tone: 'dim'},
	];
}

/** The two sentences, or what would be measured for them. */
function answerLines({scenario, rivals: {comparison, contention}}: State, width: number): Line[] {
	const sentences = firstQuestion(comparison && plansSeen(comparison), contention && contentionSeen(contention), {
		compare: 'c',
		contend: 'k',
		placed: placed(scenario.facts).many,
	});
	const told = (text: string, tone: Tone) => wrapWords(text, width, '  ').map((line): Line => [{text: line, tone}]);
	return sentences.length === 0
		? told(`c and k measure the answer here: what a miss costs PostgreSQL, and what ${placed(scenario.facts).many} feel of it.`, 'dim')
		: [...told(sentences[0], 'plain'), ...told(sentences[1], 'accent')];
}

/** Sentences as lines, each whole or not at all. */
function fitWhole(sentences: readonly string[], width: number, height: number): Line[] {
	const lines: Line[] = [];
	for (const sentence of sentences.filter(text => text !== '')) {
		const wrapped = wrapWords(sentence, width, '  ');
		if (lines.length + wrapped.length <= height) {
			lines.push(...wrapped.map((text): Line => [{text, tone: 'dim'}]));
		}
	}

	return lines;
}
