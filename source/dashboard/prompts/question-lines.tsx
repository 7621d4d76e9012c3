import {contention} from '../../command-line/lesson.ts';
import {shortBillingWords} from '../../flows/billing-words.ts';
import {checkoutsOf} from '../../flows/contend.ts';
import {countedText, formatCount} from '../../words/count.ts';
import {Lines} from '../panels/lines.tsx';
import type {Bill, Leaving, Saving, WritingWish} from '../state/asked.ts';

type Props = {
	readonly question: WritingWish;
	/** What would be written into, such as "MongoDB 8.0.4". */
	readonly store: string;
	/** What it holds already, such as 1,200 "orders". */
	readonly held: number;
	readonly many: string;
	readonly factsPerSecond: number;
};

/** A file that stands, and would be replaced. */
export function ReplaceLines({saving: {path}}: {readonly saving: Saving}) {
	return (
		<Lines
			lines={[
				[{text: ` ${path} is there already.`}],
				[
					{text: ' Replace it? ', tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}

/** Memory that a Redis of others is to get. */
export function MemoryLines({server, keys}: {readonly server: string; readonly keys: number}) {
	return (
		<Lines
			lines={[
				[{text: ` ${server} gets memory for ${countedText(keys, 'key')}, until you quit.`}],
				[
					{text: ' Keys of others may be evicted. Let it? ', tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}

/** Another scenario, and what would be lost. */
export function LeaveLines({leaving: {scenario, loses}}: {readonly leaving: Leaving}) {
	return (
		<Lines
			lines={[
				[{text: ` ${loses}`}],
				[
					{text: ` Open ${scenario} all the same? `, tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}

/** What would be billed for. */
export function BillLines({bill: {work, billed}}: {readonly bill: Bill}) {
	return (
		<Lines
			lines={[
				[{text: ` ${shortBillingWords(work, billed)}`}],
				[
					{text: ' Run it, and what bills no more? ', tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}

/** A day that would be lost and restored: of a server of others only a copy is. */
export function DrillLines({server}: {readonly server: string | undefined}) {
	return (
		<Lines
			lines={[
				[
					{
						text:
							server === undefined
								? ' A drill deletes an archived day in PostgreSQL, and restores it from GCS.'
								: ` A drill on ${server} works in a scratch schema, on a copy of an archived day.`,
					},
				],
				[
					{text: ' Lose a day and restore it? ', tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}

/** A wish to write beside what others have written, in place of the key bar. */
export function QuestionLines({question, store, held, many, factsPerSecond}: Props) {
	const what =
		question.about === 'seed'
			? `Store ${formatCount(question.count)} more`
			: question.about === 'stream'
				? `Let ${factsPerSecond} a second arrive`
				: question.about === 'history'
					? `Place ${formatCount(question.count)} more, spread over years, and archive them`
					: `Place about ${formatCount(checkoutsOf(contention))} more`;
	return (
		<Lines
			lines={[
				[{text: ` ${store} already holds ${formatCount(held)} ${many}.`}],
				[
					{text: ` ${what} beside them? `, tone: 'accent'},
					{text: 'y yes   n no', tone: 'strong'},
				],
			]}
		/>
	);
}
