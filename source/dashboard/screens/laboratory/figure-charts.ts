import type {ChartMark, CurveChart} from '../../charts/curve-chart.ts';
import {acrossTtls} from '../../charts/ttl-axis.ts';
import {ageScale, errorScale, rateScale, scaleAxis, shareAxis, type ValueAxis} from '../../charts/value-axis.ts';
import {signs} from './signs.ts';
import {type CurvePoint, type Figures, type LaboratoryView, type NoTheory, type Point, shownFigures} from './view.ts';

export type FigureName = 'hit-rate' | 'age' | 'origin' | 'error';

type FigureChart = {
	readonly title: (view: LaboratoryView) => string;
	/** The axis in words. */
	readonly note: string;
	readonly value: (figures: Figures) => number | undefined;
	readonly axis: (values: readonly number[]) => ValueAxis;
};

/** The four charts: two of what a TTL buys, two of what it costs. */
export const figureCharts: Readonly<Record<FigureName, FigureChart>> = {
	'hit-rate': {title: () => 'Buys: hit rate', note: 'of all reads', value: ({hitRate}) => hitRate, axis: () => shareAxis},
	age: {title: () => 'Costs: mean age', note: 'logarithmic', value: ({meanAgeSeconds}) => meanAgeSeconds, axis: values => scaleAxis(ageScale, values)},
	origin: {
		title: () => 'Buys: fewer queries',
		note: 'logarithmic',
		value: ({originPerSecond}) => originPerSecond,
		axis: values => scaleAxis(rateScale, values),
	},
	error: {
		title: ({headline}) => `Costs: ${headline.name} is off`,
		note: 'logarithmic',
		value: ({errorShare}) => errorShare,
		axis: values => scaleAxis(errorScale, values),
	},
};

/** What stands where a curve would be. */
const missing: Readonly<Record<NoTheory, string>> = {computing: 'computing the theory', 'no formula': 'no formula: measure it'};

/** One figure of a view as a chart. */
export function chartOf(name: FigureName, view: LaboratoryView): CurveChart {
	const {value, axis} = figureCharts[name];
	const {curve, ttlSeconds, ghosts, whatIf, guess} = view;
	const isPlacing = guess?.isPlacing ?? false;
	const points = wholeCurve(view).flatMap(point => {
		const figure = value(point);
		return figure === undefined ? [] : [{at: point.ttlSeconds, value: figure, band: name === 'hit-rate' ? point.band : undefined}];
	});
	const mark = (point: Point, {sign, tone}: (typeof signs)[keyof typeof signs]): ChartMark[] => {
		const figure = value(point);
		return figure === undefined ? [] : [{at: point.ttlSeconds, value: figure, sign, tone}];
	};
	const seen = shownFigures(view);
	const settled = [...ghosts, ...whatIf].flatMap(point => value(point) ?? []);
	return {
		across: acrossTtls(ttlSeconds),
		// Not by what is seen now: the picture stands still while reads come in. Not by theory unseen: its ends would tell.
		axis: axis(isPlacing ? settled : [...points.map(point => point.value), ...settled]),
		curve: isPlacing ? [] : points,
		message: isPlacing
			? 'hidden while you guess'
			: typeof curve === 'string'
				? missing[curve]
				: points.length === 0
					? name === 'error'
						? view.noErrorCurve
						: 'not known yet'
					: undefined,
		marks: [
			// The ghost of the very TTL that is guessed would tell the answer.
			...ghosts.filter(point => !isPlacing || point.ttlSeconds !== ttlSeconds).flatMap(point => mark(point, signs.ghost)),
			...(isPlacing ? [] : whatIf.flatMap(point => mark(point, signs.simulated))),
			...(guess && name === 'hit-rate'
				? [{...signs.guess, at: guess.ttlSeconds, value: guess.hitRate, label: isPlacing ? `${Math.round(guess.hitRate * 100)} %` : ''}]
				: []),
			...(seen ? mark({...seen, ttlSeconds}, signs.seen) : []),
		],
	};
}

/** The curve with the theory at the present TTL in it: a step between two of its points must not pass the present by. */
function wholeCurve({curve, theory, verdict, ttlSeconds}: LaboratoryView): readonly CurvePoint[] {
	if (typeof curve === 'string') {
		return [];
	}

	return typeof theory === 'string'
		? curve
		: [
				...curve.filter(point => point.ttlSeconds < ttlSeconds),
				{...theory, ttlSeconds, band: verdict?.band},
				...curve.filter(point => point.ttlSeconds > ttlSeconds),
			];
}
