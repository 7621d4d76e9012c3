import {shop} from '../../../../source/scenarios/shop/shop.ts';
import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {Screen} from '../../../../source/dashboard/app.tsx';
import {bodies} from '../../../../source/dashboard/screens/bodies.ts';
import {ActivityPanel} from '../../../../source/dashboard/screens/dashboard/activity-panel.tsx';
import {CachePanel} from '../../../../source/dashboard/screens/dashboard/cache-panel.tsx';
import {cacheView} from '../../../../source/dashboard/screens/dashboard/cache-view.ts';
import {AnswerPanel} from '../../../../source/dashboard/screens/dashboard/answer-panel.tsx';
import type {RevenueReport} from '../../../../source/scenarios/shop/revenue.ts';
import {revenueView} from '../../../../source/scenarios/shop/revenue-view.ts';
import {at, stateAfter} from '../../desk.ts';
import {initialState, type ShownRead, type State} from '../../../../source/dashboard/state/state.ts';

const nowMs = Date.UTC(2026, 10, 24, 12, 4, 31);
const figures = {todayCents: 120_340, revenueCents: 4_812_011, orders: 112, units: 143};
type Shown = ShownRead & {readonly answer: RevenueReport};

const read: Shown = {
	about: '',
	outcome: 'hit',
	stores: {redis: {state: 'up'}},
	stands: true,
	latencyMs: 0.214,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 228_000,
	ageMs: 72_000,
	answer: {
		asOfMs: nowMs - 72_000,
		windowDays: 30,
		day: '2026-11-24',
		timeZone: 'UTC',
		categories: [
			{category: 'Electronics', ...figures},
			{category: 'Books', ...figures, todayCents: 0},
		],
		totals: {...figures, orders: 130},
	},
};

