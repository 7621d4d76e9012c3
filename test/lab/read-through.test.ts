import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import {type Filled, lockPauseMs, type Lookup, outcomes, readThrough} from '../../source/lab/read-through.ts';
import {type Answers, type Named, type Script, tell} from './scripted-world.ts';

const nowMs = 100_000;
const value = (name: string, leftMs: number): Named => ({name, expiresAtMs: nowMs + leftMs, fillMs: 400});
const found = (held: Named): Lookup<Named> => ({status: 'found', value: held});
const empty: Lookup<Named> = {status: 'empty'};
const filled = (name: string): Filled<Named> => ({status: 'filled', value: {name, expiresAtMs: 0, fillMs: 400}});
const failed: Filled<Named> = {status: 'failed', reason: 'no answer'};
const fresh = value('held', 5000);
const expired = value('held', -5000);
/** What a fill of a TTL of 60 s is served and stored as. */
const made = {name: 'made', expiresAtMs: nowMs + 60_000, fillMs: 400};

const alone = {singleFlight: false};
/** Reads at these instants, one each time that the clock is asked; the last one stays. */
const read = (changes: Partial<CachePolicy>, script: Script, uniform = () => 0.5, instants = [nowMs]) => {
	const ahead = [...instants];
	const clock = () => (ahead.length > 1 ? ahead.shift()! : ahead[0]!);
	return tell(readThrough<Named>({policy: {...plainPolicy(60), ...changes}, clock, uniform}), script);
};

describe('how a read ends, and by which steps', () => {
	const rows: ReadonlyArray<readonly [string, Partial<CachePolicy>, Script, object, string]> = [
		['hit', {}, {get: [found(fresh)]}, {outcome: 'hit', value: fresh}, 'get'],
		['hit in the instant of expiry', {}, {get: [found(value('held', 0))]}, {outcome: 'hit', value: value('held', 0)}, 'get'],
		['miss', {}, {get: [empty], fill: [filled('made')]}, {outcome: 'miss', value: made}, 'get join fill set land'],
		['miss, unprotected', alone, {get: [empty], fill: [filled('made')]}, {outcome: 'miss', value: made}, 'get fill set'],
		['miss of an expired copy', alone, {get: [found(expired)], fill: [filled('made')]}, {outcome: 'miss', value: made}, 'get fill set'],
		[
			'miss with the reason of a corrupt value',
			alone,
			{get: [{status: 'empty', reason: 'not ours'}], fill: [filled('made')]},
			{outcome: 'miss', value: made, reason: 'not ours'},
			'get fill set',
		],
		['coalesced', {}, {get: [empty], join: [{status: 'filled', value: made}]}, {outcome: 'coalesced', value: made}, 'get join'],
		['error', {}, {get: [empty], fill: [failed]}, {outcome: 'error', reason: 'no answer'}, 'get join fill land'],
		["error of another's fill", {}, {get: [empty], join: [failed]}, {outcome: 'error', reason: 'no answer'}, 'get join'],
		[
			'bypass: nothing is locked or stored',
			{lockSeconds: 5},
			{get: [{status: 'down', reason: 'refused'}], fill: [filled('made')]},
			{outcome: 'bypass', value: made, reason: 'refused'},
			'get join fill land',
		],
		[
			'bypass behind one who left with nothing: fills for itself',
			{},
			{get: [{status: 'down', reason: 'refused'}], join: [{...failed, left: true}, undefined], fill: [filled('made')]},
			{outcome: 'bypass', value: made, reason: 'refused'},
			'get join join fill land',
		],
		['both down', alone, {get: [{status: 'down', reason: 'refused'}], fill: [failed]}, {outcome: 'error', reason: 'refused; no answer'}, 'get fill'],
		['stale while it is refilled', {staleSeconds: 10}, {get: [found(expired)]}, {outcome: 'stale', value: expired}, 'get behind'],
		['past the stale bound', {...alone, staleSeconds: 4}, {get: [found(expired)], fill: [filled('made')]}, {outcome: 'miss', value: made}, 'get fill set'],
		[
			'stale on error',
			{...alone, staleOnErrorSeconds: 10},
			{get: [found(expired)], fill: [failed]},
			{outcome: 'stale', value: expired, reason: 'no answer'},
			'get fill',
		],
		[
			'past the bound of stale on error',
			{...alone, staleOnErrorSeconds: 4},
			{get: [found(expired)], fill: [failed]},
			{outcome: 'error', reason: 'no answer'},
			'get fill',
		],
		[
			'the lock taken',
			{...alone, lockSeconds: 5},
			{get: [empty], lock: [true], fill: [filled('made')]},
			{outcome: 'miss', value: made},
			'get lock get fill set unlock',
		],
		[
			'the lock taken, and filled meanwhile',
			{...alone, lockSeconds: 5},
			{get: [empty, found(fresh)], lock: [true]},
			{outcome: 'coalesced', value: fresh},
			'get lock get unlock',
		],
		[
			'the lock taken, and the origin fails',
			{...alone, lockSeconds: 5},
			{get: [empty], lock: [true], fill: [failed]},
			{outcome: 'error', reason: 'no answer'},
			'get lock get fill unlock',
		],
		[
			"another's lock: wait until it has filled",
			{...alone, lockSeconds: 5},
			{get: [empty, empty, empty, found(fresh)], lock: [false]},
			{outcome: 'coalesced', value: fresh},
			'get lock get pause lock get pause lock get',
		],
		[
			"another's lock whose owner died: take it when it has expired",
			{...alone, lockSeconds: 5},
			{get: [empty], lock: [false, false, true], fill: [filled('made')]},
			{outcome: 'miss', value: made},
			'get lock get pause lock get pause lock get fill set unlock',
		],
		[
			'no lock to be had: fill all the same',
			{...alone, lockSeconds: 5},
			{get: [empty], lock: ['down'], fill: [filled('made')]},
			{outcome: 'miss', value: made},
			'get lock fill set',
		],
	];
	test.each(rows)('%s', (_, changes, script, result, steps) => {
		const told = read(changes, script);
		expect(told.result).toEqual(result);
		expect(told.steps.join(' ')).toBe(steps);
	});
});

