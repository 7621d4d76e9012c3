import {asEstimate, formatBrief, formatCount} from '../../words/count.ts';
import {backendName, type ShownLayer} from '../selectors/shown-layers.ts';
import {type Line, Lines, lineWidth, type Span, spread} from './lines.tsx';

type Props = {
	readonly layers: readonly ShownLayer[];
	readonly clock: string;
	readonly zone: string;
	readonly isClockOff: boolean;
	readonly columns: number;
};

/** What is said of the layers beside their names. */
type Form = {
	readonly hasHead?: boolean;
	/** Kind and version: of each layer, or once for all, behind them; `kinds` and `kind`: without the version of what is embedded. */
	readonly labels?: 'each' | 'kinds' | 'once' | 'kind';
	/** All counts have their words, or great ones have few digits; `bare`: and none has its word. */
	readonly counts?: 'words' | 'brief' | 'bare';
	/** This many counts are left out, the last of the way first: whether facts arrive is seen at its beginning. */
	readonly uncounted: number;
	/** The time is said without its zone. */
	readonly isZoneLeft?: boolean;
};

/** Each layer of the way with its kind, version, health and count; the time. What there is no room for goes; health stays. */
export function Header({layers, clock, zone, isClockOff, columns}: Props) {
	const timeOf = ({isZoneLeft = false}: Form): Line => [
		...(isClockOff ? [{text: 'clocks differ  ', tone: 'bad'} as const] : []),
		{text: `${isZoneLeft || zone === '' ? clock : `${clock} ${zone}`} `, tone: 'dim'},
	];
	const forms = formsFor(layers, isClockOff).map(form => ({line: lineOf(form, layers), time: timeOf(form)}));
	const fitting = forms.find(({line, time}) => lineWidth(line) + lineWidth(time) < columns);
	return <Lines lines={[fitting ? spread(fitting.line, fitting.time, columns) : forms.at(-1)!.line]} />;
}

/** The forms, the fullest first. */
function formsFor(layers: readonly ShownLayer[], isClockOff: boolean): readonly Form[] {
	const open = layers.filter(({health}) => health !== 'opening');
	const isOnce = open.length > 0 && open.every(({backend}) => backend?.kind === 'embedded');
	const [labels, short] = isOnce ? (['once', 'kind'] as const) : (['each', 'kinds'] as const);
	const fewerCounts = Array.from({length: layers.length + 1}, (_, uncounted) => uncounted);
	return [
		{hasHead: true, labels: 'each', counts: 'words', uncounted: 0},
		{hasHead: true, labels, uncounted: 0},
		{labels, uncounted: 0},
		{labels: short, uncounted: 0},
		...(['brief', 'bare'] as const).map(counts => ({labels: short, counts, uncounted: 0}) as const),
		// Screen 2 and the help name what stands behind the layers; no other screen has all counts.
		{counts: 'brief', uncounted: 0},
		{counts: 'bare', uncounted: 0},
		// The zone is said beside the title of what counts a day; where clocks differ, the time stays whole.
		...(isClockOff ? [] : [{counts: 'bare', uncounted: 0, isZoneLeft: true} as const]),
		...fewerCounts.slice(1).flatMap(uncounted => (['brief', 'bare'] as const).map(counts => ({counts, uncounted}) as const)),
	];
}

function lineOf({hasHead, labels, counts: form, uncounted}: Form, layers: readonly ShownLayer[]): Line {
	const counts = layers.map(layer => countOf(layer, form));
	const counted = counts.flatMap((text, i) => (text === '' ? [] : [i]));
	const left = new Set(counted.slice(counted.length - uncounted));
	return [
		{text: hasHead ? ' shopstream  ' : ' ', tone: 'accent'},
		...layers.flatMap((layer, i): Span[] => [
			...(i === 0 ? [] : [{text: ' › ', tone: 'dim'} as const]),
			...nameOf(layer, labels),
			{text: left.has(i) ? '' : counts[i]!},
		]),
		...(labels === 'once' || labels === 'kind'
			? [{text: `  embedded${labels === 'once' ? ` ${layers.find(({backend}) => backend)?.backend?.version ?? ''}` : ''}`, tone: 'dim'} as const]
			: []),
	];
}

function nameOf(layer: ShownLayer, labels: Form['labels']): Span[] {
	const {title, health, backend} = layer;
	const label = labels === 'each' ? backendName(layer) : labels !== 'kinds' ? '' : backend?.kind === 'embedded' ? 'embedded' : backendName(layer);
	const tone = health === 'silent' || health === 'refuses' ? 'bad' : 'strong';
	const said = health === 'opening' ? ' …' : health === 'silent' ? ' DOWN' : health === 'refuses' ? ' REFUSES' : '';
	return [
		{text: title, tone},
		{text: label && ` ${label}`, tone: 'dim'},
		{text: said, tone},
	];
}

function countOf({held, isEstimate = false, counts: {one, many, isAlwaysSaid = false}}: ShownLayer, form: Form['counts']): string {
	return held === undefined
		? ''
		: ` ${isEstimate ? '~' : ''}${form === 'brief' || form === 'bare' ? formatBrief(held) : formatCount(isEstimate ? asEstimate(held) : held)}${form === 'words' || (isAlwaysSaid && form !== 'bare') ? ` ${held === 1 ? one : many}` : ''}`;
}
