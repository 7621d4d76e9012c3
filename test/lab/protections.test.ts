import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainPolicy, requirePolicy} from '../../source/lab/cache-policy.ts';
import {policyOf, type Protection, type ProtectionName, protections, protectionText, usualProtection} from '../../source/lab/protections.ts';

const names = protections.map(({name}) => name);
const anyOn = fc.subarray(names).map(on => new Set(on));
const anyProtection: fc.Arbitrary<Protection> = fc.record({
	on: anyOn,
	lockSeconds: fc.double({min: 0.1, max: 60, noNaN: true}),
	staleSeconds: fc.double({min: 1, max: 86_400, noNaN: true}),
	beta: fc.double({min: 0.01, max: 100, noNaN: true}),
	jitterFraction: fc.double({min: 0.01, max: 1, noNaN: true}),
	staleOnErrorSeconds: fc.double({min: 1, max: 86_400, noNaN: true}),
});

/** The figure of the policy that a protection sets, and the one it is set to. */
const figures: Readonly<Record<Exclude<ProtectionName, 'single-flight'>, readonly [keyof ReturnType<typeof plainPolicy>, Exclude<keyof Protection, 'on'>]>> = {
	lock: ['lockSeconds', 'lockSeconds'],
	swr: ['staleSeconds', 'staleSeconds'],
	xfetch: ['xfetchBeta', 'beta'],
	jitter: ['jitterFraction', 'jitterFraction'],
	'stale-on-error': ['staleOnErrorSeconds', 'staleOnErrorSeconds'],
};

test('each has a name, and one line that explains it and fits the screen', () => {
	expect(names).toEqual(['single-flight', 'lock', 'swr', 'xfetch', 'jitter', 'stale-on-error']);
	for (const {says, title} of protections) {
		expect(says.length).toBeLessThan(100);
		expect(says).not.toMatch(/\n|\.$/);
		expect(title).not.toBe('');
	}
});

test('what the menu steps through and starts at can be typed, at the prompt and as a flag', () => {
	for (const {figure} of protections.filter(({figure}) => figure !== undefined)) {
		const {least, most, usual, steps, prompt} = figure!;
		expect(prompt.least ?? least).toBeGreaterThanOrEqual(least);
		expect(prompt.most ?? most).toBeLessThanOrEqual(most);
		expect(Math.min(usual, ...steps)).toBeGreaterThanOrEqual(prompt.least ?? least);
		expect(Math.max(usual, ...steps)).toBeLessThanOrEqual(prompt.most ?? most);
	}
});

test('the lesson starts with single-flight alone, as the plain policy has it', () => {
	expect(policyOf(300, usualProtection)).toEqual(plainPolicy(300));
	expect(protectionText(usualProtection)).toBe('single-flight');
});

test('each has its own switch: on it sets its figure, off nothing of it is left, and no other is touched', () => {
	fc.assert(fc.property(anyProtection, fc.double({min: 0.1, max: 604_800, noNaN: true}), (protection, ttlSeconds) => {
		const policy = policyOf(ttlSeconds, protection);
		expect(() => requirePolicy(policy)).not.toThrow();
		expect(policy.ttlSeconds).toBe(ttlSeconds);
		expect(policy.singleFlight).toBe(protection.on.has('single-flight'));
		for (const [name, [inPolicy, figure]] of Object.entries(figures)) {
			expect(policy[inPolicy]).toBe(protection.on.has(name as ProtectionName) ? protection[figure] : 0);
		}
	}));
});

test('they are named in one order, whichever was switched on first', () => {
	expect(protectionText({on: new Set(['jitter', 'lock'])})).toBe('lock, jitter');
	expect(protectionText({on: new Set()})).toBe('none');
	fc.assert(fc.property(anyOn, on => {
		expect(protectionText({on: new Set([...on].reverse())})).toBe(names.filter(name => on.has(name)).join(', ') || 'none');
	}));
});
