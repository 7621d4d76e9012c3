import {axisBetween} from './logarithmic-axis.ts';

/** A value's text on an axis. */
type Tick = {readonly value: number; readonly label: string};

/** The upright axis of a chart: where a value lies, and what stands beside it. */
export type ValueAxis = {
	/** 0 at the foot, 1 at the head; a value beyond an end lies on it. */
	position(value: number): number;
	/** From the foot to the head. */
	readonly ticks: readonly Tick[];
};

/** A share from 0 to 100 %, straight. */
export const shareAxis: ValueAxis = {
	position: share => Math.min(1, Math.max(0, share)),
	ticks: [0, 0.25, 0.5, 0.75, 1].map(value => ({value, label: `${value * 100} %`})),
};

/** The ticks that people count in, and the decades (as powers of ten) that an axis shows without any value. */
type Scale = {readonly ticks: readonly Tick[]; readonly usual: readonly [number, number]};

const minute = 60;
const hour = 3600;

/** Ages in seconds. */
export const ageScale: Scale = {
	usual: [-1, 5],
	ticks: [
		{value: 0.001, label: '1 ms'},
		{value: 0.01, label: '10 ms'},
		{value: 0.1, label: '0.1 s'},
		{value: 1, label: '1 s'},
		{value: 10, label: '10 s'},
		{value: minute, label: '1 min'},
		{value: 10 * minute, label: '10 min'},
		{value: hour, label: '1 h'},
		{value: 10 * hour, label: '10 h'},
		{value: 100 * hour, label: '100 h'},
	],
};

/** Queries a second, said a minute, an hour or a day where they are few. */
export const rateScale: Scale = {
	usual: [-5, 0],
	ticks: [
		{value: 1 / (24 * hour), label: '1 a day'},
		{value: 1 / hour, label: '1 an hour'},
		{value: 10 / hour, label: '10 an hour'},
		{value: 1 / minute, label: '1 a minute'},
		{value: 0.1, label: '6 a minute'},
		{value: 1, label: '1 a second'},
		{value: 10, label: '10 a second'},
		{value: 100, label: '100 a second'},
		{value: 1000, label: '1,000 a second'},
	],
};

/** Errors as a share, said in per cent. */
export const errorScale: Scale = {
	usual: [-5, 0],
	ticks: [
		{value: 1e-6, label: '0.0001 %'},
		{value: 1e-5, label: '0.001 %'},
		{value: 1e-4, label: '0.01 %'},
		{value: 0.001, label: '0.1 %'},
		{value: 0.01, label: '1 %'},
		{value: 0.1, label: '10 %'},
		{value: 1, label: '100 %'},
		{value: 10, label: '1,000 %'},
	],
};

/** The decades that an axis reaches at most, below and above 1. */
const furthest = 6;

/**
 * A logarithmic axis of whole decades around the scale's usual ones and the values. Nothing is nought on it: where a
 * value is, nought is the foot, and so labelled.
 */
export function scaleAxis({ticks, usual}: Scale, values: readonly number[]): ValueAxis {
	const exponents = values.filter(value => value > 0 && Number.isFinite(value)).map(value => Math.log10(value));
	const foot = Math.max(-furthest, Math.min(usual[0], ...exponents.map(exponent => Math.floor(exponent + rounding))));
	const head = Math.min(furthest, Math.max(usual[1], ...exponents.map(exponent => Math.ceil(exponent - rounding))));
	const [least, greatest] = [Number(`1e${foot}`), Number(`1e${head}`)];
	const {position} = axisBetween(least, greatest, 1);
	const inside = ticks.filter(({value}) => value >= least && value <= greatest);
	return {
		position: value => (value > 0 ? position(value) : 0),
		ticks: values.some(value => value === 0) ? [{value: 0, label: '0'}, ...inside.filter(({value}) => value > least)] : inside,
	};
}

const rounding = 1e-9;