it('stores for the life and the grace after it', () => {
	expect(read({staleSeconds: 10, staleOnErrorSeconds: 30}, {get: [empty], fill: [filled('made')]}).stored).toEqual([{value: made, keepMs: 90_000}]);
	expect(read({jitterFraction: 0.5}, {get: [empty], fill: [filled('made')]}, () => 0.75).stored).toEqual([
		{value: {...made, expiresAtMs: nowMs + 75_000}, keepMs: 75_000},
	]);
});

it('the life begins when the fill has ended', () => {
	const {result, stored} = read({}, {get: [found(expired)], fill: [filled('made')]}, undefined, [nowMs, nowMs + 400]);
	expect(result).toEqual({outcome: 'miss', value: {...made, expiresAtMs: nowMs + 60_400}});
	expect(stored[0]!.value.expiresAtMs).toBe(nowMs + 60_400);
});

it('lands with what was filled, and with a failure too', () => {
	expect(read({}, {get: [empty], fill: [filled('made')]}).landed).toMatchObject([{status: 'filled', value: made}]);
	expect(read({}, {get: [empty], fill: [failed]}).landed).toMatchObject([failed]);
});

it('fills without the lock after two of its lives: a queue for a failing origin has an end', () => {
	const {result, steps} = read({...alone, lockSeconds: 0.1}, {get: [empty], lock: [false], fill: [failed]});
	expect(result).toEqual({outcome: 'error', reason: 'no answer'});
	let pauses = 0;
	for (let waitedMs = 0; waitedMs < 200; waitedMs += lockPauseMs(waitedMs)) {
		pauses++;
	}

	expect(steps.filter(step => step === 'pause').length).toBe(pauses);
	expect(steps.slice(-2)).toEqual(['pause', 'fill']);
});

it('looks at the lock again after its pause', () => {
	const reading = readThrough<Named>({policy: {...plainPolicy(60), ...alone, lockSeconds: 5}, clock: () => nowMs, uniform: () => 0.5});
	reading.next();
	expect(reading.next(empty).value).toEqual({do: 'lock', keepMs: 5000});
	reading.next(false);
	expect(reading.next(empty).value).toEqual({do: 'pause', forMs: 25});
});

describe('a refill behind a stale answer', () => {
	const behind = (changes: Partial<CachePolicy>, script: Script) => {
		const {behind} = read({staleSeconds: 10, ...changes}, {get: [found(expired)]});
		expect(behind.length).toBe(1);
		return tell(behind[0]!, script);
	};

	it('fills and lands', () => {
		const {steps, stored} = behind({}, {fill: [filled('made')]});
		expect(steps).toEqual(['join', 'fill', 'set', 'land']);
		expect(stored).toEqual([{value: made, keepMs: 70_000}]);
	});

	it('leaves when another refills', () => {
		expect(behind({}, {join: [{status: 'filled', value: made}]}).steps).toEqual(['join']);
		const {steps, landed} = behind({lockSeconds: 5}, {lock: [false], get: [found(expired)]});
		expect(steps).toEqual(['join', 'lock', 'get', 'land']);
		expect(landed).toMatchObject([{status: 'failed', left: true}]);
	});
});

it('a read that joined one who left goes on itself: no error while the origin answers', () => {
	const left: Filled<Named> = {status: 'failed', reason: 'another process refills', left: true};
	const {result, steps} = read({lockSeconds: 5}, {get: [empty], join: [left, undefined], lock: [true], fill: [filled('made')]});
	expect(result).toEqual({outcome: 'miss', value: made});
	expect(steps).toEqual(['get', 'join', 'join', 'lock', 'get', 'fill', 'set', 'unlock', 'land']);
});

