import {Box} from 'ink';
import {wrapWords} from '../../../words/wrapping.ts';
import {type CurveChart, curveChart} from '../../charts/curve-chart.ts';
import {acrossKeys} from '../../charts/keys-axis.ts';
import {shareAxis} from '../../charts/value-axis.ts';
import {type Line, Lines} from '../../panels/lines.tsx';
import {Panel} from '../../panels/panel.tsx';
import {signs} from './signs.ts';
import {type LaboratoryView, type MemoryView, shownFigures} from './view.ts';

type Props = {readonly view: LaboratoryView; readonly memory: MemoryView; readonly width: number; readonly height: number};

/** The rows of what Redis tells, with their frame. */
const readingRows = 9;

/** What memory buys, as a curve over how many keys fit, and what Redis tells of how full it is. */
export function MemoryPanels({view, memory, width, height}: Props) {
	const chartHeight = height - readingRows;
	return (
		<Box flexDirection="column">
			<Panel title="Memory buys: hit rate" note="of all reads" width={width} height={chartHeight}>
				<Lines lines={curveChart(chartOf(view, memory), width - 2, chartHeight - 2, view.ascii)} />
			</Panel>
			<Panel title="Memory of Redis" width={width} height={readingRows}>
				<Lines lines={readingLines(memory, width - 4).map(line => [{text: ' '}, ...line])} />
			</Panel>
		</Box>
	);
}

/** What stands where a curve would be. */
const missing = {
	computing: 'computing the theory',
	'no formula': 'no formula: measure it',
	'no viewers': 'v lets viewers read all keys',
} as const;

function chartOf(view: LaboratoryView, {keys, curve, room, before}: MemoryView): CurveChart {
	const seen = typeof curve === 'string' ? undefined : shownFigures(view);
	return {
		across: acrossKeys(keys, room),
		axis: shareAxis,
		curve: typeof curve === 'string' ? [] : curve.map(({keysInMemory, hitRate}) => ({at: keysInMemory, value: hitRate})),
		message: typeof curve === 'string' ? missing[curve] : undefined,
		marks: [
			...before.map(({keysInMemory, hitRate}) => ({at: keysInMemory, value: hitRate, ...signs.ghost})),
			...(seen ? [{at: room ?? keys, value: seen.hitRate, ...signs.seen}] : []),
		],
	};
}

function readingLines({readings, hint}: MemoryView, width: number): Line[] {
	const nameWidth = Math.max(...readings.map(([name]) => name.length)) + 2;
	return [
		...readings.map(([name, value]): Line => [{text: name.padEnd(nameWidth), tone: 'dim'}, {text: value.slice(0, width - nameWidth)}]),
		...wrapWords(hint, width, '  ').map((text): Line => [{text, tone: 'accent'}]),
	].slice(0, readingRows - 2);
}
