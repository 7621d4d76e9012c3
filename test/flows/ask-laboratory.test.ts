import {expect, test} from 'vitest';
import {openLaboratory} from '../../source/flows/ask-laboratory.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictBand} from '../../source/lab/predict-band.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {usualProtection} from '../../source/lab/protections.ts';
import {simulateStampede} from '../../source/lab/simulate-stampede.ts';
import type {WhatIfProgress} from '../../source/lab/what-if.ts';

const load = {policy: plainPolicy(12), arrivals: {kind: 'poll', pollSeconds: 5}, fillSeconds: 0.4} as const;
const theory = {kind: 'theory', theory: {load, reads: 100, ttlsSeconds: [4, 12]}} as const;
const long = {
	kind: 'what-if',
	options: {
		ttlsSeconds: [5],
		arrivals: {kind: 'poisson', ratePerSecond: 1},
		fillSeconds: 0,
		protection: usualProtection,
		ownProcess: false,
		reads: 500_000_000,
		ordersPerSecond: 0,
		valueVariation: 1,
		timeOfDaySeconds: 43_200,
		seed: 1,
	},
} as const;

test('answers as the laboratory does, one question after the other, in one thread', async () => {
	const laboratory = openLaboratory();
	const options = {...load, firings: 5};
	const [prediction, stampede] = await Promise.all([laboratory.ask(theory), laboratory.ask({kind: 'stampede', options})]);
	expect(prediction.present).toEqual(predictReads(load));
	expect(prediction.band).toEqual(predictBand({...load, reads: 100}));
	expect(prediction.curve.map(({ttlSeconds}) => ttlSeconds)).toEqual([4, 12]);
	expect(stampede).toEqual(simulateStampede(options));
	await laboratory.close();
});

test('what is out of range is a RangeError, and the next question is answered', async () => {
	const laboratory = openLaboratory();
	await expect(laboratory.ask({kind: 'theory', theory: {...theory.theory, load: {...load, fillSeconds: -1}}})).rejects.toThrow(RangeError);
	expect((await laboratory.ask(theory)).present).toEqual(predictReads(load));
	await laboratory.close();
});

test('says how far it is; an abort rejects at once, also in the queue, and the next question gets a new thread', async () => {
	const laboratory = openLaboratory();
	const [first, second] = [new AbortController(), new AbortController()];
	const seen: WhatIfProgress[] = [];
	const running = laboratory.ask(long, {
		signal: first.signal,
		progress(progress) {
			seen.push(progress);
			if (progress.reads > 0) {
				second.abort(new Error('second'));
			}
		},
	});
	const queued = laboratory.ask(theory, {signal: second.signal});
	const last = laboratory.ask(theory);
	await expect(queued).rejects.toThrow('second');
	expect(seen[0]).toEqual({ttlSeconds: 5, row: 1, rows: 1, reads: 0, readsWanted: 500_000_000});
	first.abort(new Error('first'));
	await expect(running).rejects.toThrow('first');
	expect((await last).present).toEqual(predictReads(load));
	await expect(laboratory.ask(theory, {signal: AbortSignal.abort(new Error('already'))})).rejects.toThrow('already');
	await laboratory.close();
});

test('an abort in the very turn of the question ends it too', async () => {
	const laboratory = openLaboratory();
	await laboratory.ask(theory);
	const controller = new AbortController();
	const asked = laboratory.ask(long, {signal: controller.signal});
	controller.abort(new Error('at once'));
	await expect(asked).rejects.toThrow('at once');
	expect((await laboratory.ask(theory)).present).toEqual(predictReads(load));
	await laboratory.close();
});

test('closing rejects what is under way', async () => {
	const laboratory = openLaboratory();
	let close = () => {};
	const begun = new Promise<void>(resolve => {
		close = resolve;
	});
	const running = laboratory.ask(long, {progress: () => close()});
	const rejected = expect(running).rejects.toThrow('The laboratory was closed');
	await begun;
	await laboratory.close();
	await rejected;
});

test('closing ends whenever it comes, also once the answer is on its way', async () => {
	for (const blockedMs of [0, 1, 2, 5, 10, 20, 50, 200]) {
		const laboratory = openLaboratory();
		await laboratory.ask(theory);
		const answered = laboratory.ask(theory).catch((error: unknown) => error);
		// Its turn comes, and the thread answers while nobody listens here.
		await Promise.resolve();
		await Promise.resolve();
		await Promise.resolve();
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockedMs);
		await laboratory.close();
		await answered;
	}
});