function state(changes: Partial<State> = {}): State {
	return {...initialState({scenario: shop, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 80, 24, nowMs), ...changes};
}

const frame = (node: React.ReactElement) =>
	render(node)
		.lastFrame()!
		.split('\n')
		.map(line => line.trimEnd());

function answer(
	of: Shown,
	atMs: number,
	{timeZone = 'UTC', isUnanswered = false, width = 54}: {timeZone?: string; isUnanswered?: boolean; width?: number} = {},
): string[] {
	return frame(
		<AnswerPanel
			title="Revenue by category"
			shown={{read: of, view: revenueView(of.answer, atMs)}}
			nowMs={atMs}
			timeZone={timeZone}
			isUnanswered={isUnanswered}
			waiting=""
			ascii={false}
			width={width}
			height={8}
		/>,
	);
}

test('revenue: the table, its total, and where the value came from', () => {
	expect(answer(read, nowMs)).toEqual([
		'╭ Revenue by category ── without returns; today UTC ─╮',
		'│ category         today    30 days  orders  units   │',
		'│ Electronics   1,203.40  48,120.11     112    143   │',
		'│ Books             0.00  48,120.11     112    143   │',
		'│ Total         1,203.40  48,120.11     130    143   │',
		'│                                                    │',
		'│ HIT from Redis · 0.214 ms · 1 min 12 s old         │',
		'╰────────────────────────────────────────────────────╯',
	]);
});

test('a value that outlived an answer says so, in place of where it came from', () => {
	const lines = answer(read, nowMs, {isUnanswered: true, width: 64});
	expect(lines.at(-2)).toMatch(/^│ NO ANSWER · last value · as of 12:03:19, 1 min 12 s old +│$/);
});

test('cache: no figure before 20 reads, then seen beside predicted', () => {
	const before = frame(<CachePanel view={cacheView(state({keyExpiresAtMs: nowMs + 228_000}))} width={27} height={13} />);
	expect(before).toEqual([
		'╭ Cache ──────────────────╮',
		'│ TTL 5 min               │',
		'│ ███████████░░░░    3:48 │',
		'│ key ends 12:08:19       │',
		'│ 0 reads     seen theory │',
		'│ hits, %        –   99.6 │',
		'│ age, min       –    2.5 │',
		'│ figures after 20 reads  │',
		'│ counting since 12:04:31 │',
		'│ nothing shown yet       │',
		'│ error: nothing shown yet│',
		'│ hits 0  misses 0        │',
		'╰─────────────────────────╯',
	]);
	let counted = state();
	for (let i = 0; i < 25; i++) {
		counted = stateAfter(counted, {
			type: 'reads-ended',
			reads: [i === 0 ? {...read, outcome: 'miss'} : read],
			asked: {queries: i === 0 ? 1 : 0, fillsMs: [], shed: 0},
		});
	}

	const changed = frame(<CachePanel view={cacheView(stateAfter(counted, at(nowMs + 5000, {type: 'ttl-chosen', ttlSeconds: 60})))} width={54} height={20} />);
	expect(changed.slice(7, 10).map(line => line.slice(2, -2).trimEnd())).toEqual([
		'figures after 20 reads',
		'counting again since 12:04:36: the TTL changed',
		'before: 25 reads, 96.0 % hits, 1 min 12 s old',
	]);
	const after = frame(<CachePanel view={cacheView(counted)} width={36} height={13} />);
	expect(after[4]).toMatch(/hit rate, % +96\.0 +99\.6/);
	expect(after[5]).toMatch(/mean age, min +1\.2 +2\.5/);
});

test.each<[string, State['layers']['redis'], boolean, string, string, number]>([
	[
		'refuses to store',
		{health: 'refuses', reason: 'out of memory', isReadOnly: true, backend: undefined},
		true,
		'no key',
		'Redis refuses to store: out of memory',
		48,
	],
	[
		'refuses to store, on a narrow screen',
		{health: 'refuses', reason: 'out of memory', isReadOnly: true, backend: undefined},
		true,
		'no key',
		'refuses: out of memory',
		26,
	],
	['refuses to read', {health: 'refuses', reason: 'asks for a password', backend: undefined}, false, 'not known', 'Redis refuses: asks for a password', 48],
	['does not answer', {health: 'silent', backend: undefined}, false, 'not known', 'Redis does not answer', 36],
])('cache: a Redis that %s fills no gauge, and says why', (_, redis, isKeyKnown, gauge, said, width) => {
	const troubled = state({isKeyKnown, keyExpiresAtMs: undefined, layers: {...state().layers, redis}});
	const lines = frame(<CachePanel view={cacheView(troubled)} width={width} height={11} />);
	expect(lines[2]).toMatch(new RegExp(`^│ ░+ +${gauge} │$`));
	expect(lines[3]).toContain(said);
});

test.each([
	[80, {}],
	[100, {redis: 60_000}],
	[80, {mongo: -2000}],
	[80, {postgres: 2000}],
])('the header says that clocks differ, %i wide', (columns, clocks) => {
	const isOff = Object.keys(clocks).length > 0;
	const [header] = frame(<Screen bodies={bodies} state={state({columns, clocks: {postgres: 0, mongo: 0, redis: 0, ...clocks}})} />);
	expect(header!.includes('clocks differ  12:04:31 UTC')).toBe(isOff);
	expect(header!.length).toBeLessThanOrEqual(columns);
});

test('the header counts a key that is past its end and still kept, to be served stale', () => {
	expect(frame(<Screen bodies={bodies} state={state()} />)[0]).not.toContain('0 keys');
	const opened = {...state(), layers: {...state().layers, redis: {health: 'up', backend: undefined}}} as const;
	const header = (on: State['protection']['on'], endedSeconds: number) =>
		frame(<Screen bodies={bodies} state={{...opened, keyExpiresAtMs: nowMs - endedSeconds * 1000, protection: {...opened.protection, on}}} />)[0];
	expect(header(new Set(['swr']), 30)).toContain('1 key');
	expect(header(new Set(['swr']), 61)).toContain('0 keys');
	expect(header(new Set(['single-flight']), 1)).toContain('0 keys');
});

test('an error that was measured too long ago is no figure, and no word that nothing is off', () => {
	const truth = {about: '', answer: {...read.answer, asOfMs: nowMs}, trade: {orders: 10, cents: 1000, squareCents: 100_000}, tookMs: 3};
	const compared = stateAfter(state({shown: read}), {type: 'truth-measured', truth, everySeconds: 2});
	const text = (atMs: number, width: number) => frame(<CachePanel view={cacheView({...compared, nowMs: atMs})} width={width} height={20} />).join('\n');
	for (const width of [27, 54]) {
		expect(text(nowMs + 1000, width)).toContain('no category is off');
		const late = text(nowMs + 42_000, width);
		expect(late).toContain('not measured for 0:42');
		expect(late).not.toContain('no category is off');
		expect(late).not.toContain('0.00');
		expect(late).toMatch(/today +– │/);
	}
});

test('help: of an address all is shown, of what stands behind it what finds room', () => {
	const layer = (what: string, address: string) =>
		({health: 'up', backend: {kind: 'embedded', label: `embedded engine, ${what}`, version: '0.1.0', address}}) as const;
	const layers = {
		...state().layers,
		mongo: layer('MongoDB wire protocol', 'mongodb://127.0.0.1:40123'),
		redis: layer('Redis protocol', 'redis://127.0.0.1:40124'),
		gcs: layer('GCS JSON API', 'http://127.0.0.1:40125/storage/v1/b/shopstream'),
	};
	const said = frame(<Screen bodies={bodies} state={state({helpPage: 0, layers})} />)
		.filter(line => /mongosh|redis-cli|storage/.test(line))
		.map(line => line.slice(2, -1).trimEnd());
	expect(said).toEqual([
		'MongoDB    mongosh mongodb://127.0.0.1:40123/shopstream  embedded engine',
		'Redis      redis-cli -u redis://127.0.0.1:40124  embedded engine',
		'GCS        http://127.0.0.1:40125/storage/v1/b/shopstream  embedded engine',
	]);
});

test('activity: why a run is hard to compare is not cut off on a small screen', () => {
	const job = {name: 'benchmark', done: 0, total: 400, cancelling: false, remarks: [], worstDelayMs: 0} as const;
	const estimate = {ratio: 62, low: 26, high: 116};
	const side = {count: 200, p50Ms: 1, p95Ms: 2, p99Ms: 3};
	const switched = stateAfter(state({job}), at(nowMs, {type: 'stream-wished', isStreaming: true}));
	const ended = stateAfter(switched, {
		type: 'latency-measured',
		cancelled: false,
		measurement: {mode: 'burst', miss: side, hit: side, speedup: estimate} as never,
	});
	expect(frame(<Screen bodies={bodies} state={ended} />).join('\n')).toMatch(/run 26 to 116 ! .*\n.* orders arrived/);
});

test('cache: while the old TTL still runs, nothing is counted, and it is said until when', () => {
	const standing = state({shown: read, keyExpiresAtMs: nowMs + 228_000, ttlMode: 'next'});
	const waiting = stateAfter(standing, at(nowMs, {type: 'ttl-chosen', ttlSeconds: 90_000}));
	const text = (width: number, of = waiting) => frame(<CachePanel view={cacheView(of)} width={width} height={16} />).join('\n');
	for (const width of [27, 40, 80]) {
		expect(text(width)).toContain('not counted');
		expect(text(width)).toMatch(/old TTL (runs )?until 12:08:19/);
		expect(text(width)).toMatch(/count(s|ed) from 12:08:19/);
		expect(text(width)).not.toMatch(/since|0 reads/);
	}

	expect(text(80)).toContain('the old TTL runs until 12:08:19; counting starts then');
	expect(text(27, {...waiting, nowMs: nowMs + 229_000})).toContain('again since 12:08:19');
	expect(frame(<Screen bodies={bodies} state={waiting} />).at(-3)).toBe(' The old TTL runs until 12:08:19; counting starts then.');
	expect(frame(<Screen bodies={bodies} state={{...waiting, screen: 'laboratory'}} />).join('\n')).toContain('old TTL until 12:08:19');
});

test('activity: what runs with its progress, then what happened, newest first', () => {
	const activity = [
		{atMs: nowMs, text: 'seeded 500 orders', kind: 'done' as const},
		{atMs: nowMs - 1000, text: 'bypass: gone', kind: 'failed' as const},
	];
	expect(
		frame(
			<ActivityPanel
				job={{name: 'benchmark', done: 40, total: 400, cancelling: false, remarks: [], worstDelayMs: 0}}
				activity={activity}
				timeZone="UTC"
				width={34}
				height={6}
			/>,
		),
	).toEqual([
		'╭ Activity ──────────────────────╮',
		'│ benchmark 40 / 400             │',
		'│ ██░░░░░░░░░░░░░░░  Esc cancels │',
		'│ 12:04:31 seeded 500 orders     │',
		'│ 12:04:30 ! bypass: gone        │',
		'╰────────────────────────────────╯',
	]);
});

test.each([
	[80, 24],
	[100, 24],
])('the whole screen fills %i × %i exactly', (columns, rows) => {
	const lines = render(<Screen bodies={bodies} state={state({columns, rows, shown: read})} />)
		.lastFrame()!
		.split('\n');
	expect(lines).toHaveLength(rows);
	expect(lines.filter(line => /^[╭│╰├]/.test(line)).every(line => line.length === columns)).toBe(true);
});

test('a screen too small says what it needs', () => {
	expect(frame(<Screen bodies={bodies} state={state({columns: 60, rows: 20})} />)).toEqual([
		'shopstream-tui',
		'needs 80 × 24,',
		'this is 60 × 20.',
		'Enlarge it, or q quits.',
	]);
});

test('a value from before midnight is headed with its day, and a day that has just begun says so', () => {
	const midnightMs = Date.UTC(2026, 10, 24, 18, 30);
	const report = {...read.answer, asOfMs: midnightMs - 60_000, day: '2026-11-24', timeZone: 'Asia/Kolkata'};
	const lines = (asked: Shown, atMs: number) => answer(asked, atMs, {timeZone: 'Asia/Kolkata'});
	expect(lines({...read, servedAtMs: midnightMs, answer: report}, midnightMs + 20 * 60_000).slice(0, 3)).toEqual([
		'╭ Revenue by category ──────── it is Wed 25 Nov now ─╮',
		'│ category     Tue 24 Nov     30 days  orders  units │',
		'│ Electronics    1,203.40   48,120.11     112    143 │',
	]);
	const fresh = {...report, asOfMs: midnightMs + 60_000, day: '2026-11-25'};
	expect(lines({...read, servedAtMs: midnightMs + 60_000, answer: fresh}, midnightMs + 20 * 60_000)).toMatchObject({
		0: '╭ Revenue by category ────── today began 20 min ago ─╮',
		1: '│ category         today    30 days  orders  units   │',
		6: '│ HIT from Redis · 0.214 ms · 00:01:00, 19 min old   │',
	});
});

test('the error of a value from before midnight: the new day is not in it', () => {
	const yesterday = {...read, answer: {...read.answer, day: '2026-11-23'}};
	const truth = {about: '', answer: {...read.answer, asOfMs: nowMs}, trade: {orders: 10, cents: 1000, squareCents: 100_000}, tookMs: 3};
	const compared = stateAfter(state({shown: yesterday}), {type: 'truth-measured', truth, everySeconds: 2});
	const wide = frame(<CachePanel view={cacheView(compared)} width={54} height={18} />);
	expect(wide.some(line => line.includes('today (Tue 24 Nov): not in this answer, 1,203.40'))).toBe(true);
	expect(frame(<CachePanel view={cacheView(compared)} width={26} height={18} />).some(line => line.includes('today: not in it'))).toBe(true);
});
