import {expect, test} from 'vitest';
import {fitLine, studentQuantile975} from '../../source/lab/line-fit.ts';

test('points of a line give that line, with no width', () => {
	const line = fitLine([1, 2, 3, 4, 10].map(x => ({x, y: 3 + 2 * x})))!;
	expect([line.intercept, line.slope]).toEqual([expect.closeTo(3, 10), expect.closeTo(2, 10)]);
	expect(line.at(1000)).toEqual({value: expect.closeTo(2003, 8), low: expect.closeTo(2003, 6), high: expect.closeTo(2003, 6)});
});

// R: x <- c(1,2,3,4,5); y <- c(2.1,3.9,6.2,7.8,10.1); predict(lm(y ~ x), data.frame(x = 10), interval = 'prediction')
test('the interval is that of ordinary regression', () => {
	const line = fitLine(
		[
			[1, 2.1],
			[2, 3.9],
			[3, 6.2],
			[4, 7.8],
			[5, 10.1],
		].map(([x, y]) => ({x: x!, y: y!})),
	)!;
	expect([line.intercept, line.slope]).toEqual([expect.closeTo(0.05, 10), expect.closeTo(1.99, 10)]);
	const {value, low, high} = line.at(10);
	// s = 0.1889, √(1 + 1/5 + 49/10) = 2.4698, t(3) = 3.1824
	expect([value, high - value, value - low]).toEqual([expect.closeTo(19.95, 10), expect.closeTo(1.485, 2), expect.closeTo(1.485, 2)]);
});

test('too few points, or all at one place, are no line', () => {
	expect(fitLine([1, 2, 3].map(x => ({x, y: x})))).toBeUndefined();
	expect(fitLine([1, 2, 3, 4].map(y => ({x: 5, y})))).toBeUndefined();
});

test.each([
	[2, 4.3027],
	[3, 3.1824],
	[4, 2.7764],
	[10, 2.2281],
	[18, 2.1009],
	[100, 1.984],
])('t with %i degrees of freedom is %d', (degrees, t) => {
	expect(studentQuantile975(degrees) / t).toBeCloseTo(1, 1.7);
});
