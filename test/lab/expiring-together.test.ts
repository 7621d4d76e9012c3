import {expect, test} from 'vitest';
import {drawBy, zipf} from '../../source/chance/popularity.ts';
import {createRandom} from '../../source/chance/random.ts';
import {firstReadsEachSecond} from '../../source/lab/expiring-together.ts';
import {poissonGapSeconds} from '../../source/lab/poisson.ts';

const load = {popularity: zipf(1000, 0.8), ratePerSecond: 200, ttlSeconds: 300, jitterFraction: 0};
const sum = (values: readonly number[]) => values.reduce((before, value) => before + value, 0);

test('keys filled together: the reference values', () => {
	expect(firstReadsEachSecond(load, 1)[0]).toBeCloseTo(138.9, 1);
	expect(Math.max(...firstReadsEachSecond({...load, jitterFraction: 0.1}, 100))).toBeCloseTo(16.5, 1);
	expect(Math.max(...firstReadsEachSecond({...load, jitterFraction: 0.5}, 400))).toBeCloseTo(3.3, 1);
});

test.each([0, 0.1])('in the end every key is asked for once, and second by second as in 40 runs: jitter %d', jitterFraction => {
	const jittered = {...load, jitterFraction};
	const predicted = firstReadsEachSecond(jittered, 4000);
	expect(sum(predicted)).toBeCloseTo(1000, 3);
	const seen = Array.from({length: 90}, () => 0);
	const runs = 40;
	const random = createRandom(`together ${jitterFraction}`);
	const draw = drawBy(load.popularity);
	for (let run = 0; run < runs; run++) {
		const ends = Array.from({length: 1000}, () => random.next() * 2 * jitterFraction * load.ttlSeconds);
		for (let at = poissonGapSeconds(200, random); at < seen.length; at += poissonGapSeconds(200, random)) {
			const key = draw(random.next());
			if (ends[key]! <= at) {
				ends[key] = Number.POSITIVE_INFINITY;
				seen[Math.floor(at)]! += 1 / runs;
			}
		}
	}

	// Each second within five deviations of its mean.
	for (const [second, mean] of predicted.slice(0, seen.length).entries()) {
		expect(Math.abs(seen[second]! - mean)).toBeLessThan(5 * Math.sqrt(mean / runs) + 0.1);
	}
});
