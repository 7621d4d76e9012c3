import type {LatencySample, ReadKind} from '../../flows/measure-latency.ts';
import {median} from '../../lab/quantiles.ts';
import type {Line} from '../panels/lines.tsx';
import {createCanvas} from '../../words/braille-canvas.ts';
import type {Tone} from '../theme.ts';
import {logarithmicAxis} from './logarithmic-axis.ts';

const labelWidth = 8;
const nameWidth = 5;
const tallRows = 6;

/** What is live stands beside what is cached. */
const tones: Readonly<Record<ReadKind, Tone>> = {hit: 'hit', miss: 'miss', live: 'accent'};

/** Where reads lie on most machines: a hit over a loopback socket to an aggregation, in milliseconds. */
const usualMs = [0.1, 100] as const;

/**
 * Reads in their order, newest right, over a logarithmic latency axis; hits and misses named at the height of their
 * medians. Values in, lines out.
 */
export function latencyChart(samples: readonly LatencySample[], width: number, height: number, ascii: boolean): Line[] {
	const plotWidth = width - labelWidth - 2 - nameWidth;
	if (height < 2 || plotWidth < 8) {
		return [];
	}

	const canvas = createCanvas<Tone>(plotWidth, height, ascii ? {hit: '.', miss: 'x', accent: '+'} : undefined);
	// The picture moves on by quarters: a new read adds a dot, and the lines over SSH stay as they are.
	const quarter = Math.ceil(canvas.width / 4);
	const shown = samples.slice(Math.max(0, Math.ceil((samples.length - canvas.width) / quarter) * quarter));
	const axis = logarithmicAxis(
		shown.map(({latencyMs}) => latencyMs),
		usualMs,
		height,
	);
	const y = (latencyMs: number) => Math.round((1 - axis.position(latencyMs)) * (canvas.height - 1));
	const row = (latencyMs: number) => Math.floor((y(latencyMs) / canvas.height) * height);
	// Misses are drawn last: they are few, and must not vanish under hits.
	for (const kind of ['hit', 'live', 'miss'] as const) {
		for (const [i, sample] of shown.entries()) {
			if (sample.kind === kind) {
				canvas.dot(i, y(sample.latencyMs), tones[kind]);
				// On a tall chart one dot is too small for the back row.
				if (height >= tallRows && !ascii) {
					canvas.dot(i, y(sample.latencyMs) + 1, tones[kind]);
				}
			}
		}
	}

	const names = new Map<number, ReadKind>();
	for (const kind of ['hit', 'live', 'miss'] as const) {
		const middle = median(shown.filter(sample => sample.kind === kind).map(({latencyMs}) => latencyMs));
		if (middle !== undefined) {
			// Where another name stands already, the next row up that is free, or down from there.
			const wanted = row(middle);
			const free = [...Array.from({length: wanted + 1}, (_, i) => wanted - i), wanted + 1, wanted + 2].find(one => !names.has(one) && one < height);
			if (free !== undefined) {
				names.set(free, kind);
			}
		}
	}

	const labels = new Map(axis.ticks.map(tick => [row(tick), tickLabel(tick)]));
	return canvas.lines().map((line, i) => {
		const label = labels.get(i);
		const name = names.get(i);
		return [
			{text: (label ?? '').padStart(labelWidth), tone: 'dim'},
			{text: label === undefined ? ' │' : ' ┤', tone: 'dim'},
			...line,
			...(name ? [{text: ` ${name}`, tone: tones[name]}] : []),
		];
	});
}

/** `0.1 ms`, `10 ms`, `1 s`. */
function tickLabel(ms: number): string {
	return ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms`;
}
