import type {Drill} from '../../../flows/drill-day.ts';
import {thirdQuestion} from '../../../lab/third-question.ts';
import {archivingOf} from '../../../scenarios/archiving-of.ts';
import type {DayFigures} from '../../../stores/postgres-drills.ts';
import {formatAmount} from '../../../words/amount.ts';
import {formatCount} from '../../../words/count.ts';
import {formatLatency} from '../../../words/latency.ts';
import {dayText} from '../../../words/local-day.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {bar} from '../../charts/gauge.ts';
import type {Line} from '../../panels/lines.tsx';
import {clockTime} from '../../selectors/clock-time.ts';
import type {DrillState} from '../../state/drill.ts';
import type {State} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';

/** The widest bar, and room for a verdict behind it. */
const widestBar = 60;
const verdictColumns = 20;

/**
 * What the drill came to: of which day, before, after the loss and after the restore, and what that says of the third question.
 * @param isRoomy whether how the day came back is told too
 */
export function drillLines(state: State, drill: DrillState, width: number, isRoomy: boolean): {readonly note: string; readonly lines: readonly Line[]} {
	const {scenario, timeZone} = state;
	const {many} = scenario.facts;
	const {
		worth: {title, unit},
	} = archivingOf(scenario);
	const loss = drill.stage === 'lost' ? drill.loss : drill.drill;
	const done = drill.stage === 'done' ? drill.drill : undefined;
	const rows: ReadonlyArray<readonly [name: string, figures: DayFigures | undefined, tone: Tone]> = [
		['before', loss.before, 'plain'],
		['after the loss', loss.lost, 'bad'],
		['restored', done?.restored, 'hit'],
	];
	const texts = rows.map(
		([, figures]) => (figures ? [formatCount(figures.facts), formatAmount(unit, figures.worth)] : ['–', '–']) as readonly [string, string],
	);
	const name = Math.max(...rows.map(([each]) => each.length));
	const [countColumns, worthColumns] = [
		Math.max(many.length, ...texts.map(([text]) => text.length)),
		Math.max(title.length, ...texts.map(([, text]) => text.length)),
	];
	const barColumns = Math.min(widestBar, width - name - countColumns - worthColumns - 6 - verdictColumns);
	const verdicts = ['', '', done ? (done.isEqual ? 'equal to the cent' : 'NOT EQUAL') : ''];
	const lines: Line[] = [
		[{text: `${''.padEnd(name)}  ${many.padStart(countColumns)}  ${title.padStart(worthColumns)}`, tone: 'dim'}],
		...rows.map(([title, figures, tone], i): Line => {
			const [count, worth] = texts[i]!;
			const share = figures && loss.before.worth > 0 ? figures.worth / loss.before.worth : 0;
			return [
				{text: `${title.padEnd(name)}  ${count.padStart(countColumns)}  ${worth.padStart(worthColumns)}  `, tone: figures ? 'plain' : 'dim'},
				{text: bar(share, barColumns).padEnd(barColumns + 2), tone},
				{text: verdicts[i]!, tone: done && !done.isEqual ? 'bad' : 'hit'},
			];
		}),
		...wordsOf(state, drill, width),
		...(done && isRoomy ? wrapWords(restoreText(done), width, '  ').map((text): Line => [{text, tone: 'dim'}]) : []),
	];
	const place = loss.isScratch ? 'a copy in a scratch schema' : 'embedded';
	const day = dayText(loss.day);
	return {note: drill.stage === 'lost' ? `${day} is lost, ${place}` : `${day}, ${place}, ${clockTime(drill.atMs, timeZone)}`, lines};
}

/** While the day is lost what comes next, then what the drill says of the third question. */
function wordsOf({scenario, nowMs}: State, drill: DrillState, width: number): Line[] {
	const told = (text: string, tone: Tone) => wrapWords(text, width, '  ').map((line): Line => [{text: line, tone}]);
	const {
		facts: {many, window},
	} = scenario;
	if (drill.stage === 'lost') {
		const left = Math.max(0, Math.ceil((drill.restoresAtMs - nowMs) / 1000));
		const where = drill.loss.isScratch ? 'the scratch copy' : 'PostgreSQL';
		return told(
			`${dayText(drill.loss.day)} is gone from ${where}${drill.loss.isScratch ? '' : ', and from MongoDB, which follows it'}. d restores it now, or it comes back by itself in ${left} s.`,
			'accent',
		);
	}

	const {before, isEqual, restoreMs, followedMs} = drill.drill;
	const lost = `${formatCount(before.facts)} ${before.facts === 1 ? scenario.facts.one : many} worth ${formatAmount(archivingOf(scenario).worth.unit, before.worth)}`;
	const [needed, not] = thirdQuestion({lost, isEqual, restoreMs, followedMs}, window.days) as readonly [string, string];
	return [...told(needed, 'accent'), ...told(not, 'plain')];
}

/** What is told of the restore where there is room. */
function restoreText({restoreMs, parts, backMs}: Drill): string {
	return `${formatCount(parts)} ${parts === 1 ? 'part' : 'parts'} read back, checked and stored in ${formatLatency(restoreMs)}${backMs === undefined ? '' : `; MongoDB had them again ${formatLatency(backMs)} later`}`;
}
