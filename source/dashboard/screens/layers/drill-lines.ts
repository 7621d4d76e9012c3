import type {Drill} from '../../../flows/drill-day.ts';
import {thirdQuestion} from '../../../lab/third-question.ts';
import {archivingOf} from '../../../scenarios/archiving-of.ts';
import type {DayFigures} from '../../../stores/postgres-drills.ts';
import {formatAmount} from '../../../words/amount.ts';
import {countedText} from '../../../words/count.ts';
import {formatLatency} from '../../../words/latency.ts';
import {dayText} from '../../../words/local-day.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {bar} from '../../charts/gauge.ts';
import type {Line} from '../../panels/lines.tsx';
import {clockTime} from '../../selectors/clock-time.ts';
import type {DrillState} from '../../state/drill.ts';
import type {State} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';

/** The widest bar, and what stands behind the last one. */
const widestBar = 60;
const verdict = 'equal to the cent';

/**
 * What the drill came to: of which day, before, after the loss and after the restore, and what that says of the third question.
 * @param isRoomy whether how the day came back is told too
 */
export function drillLines(state: State, drill: DrillState, width: number, isRoomy: boolean): {readonly note: string; readonly lines: readonly Line[]} {
	const {scenario, timeZone} = state;
	const {one, many} = scenario.facts;
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
		([, figures]) => (figures ? [countedText(figures.facts, one, many), formatAmount(unit, figures.worth)] : ['–', '–']) as readonly [string, string],
	);
	const columns = (of: readonly string[]) => Math.max(...of.map(text => text.length));
	const [nameColumns, countColumns, worthColumns] = [
		columns(rows.map(([name]) => name)),
		columns(texts.map(([text]) => text)),
		columns(texts.map(([, text]) => text)),
	];
	const barColumns = Math.min(widestBar, width - nameColumns - countColumns - title.length - worthColumns - 10 - verdict.length);
	const lines: Line[] = [
		...rows.map(([name, figures, tone], i): Line => {
			const [count, worth] = texts[i]!;
			const share = figures && loss.before.worth > 0 ? figures.worth / loss.before.worth : 0;
			return [
				{text: name.padEnd(nameColumns + 2), tone: figures ? 'plain' : 'dim'},
				// Both words end where the others do: "1 order", "14 orders".
				{text: count.padStart(countColumns), tone: figures ? 'plain' : 'dim'},
				{text: `   ${title} `, tone: 'dim'},
				{text: `${worth.padStart(worthColumns)}  `, tone: figures ? 'plain' : 'dim'},
				{text: bar(share, barColumns).padEnd(barColumns + 2), tone},
				...(done && i === rows.length - 1 ? [{text: done.isEqual ? verdict : 'NOT EQUAL', tone: done.isEqual ? 'hit' : 'bad'} as const] : []),
			];
		}),
		...wordsOf(state, drill, width),
		...(done && isRoomy ? wrapWords(restoreText(done), width, '  ').map((text): Line => [{text, tone: 'dim'}]) : []),
	];
	const place = loss.isScratch ? 'a scratch copy' : 'embedded';
	const day = dayText(loss.day);
	return {note: drill.stage === 'lost' ? `${day} is lost, ${place}` : `${day}, ${place}, ${clockTime(drill.atMs, timeZone)}`, lines};
}

/** While the day is lost what comes next, then what the drill says of the third question. */
function wordsOf({scenario, nowMs, job}: State, drill: DrillState, width: number): Line[] {
	const told = (text: string, tone: Tone) => wrapWords(text, width, '  ').map((line): Line => [{text: line, tone}]);
	const {
		facts: {one, many, window},
	} = scenario;
	if (drill.stage === 'lost') {
		const left = Math.max(0, Math.ceil((drill.restoresAtMs - nowMs) / 1000));
		const gone = drill.loss.isScratch
			? 'is gone from the scratch copy; the ledger itself keeps it'
			: 'is gone from PostgreSQL, and from MongoDB, which follows it: x, then 1 show the revenue without it';
		// Whoever cancels gets the day back first, and so does who waits for a PostgreSQL that another keeps from answering.
		const next =
			left > 0 && job?.cancelling !== true
				? `d restores it now; by itself it comes back in ${left} s.`
				: 'It is being restored: the drill ends once PostgreSQL has taken it.';
		return told(`${dayText(drill.loss.day)} ${gone}. ${next}`, 'accent');
	}

	const {before, isEqual, restoreMs, followedMs} = drill.drill;
	const [needed, not] = thirdQuestion({lost: countedText(before.facts, one, many), isEqual, restoreMs, followedMs}, window.days);
	return [...told(needed, 'accent'), ...told(not, 'plain')];
}

/** What is told of the restore where there is room. */
function restoreText({restoreMs, parts, backMs}: Drill): string {
	return `${countedText(parts, 'part')} read back, checked and stored in ${formatLatency(restoreMs)}${backMs === undefined ? '' : `; MongoDB had them again ${formatLatency(backMs)} later`}`;
}
