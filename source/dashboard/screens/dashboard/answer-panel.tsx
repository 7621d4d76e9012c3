import {Box} from 'ink';
import type {LeftOut} from '../../../scenarios/left-out.ts';
import type {View} from '../../../scenarios/view.ts';
import {formatCount} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {formatLatency} from '../../../words/latency.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {clockTime} from '../../selectors/clock-time.ts';
import type {ShownRead} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';
import {AnswerTable} from './answer-table.tsx';

type Props = {
	/** What is asked: "Revenue by category". */
	readonly title: string;
	/** The read that gave the value on the screen, and how the value looks. */
	readonly shown: {readonly read: ShownRead; readonly view: View} | undefined;
	readonly nowMs: number;
	/** Documents in MongoDB that no answer counts. */
	readonly leftOut?: readonly LeftOut[];
	/** IANA name of the zone in which clocks are shown. */
	readonly timeZone: string;
	/** The last read gave no value: what is shown is of one before. */
	readonly isUnanswered: boolean;
	/** What stands where no value is yet. */
	readonly waiting: string;
	/** Why what MongoDB holds is not what it should, so that reads wait or find a part: in place of where the value came from. */
	readonly held?: string | undefined;
	readonly ascii: boolean;
	readonly width: number;
	readonly height: number;
	/** Another panel follows at once, whose upper border is this one's lower. */
	readonly isOpenBelow?: boolean;
};

/** The answer, and under it where exactly this value came from. */
export function AnswerPanel({title, shown, nowMs, leftOut = [], timeZone, isUnanswered, waiting, held, ascii, width, height, isOpenBelow = false}: Props) {
	const inner = width - 2;
	if (!shown) {
		return (
			<Panel title={title} width={width} height={height} isOpenBelow={isOpenBelow}>
				<Lines lines={[[], [{text: ` ${waiting}`, tone: 'dim'}]]} />
			</Panel>
		);
	}

	const {
		read,
		view: {notes, body},
	} = shown;
	const note = withLeftOut(notes, leftOut).find(text => text.length <= width - title.length - 8);
	// Less the upper border, the reading, and the lower border.
	const rows = height - (isOpenBelow ? 2 : 3);
	return (
		<Panel title={title} {...(note !== undefined && {note})} width={width} height={height} isOpenBelow={isOpenBelow}>
			{body.kind === 'table' ? <AnswerTable table={body} width={inner} height={rows} /> : <Lines lines={body.draw(inner, rows, ascii).slice(0, rows)} />}
			<Box flexGrow={1} />
			<Lines lines={[held === undefined ? reading(read, nowMs, timeZone, isUnanswered, inner) : [{text: ` ${held}`, tone: 'miss'}]]} />
		</Panel>
	);
}

/** What the figures are of, and how many documents they leave out; the longest that fits is shown. */
function withLeftOut(notes: readonly string[], leftOut: readonly LeftOut[]): readonly string[] {
	const missing = leftOut.reduce((sum, {count}) => sum + count, 0);
	const text = `${formatCount(missing)} left out`;
	return missing === 0 ? notes : [...new Set([notes.at(0), notes.at(-1)])].map(note => (note === undefined ? text : `${note}; ${text}`)).concat(text);
}

const tones: Record<ShownRead['outcome'], Tone> = {hit: 'hit', coalesced: 'hit', miss: 'miss', bypass: 'miss', stale: 'bad'};
const sources: Record<ShownRead['outcome'], string> = {
	hit: 'HIT from Redis',
	miss: 'MISS, from MongoDB',
	bypass: 'BYPASS, MongoDB only',
	stale: 'STALE from Redis',
	coalesced: 'COALESCED',
};

/** Outcome, latency, as-of and age of exactly the value above; dropped from the right where it is narrow. */
function reading(read: ShownRead, nowMs: number, timeZone: string, isUnanswered: boolean, width: number): Line {
	const asOf = clockTime(read.answer.asOfMs, timeZone);
	const ageSeconds = Math.max(0, Math.round((Math.max(nowMs, read.servedAtMs) - read.answer.asOfMs) / 1000));
	const age = `${formatDuration(ageSeconds)} old`;
	const head = isUnanswered ? ' NO ANSWER · last value' : ` ${sources[read.outcome]} · ${formatLatency(read.latencyMs)}`;
	const rest = [` · as of ${asOf}, ${age}`, ` · ${asOf}, ${age}`, ` · ${age}`, ''].find(text => head.length + text.length <= width) ?? '';
	return [
		{text: head, tone: isUnanswered ? 'bad' : read.outcome === 'stale' && read.reason === undefined ? 'miss' : tones[read.outcome]},
		{text: rest, tone: 'dim'},
	];
}
