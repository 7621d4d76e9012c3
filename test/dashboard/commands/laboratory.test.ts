import {afterAll, beforeAll, expect, test} from 'vitest';
import {predictedReads} from '../../../source/dashboard/selectors/predicted-reads.ts';
import type {Viewers} from '../../../source/dashboard/state/state.ts';
import {usualProtection} from '../../../source/lab/protections.ts';
import {until} from '../../until.ts';
import {openWorld, type TestedWorld} from './open-world.ts';

const nobody: Viewers = {count: 0, arrivals: 'poll', everySeconds: 5, ownProcess: false};

let world: TestedWorld;

beforeAll(async () => {
	world = await openWorld();
});

afterAll(async () => {
	await world.close();
});

test('theory for a crowd of pollers comes from a thread, and is computing until it is of the present load', async () => {
	expect(predictedReads(world.state())).not.toBeTypeOf('string');
	world.dispatch({type: 'ttl-chosen', ttlSeconds: 2});
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 30}});
	expect(predictedReads(world.state())).toBe('computing');
	await until(() => predictedReads(world.state()) !== 'computing');
	const predicted = predictedReads(world.state());
	// λT/(1+λT) of 6 reads a second and 2 s, within the thousandths that pollers differ by.
	expect(typeof predicted === 'string' ? 0 : predicted.hitRate).toBeCloseTo(12 / 13, 1);
	world.dispatch({type: 'protection-chosen', protection: {...usualProtection, on: new Set(['swr'])}});
	expect(predictedReads(world.state())).toBe('computing');
	world.dispatch({type: 'protection-chosen', protection: usualProtection});
});

test("the laboratory's screen gets curves, and a band once there are reads enough", async () => {
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 50, everySeconds: 0.5}});
	world.dispatch({type: 'screen-chosen', screen: 'laboratory'});
	const theory = await until(() => {
		const {theory} = world.state().laboratory;
		return theory?.isCurrent && theory.curve?.length === 61 && theory.band ? theory : undefined;
	});
	expect(theory.curve![0]!.ttlSeconds).toBe(1);
	expect(theory.band!.low).toBeLessThanOrEqual(theory.present!.hitRate);
	expect(theory.band!.high).toBeGreaterThanOrEqual(theory.present!.hitRate);
});

test('what if: SIMULATED with the present load, at another TTL', async () => {
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 30, arrivals: 'poisson'}});
	world.dispatch({type: 'what-if-wished', ttlSeconds: 300});
	expect(world.state().laboratory.simulatingSeconds).toBe(300);
	const {point} = await world.next('simulation-ended');
	expect(point.reads).toBeGreaterThanOrEqual(200_000);
	expect(point.hitRate).toBeCloseTo(1800 / 1801, 3);
	expect(point.meanAgeSeconds).toBeCloseTo(150, -1);
	expect(world.state().laboratory).toMatchObject({simulatingSeconds: undefined, whatIf: [point]});
});

test('a simulation of the load before is dropped when the load changes, and nothing is said of it', async () => {
	const from = world.events.length;
	world.dispatch({type: 'what-if-wished', ttlSeconds: 86_400});
	world.dispatch({type: 'viewers-chosen', viewers: {...nobody, count: 20, arrivals: 'poisson', everySeconds: 1}});
	expect(world.state().laboratory).toMatchObject({simulatingSeconds: undefined, whatIf: []});
	// It takes a fraction of the time between two ticks.
	await world.next('clock-ticked');
	await world.next('clock-ticked');
	expect(world.state().laboratory.whatIf).toEqual([]);
	world.dispatch({type: 'what-if-wished', ttlSeconds: 60});
	const {point} = await world.next('simulation-ended');
	expect(point.ttlSeconds).toBe(60);
	expect(point.hitRate).toBeCloseTo(1200 / 1201, 2);
	expect(world.state().laboratory.whatIf).toEqual([point]);
	expect(world.events.slice(from).filter(({type}) => type === 'simulation-failed')).toEqual([]);
});

test('another TTL goes on with it; Esc cancels it', async () => {
	world.dispatch({type: 'what-if-wished', ttlSeconds: 3600});
	world.dispatch({type: 'ttl-chosen', ttlSeconds: 30});
	expect(world.state().laboratory.simulatingSeconds).toBe(3600);
	expect((await world.next('simulation-ended')).point.ttlSeconds).toBe(3600);
	world.dispatch({type: 'what-if-wished', ttlSeconds: 7200});
	world.dispatch({type: 'cancel-wished'});
	expect(world.state().activity[0]).toMatchObject({text: 'what if: cancelled', kind: 'note'});
	expect(world.state().laboratory.simulatingSeconds).toBeUndefined();
	expect(world.state().laboratory.whatIf.map(({ttlSeconds}) => ttlSeconds)).toEqual([60, 3600]);
});