describe('XFetch', () => {
	// 1 − u = e^(−20): 8 s before the end it is time to refill.
	const early = () => 1 - Math.exp(-20);

	it('refills before the end, under a lock too', () => {
		expect(read({...alone, xfetchBeta: 1}, {get: [found(fresh)], fill: [filled('made')]}, early).result).toEqual({outcome: 'miss', value: made});
		const {result, steps} = read({...alone, xfetchBeta: 1, lockSeconds: 5}, {get: [found(fresh)], lock: [true], fill: [filled('made')]}, early);
		expect(result).toEqual({outcome: 'miss', value: made});
		expect(steps).toEqual(['get', 'lock', 'get', 'fill', 'set', 'unlock']);
	});

	it('serves what it holds when another refills, or the origin fails: it is fresh', () => {
		expect(read({...alone, xfetchBeta: 1, lockSeconds: 5}, {get: [found(fresh)], lock: [false]}, early).result).toEqual({outcome: 'hit', value: fresh});
		expect(read({...alone, xfetchBeta: 1}, {get: [found(fresh)], fill: [failed]}, early).result).toEqual({outcome: 'hit', value: fresh, reason: 'no answer'});
	});

	it('waits for the other when its own has expired meanwhile', () => {
		const renewed = value('renewed', 60_000);
		const {result} = read({...alone, xfetchBeta: 1, lockSeconds: 5}, {get: [found(fresh), found(fresh), found(fresh), found(renewed)], lock: [false]}, early, [
			nowMs,
			nowMs + 5001,
		]);
		expect(result).toEqual({outcome: 'coalesced', value: renewed});
	});

	it("does not take another's newer value for its own under the lock", () => {
		const renewed = value('renewed', 60_000);
		expect(read({...alone, xfetchBeta: 1, lockSeconds: 5}, {get: [found(fresh), found(renewed)], lock: [true]}, early).result).toEqual({
			outcome: 'coalesced',
			value: renewed,
		});
	});
});

it('whatever is answered: one outcome, each fill that was led landed once, each lock taken given back once', () => {
	const values = fc.integer({min: -20_000, max: 20_000}).map(leftMs => value('any', leftMs));
	const lookups = fc.oneof(values.map(found), fc.constant(empty), fc.constant<Lookup<Named>>({status: 'down', reason: 'refused'}));
	const fills = fc.constantFrom(filled('made'), failed);
	const some = <T>(answers: fc.Arbitrary<T>) => fc.array(answers, {minLength: 1, maxLength: 5});
	const seconds = fc.constantFrom(0, 10);
	const policies = fc.record({
		ttlSeconds: seconds,
		singleFlight: fc.boolean(),
		lockSeconds: seconds,
		staleSeconds: seconds,
		xfetchBeta: fc.constantFrom(0, 5),
		jitterFraction: fc.constantFrom(0, 0.5),
		staleOnErrorSeconds: seconds,
	});
	const left: Filled<Named> = {status: 'failed', reason: 'another process refills', left: true};
	fc.assert(
		fc.property(
			policies,
			some(lookups),
			some(fills),
			some(fc.constantFrom(undefined, left, failed)),
			some(fc.constantFrom(true, false, 'down' as const)),
			fc.double({min: 0, max: 0.999, noNaN: true}),
			(policy, get, fill, join, lock, u) => {
				// A lock is free in the end, and a fill under way lands.
				const script = {get, fill, join: [...join, undefined], lock: [...lock, true]};
				const reading = tell(readThrough<Named>({policy, clock: () => nowMs, uniform: () => u}), script);
				const {outcome} = reading.result;
				expect(outcomes).toContain(outcome);
				expect('value' in reading.result).toBe(outcome !== 'error');
				for (const told of [reading, ...reading.behind.map(task => tell(task, script))]) {
					const count = (step: string) => told.steps.filter(other => other === step).length;
					const answered = <T>(answers: readonly T[], asked: number, answer: T) =>
						answers.slice(0, asked).filter(other => other === answer).length + Math.max(0, asked - answers.length);
					expect(count('land')).toBe(answered(script.join, count('join'), undefined));
					expect(count('unlock')).toBe(answered(script.lock, count('lock'), true));
				}
			},
		),
		{numRuns: 500},
	);
});

it('does not compile with a world that answers a step with what belongs to another', () => {
	const answers: Partial<Answers> = {
		get: () => empty,
		join: () => undefined,
		// @ts-expect-error The lock is taken (true), held by another (false), or `down`.
		lock: () => 'taken',
		// @ts-expect-error That is the answer to `get`.
		fill: () => found(fresh),
		// @ts-expect-error So is this: what a fill brings is not looked up.
		set: () => found(fresh),
	};
	expect(Object.keys(answers)).toEqual(['get', 'join', 'lock', 'fill', 'set']);
});
