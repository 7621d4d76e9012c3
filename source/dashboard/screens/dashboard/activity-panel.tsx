import {formatCount} from '../../../words/count.ts';
import {formatDuration} from '../../../words/duration.ts';
import {wrapWords} from '../../../words/wrapping.ts';
import {gauge} from '../../charts/gauge.ts';
import {clockTime} from '../../selectors/clock-time.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {activityText} from '../../update/note.ts';
import type {Activity, Job} from '../../state/state.ts';
import type {Tone} from '../../theme.ts';
import {Panel} from '../../panels/panel.tsx';

type Props = {
	readonly job: Job | undefined;
	readonly activity: readonly Activity[];
	readonly timeZone: string;
	readonly width: number;
	readonly height: number;
	readonly isJoined?: boolean;
};

/** The least height that it is worth. */
const leastRows = 6;

/** Its height where it takes what is left of a screen; none where that is too little, or a menu stands there. */
export function activityRows(rest: number, menu?: unknown): number {
	return rest >= leastRows && !menu ? rest : 0;
}

const tones: Record<Activity['kind'], Tone> = {done: 'plain', failed: 'bad', note: 'dim'};

/** What runs, with its progress, then what happened, newest first. */
export function ActivityPanel({job, activity, timeZone, width, height, isJoined = false}: Props) {
	const inner = width - 4;
	const lines: Line[] = job ? progressLines(job, inner) : [];
	for (const {atMs, kind, ...said} of activity) {
		const [first, ...more] = wrapWords(`${clockTime(atMs, timeZone)} ${kind === 'failed' ? '! ' : ''}${activityText(said)}`, inner, '  ');
		lines.push(
			[
				{text: first!.slice(0, 8), tone: 'dim'},
				{text: first!.slice(8), tone: tones[kind]},
			],
			...more.map(line => [{text: line, tone: tones[kind]}]),
		);
		if (lines.length >= height - 2) {
			break;
		}
	}

	return (
		<Panel title="Activity" width={width} height={height} isJoined={isJoined}>
			<Lines lines={lines.slice(0, height - 2).map(line => [{text: ' '}, ...line])} />
		</Panel>
	);
}

function progressLines({name: job, stage, done, total, pace, cancelling}: Job, width: number): Line[] {
	const name = stage === undefined ? job : `${job}, ${stage}`;
	// Some work counts nothing: a stampede ends when a value stands again, a drill when it is told to.
	const count = total > 0 ? `${formatCount(done)} / ${formatCount(total)}` : done > 0 ? formatCount(done) : 'runs';
	const hint = cancelling ? 'cancelling' : 'Esc cancels';
	const barWidth = Math.max(4, width - hint.length - 2);
	// Of what is soon over nobody asks how long it takes.
	const paceText = pace && pace.leftSeconds >= 3 ? `  ${formatCount(pace.perSecond)}/s, ${formatDuration(Math.ceil(pace.leftSeconds))} left` : '';
	return [
		[
			{text: `${name} `, tone: 'strong'},
			{text: count},
			...(name.length + 1 + count.length + paceText.length <= width ? [{text: paceText, tone: 'dim'} as const] : []),
		],
		[
			{text: gauge(total > 0 ? done / total : 0, barWidth), tone: 'accent'},
			{text: `  ${hint}`, tone: 'dim'},
		],
	];
}
