import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainPolicy, requirePolicy, unprotectedPolicy} from '../../source/lab/cache-policy.ts';
import {
	figures,
	policyOf,
	type Protection,
	protectionFlags,
	protectionPhrase,
	protections,
	protectionText,
	usualProtection,
} from '../../source/lab/protections.ts';

const names = protections.map(({name}) => name);
const anyOn = fc.subarray(names).map(on => new Set(on));
const anyProtection: fc.Arbitrary<Protection> = fc.tuple(anyOn, fc.double({min: 0, max: 1, noNaN: true})).map(([on, part]) => ({
	on,
	...figures(({least, most, unit}) => (unit === 'share' ? 1 - 0.99 * part : least + part * (most - least))),
}));

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
	fc.assert(
		fc.property(anyProtection, fc.double({min: 0.1, max: 604_800, noNaN: true}), (protection, ttlSeconds) => {
			const policy = policyOf(ttlSeconds, protection);
			expect(() => requirePolicy(policy)).not.toThrow();
			expect(policy.ttlSeconds).toBe(ttlSeconds);
			const changed = protections.filter(({name}) => protection.on.has(name)).map(({policy, figure}) => policy(figure ? protection[figure.name] : 0));
			expect(policy).toEqual(Object.assign(unprotectedPolicy(ttlSeconds), ...changed));
		}),
	);
});

test('each changes something of the policy that no other changes', () => {
	const changed = protections.map(({name}) => {
		const [off, on] = [unprotectedPolicy(300), policyOf(300, {...usualProtection, on: new Set([name])})];
		return Object.keys(off).filter(member => off[member as keyof typeof off] !== on[member as keyof typeof on]);
	});
	expect(changed.map(({length}) => length)).toEqual(protections.map(() => 1));
	expect(new Set(changed.flat()).size).toBe(protections.length);
});

test('they are named in one order, whichever was switched on first', () => {
	expect(protectionText({on: new Set(['jitter', 'lock'])})).toBe('lock, jitter');
	expect(protectionText({on: new Set()})).toBe('none');
	fc.assert(
		fc.property(anyOn, on => {
			expect(protectionText({on: new Set([...on].reverse())})).toBe(names.filter(name => on.has(name)).join(', ') || 'none');
		}),
	);
});

test('a sentence names what is on, with the figures that matter', () => {
	const phrase = (...on: Protection['on'] extends ReadonlySet<infer Name> ? Name[] : never) => protectionPhrase({...usualProtection, on: new Set(on)});
	expect(phrase()).toBe('unprotected');
	expect(phrase('lock')).toBe('with a lock in Redis');
	expect(phrase('jitter', 'xfetch')).toBe('with XFetch with β 1 and jitter of 10 %');
	expect(protectionPhrase({...usualProtection, on: new Set(['jitter']), jitterFraction: 0.12345})).toBe('with jitter of 12.35 %');
});

test('each flag knows the protections that it sets', () => {
	expect([...protectionFlags()].map(([flag, set]) => [flag, set.map(({name}) => name)])).toEqual([
		['lock', ['lock']],
		['stale', ['swr', 'stale-on-error']],
		['beta', ['xfetch']],
		['jitter', ['jitter']],
	]);
});
