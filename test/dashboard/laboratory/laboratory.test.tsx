import {expect, test} from 'vitest';
import {toAscii} from '../../../source/dashboard/ascii-output.ts';
import {Laboratory} from '../../../source/dashboard/laboratory/laboratory.tsx';
import type {LaboratoryView} from '../../../source/dashboard/laboratory/view.ts';
import {renderAt} from '../render-at.ts';
import {emptyView, fullView, placingView, pollingFigures, runningView} from './views.ts';

const small = {width: 80, height: 21};
const large = {width: 140, height: 43};

function frame(view: LaboratoryView, size = small): string[] {
	return renderAt(<Laboratory view={view} {...size}/>, size.width, size.height + 2).split('\n').map(line => line.trimEnd());
}

const sizes = [small, {width: 80, height: 42}, {width: 100, height: 27}, {width: 120, height: 28}, large, {width: 160, height: 48}];
const views = {emptyView, runningView, fullView, placingView};

test.each(sizes.flatMap(size => Object.entries(views).map(([name, view]) => [name, size.width, size.height, view] as const)))('%s fills %i × %i exactly', (_name, width, height, view) => {
	const lines = frame(view, {width, height});
	expect(lines).toHaveLength(height);
	const framed = lines.slice(0, -1);
	expect(framed.every(line => line.length === width && /^[╭│╰].*[╮│╯]$/.test(line))).toBe(true);
});

test('nothing known yet', () => {
	expect(frame(emptyView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 min ──────────────────╮",
		  "│ 100 % ┤                  ⠅                 ││ 1 viewer, every 5 s            │",
		  "│       │                  ⠅                 ││ protection: single-flight      │",
		  "│       │                  ⠅                 ││                                │",
		  "│  50 % ┤        computing the theory        ││             guess theory   seen│",
		  "│       │                  ⠅                 ││ hit rate        -      -      -│",
		  "│       │                  ⠅                 ││ mean age        -      -      -│",
		  "│   0 % ┤                  ⠅                 ││ queries         -      -      -│",
		  "│        1s    10s     TTL 5 min 1h       24h││ today off       -      -      -│",
		  "╰────────────────────────────────────────────╯│ 0/20 reads, then figures       │",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ computing the theory           │",
		  "│  10 h ┤                  ⠅                 ││                                │",
		  "│       │                  ⠅                 ││ reads 0  hit 0  miss 0         │",
		  "│       │                  ⠅                 ││                                │",
		  "│   1 m ┤        computing the theory        ││ A longer TTL buys more hits,   │",
		  "│       │                  ⠅                 ││ and fewer queries reach        │",
		  "│       │                  ⠅                 ││ MongoDB. It costs age: answers │",
		  "│ 0.1 s ┤                  ⠅                 ││ are older, and today's revenue │",
		  "│        1s    10s     TTL 5 min 1h       24h││ on the screen is further off.  │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " across: TTL, logarithmic",
		]
	`);
});

test('placing a guess hides whatever would tell the answer', () => {
	expect(frame(placingView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 s ────────────────────╮",
		  "│ 100 % ┤     ⠅                              ││ 30 viewers, each every 5 s     │",
		  "│       │     ⠅    o                         ││ protection: single-flight      │",
		  "│       │     ? 60 %                         ││ a fill takes 4.2 ms            │",
		  "│  50 % ┤o    ⠅                              ││ SLOW ORIGIN, 400 ms added      │",
		  "│       │     ⠅ hidden while you guess       ││                                │",
		  "│       │     ⠅                              ││ What will the hit rate be?     │",
		  "│   0 % ┤     ⠅                              ││                                │",
		  "│          TTL 5 s   1m   5m     1h       24h││ your guess 60 %                │",
		  "╰────────────────────────────────────────────╯│                                │",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ arrows  move it                │",
		  "│  10 h ┤     ⠅                              ││ Enter   starts the run         │",
		  "│       │     ⠅                              ││ Esc     leaves it              │",
		  "│       │     ⠅                              ││                                │",
		  "│   1 m ┤     ⠅ hidden while you guess       ││ Theory and what was seen are   │",
		  "│       │     ⠅    o                         ││ hidden while you guess.        │",
		  "│       │     ⠅                              ││                                │",
		  "│ 0.1 s ┤o    ⠅                              ││                                │",
		  "│          TTL 5 s   1m   5m     1h       24h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ? guess  o earlier setting  across: TTL, logarithmic",
		]
	`);
	for (const size of [small, large]) {
		const text = frame({...placingView, chartPair: 1}, size).join('\n');
		expect(text).toContain('Buys: hit rate');
		expect(text).not.toMatch(/96\.8|92\.0|1,108|SIMULATED|@/);
	}
});

test('few reads: a count and no figure', () => {
	const lines = frame({...runningView, reads: 7, outcomes: {...runningView.outcomes, hit: 4, miss: 3}});
	expect(lines.join('\n')).not.toMatch(/66\.3|@|inside/);
	expect(lines.join('\n')).toContain('7/20 reads, then figures');
	expect(lines).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│ 100 % ┤       ⠅ ⢠⣴⣀⣠⣤⡴⠶⠶⠞⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 1 viewer, every 5 s            │",
		  "│       │       ⢥⢀⣰⠞⠋⠁⠛⠛⠉⠉⠉⠉⠉                ││ protection: single-flight      │",
		  "│       │     ⢠⣤⡷⠞⠁⠋                         ││ a fill takes 4.2 ms            │",
		  "│  50 % ┤     ⢠⣤⡇⠁                           ││                                │",
		  "│       │     ⢸⠛⠅                            ││             guess theory   seen│",
		  "│       │     ⢸ ⠅                            ││ hit rate        - 66.7 %      -│",
		  "│   0 % ┤⣤⣤⣤⣤⣤⣼ ⠅                            ││ mean age        -  5.0 s      -│",
		  "│        1s TTL 10 s 1m   5m     1h       24h││ queries         - 4.0 /m      -│",
		  "╰────────────────────────────────────────────╯│ today off       - 0.01 %      -│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ 7/20 reads, then figures       │",
		  "│  10 h ┤       ⠅                         ⣀⣤⣤││                                │",
		  "│       │       ⠅                  ⢀⣀⣤⡴⠶⠛⠛⠉  ││ reads 7  hit 4  miss 3         │",
		  "│       │       ⠅            ⣀⣠⣤⡴⠾⠛⠋⠉        ││                                │",
		  "│   1 m ┤       ⠅      ⣀⣠⡴⠶⠞⠛⠉⠁              ││ off by 12.40 today, 0.6 %      │",
		  "│       │       ⣅⣀⣠⣤⠶⠛⠛⠉⠁                    ││                                │",
		  "│       │     ⢰⠶⠏⠉⠁                          ││                                │",
		  "│     0 ┤⣤⣤⣤⣤⣤⣼ ⠅                            ││                                │",
		  "│        1s TTL 10 s 1m   5m     1h       24h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  across: TTL, logarithmic",
		]
	`);
});

test('a run beside its theory and band', () => {
	expect(frame(runningView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│ 100 % ┤       ⠅ ⢠⣴⣀⣠⣤⡴⠶⠶⠞⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 1 viewer, every 5 s            │",
		  "│       │       ⢥⢀⣰⠞⠋⠁⠛⠛⠉⠉⠉⠉⠉                ││ protection: single-flight      │",
		  "│       │     ⢠⣤@⠞⠁⠋                         ││ a fill takes 4.2 ms            │",
		  "│  50 % ┤     ⢠⣤⡇⠁                           ││                                │",
		  "│       │     ⢸⠛⠅                            ││             guess theory   seen│",
		  "│       │     ⢸ ⠅                            ││ hit rate        - 66.7 % 66.3 %│",
		  "│   0 % ┤⣤⣤⣤⣤⣤⣼ ⠅                            ││ mean age        -  5.0 s  4.9 s│",
		  "│        1s TTL 10 s 1m   5m     1h       24h││ queries         - 4.0 /m 4.0 /m│",
		  "╰────────────────────────────────────────────╯│ today off       - 0.01 % 0.01 %│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│                                │",
		  "│  10 h ┤       ⠅                         ⣀⣤⣤││ 5-95 %: 61.0 to 72.0 %  inside │",
		  "│       │       ⠅                  ⢀⣀⣤⡴⠶⠛⠛⠉  ││                                │",
		  "│       │       ⠅            ⣀⣠⣤⡴⠾⠛⠋⠉        ││ reads 240  hit 159  miss 81    │",
		  "│   1 m ┤       ⠅      ⣀⣠⡴⠶⠞⠛⠉⠁              ││                                │",
		  "│       │       @⣀⣠⣤⠶⠛⠛⠉⠁                    ││ off by 12.40 today, 0.6 %      │",
		  "│       │     ⢰⠶⠏⠉⠁                          ││                                │",
		  "│     0 ┤⣤⣤⣤⣤⣤⣼ ⠅                            ││                                │",
		  "│        1s TTL 10 s 1m   5m     1h       24h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  across: TTL, logarithmic",
		]
	`);
});

test('everything at once, large', () => {
	expect(frame(fullView, large)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ────────────── of all reads ─╮╭ Costs: mean age ────────────── logarithmic ─╮╭ At TTL 5 s ────────────────────────────────╮",
		  "│ 100 % ┤⢀⣴⣿⣿⣀⣥⣤⠶⠶⠶⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛s⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││       │     ⠅                               ││ 30 viewers, each every 5 s                 │",
		  "│       │⣿⢀⡴⠟⠉@⣿⣿⣿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿││  10 h ┤     ⠅                            ⢀⣠⠞││ protection: single-flight                  │",
		  "│       │⡴⠋⣿⠟⠋⠍     o                         ││       │     ⠅                          ⢀⡴⠋⠁ ││ a fill takes 4.2 ms                        │",
		  "│       │⣿⠟⠁  ⠅                               ││       │     ⠅                       ⢀⣠⠞⠋    ││ SLOW ORIGIN, 400 ms added                  │",
		  "│  75 % ┤⠁    ⠅                               ││   1 h ┤     ⠅                     ⢠⡴⠋⠁      ││                                            │",
		  "│       │     ⠅                               ││       │     ⠅                   ⣠s⠋         ││                    guess   theory     seen │",
		  "│       │     ⠅                               ││  10 m ┤     ⠅                ⣠⡴⠛⠁           ││ hit rate            60 %   96.8 %   92.0 % │",
		  "│       │     ?                               ││       │     ⠅              ⣠⠾⠁              ││ mean age               -    2.4 s    2.4 s │",
		  "│       │     ⠅                               ││       │     ⠅           ⣀⡴⠛⠁                ││ origin queries         -    12 /m    13 /m │",
		  "│  50 % ┤o    ⠅                               ││   1 m ┤     ⠅         ⣤⠞⠉                   ││ today is off           -   0.01 %   0.01 % │",
		  "│       │     ⠅                               ││       │     ⠅      ⢀⡴⠞⠁                     ││                                            │",
		  "│       │     ⠅                               ││  10 s ┤     ⠅   ⢀⣤o⠋                        ││ 5-95 %: 95.1 to 98.2 %  OUTSIDE            │",
		  "│       │     ⠅                               ││       │     ⠅ ⢀⡴⠏                           ││ 9 runs in 10 of this length lie there      │",
		  "│  25 % ┤     ⠅                               ││       │     @⠞⠋                             ││ your guess 60 %: 32 points low             │",
		  "│       │     ⠅                               ││   1 s ┤  ⢀⡴⠛⠅                               ││                                            │",
		  "│       │     ⠅                               ││       │⢀⡴⠋⠁ ⠅                               ││ reads 1,204  hit 1,108  miss 41            │",
		  "│       │     ⠅                               ││       │o    ⠅                               ││ coalesced 55  shed 3                       │",
		  "│   0 % ┤     ⠅                               ││ 0.1 s ┤     ⠅                               ││                                            │",
		  "│          TTL 5 s   1m   5m      1h       24h││          TTL 5 s   1m   5m      1h       24h││ off by 12.40 today, 0.6 %                  │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯│                                            │",
		  "╭ Buys: fewer origin queries ─── logarithmic ─╮╭ Costs: today is off by ─────── logarithmic ─╮│ s SIMULATED TTL 1 h, 10,000 reads          │",
		  "│  1 /s ┤⢦⣀   ⠅                               ││1000 % ┤     ⠅                               ││   99.9 %, 30.0 m old, 1.0 /h               │",
		  "│       │o⠉⠳⣄ ⠅                               ││       │     ⠅                               ││                                            │",
		  "│       │   ⠉⠳@                               ││ 100 % ┤     ⠅                             ⣀⡴││ at most 1 % off today, 95 % of reads       │",
		  "│  6 /m ┤     ⠍⠳⢦⡀                            ││       │     ⠅                          ⢀⣴⠞⠉ ││ TTL 6 min 18 s                             │",
		  "│       │     ⠅  ⠙⣆                           ││       │     ⠅                       ⣀⣤⠞⠋    ││ today is 10 h old; 1 % of it comes in 6    │",
		  "│       │     ⠅   ⠈⠛o⡀                        ││  10 % ┤     ⠅                    s⣰⠞⠉       ││   min.                                     │",
		  "│  1 /m ┤     ⠅      ⠙⢦⡀                      ││       │     ⠅                 ⢀⣤⠶⠋⠁         ││                                            │",
		  "│       │     ⠅        ⠙⢧⡀                    ││   1 % ┤     ⠅               ⣠⠞⠋             ││ o earlier            hit      age   origin │",
		  "│       │     ⠅          ⠙⢦⣀                  ││       │     ⠅           ⢀⣠⠶⠛⠁               ││ 30 s              85.7 %   12.9 s   1.7 /m │",
		  "│ 10 /h ┤     ⠅            ⠉⠳⣄                ││       │     ⠅         ⣠⠶⠋⠁                  ││ 1 s               50.0 %   0.25 s    30 /m │",
		  "│       │     ⠅              ⠈⢳⣀              ││ 0.1 % ┤     ⠅      ⣠⡴⠛⠁                     ││                                            │",
		  "│       │     ⠅                ⠉⠳⣄            ││       │     ⠅   ⣠⠶o⠁                        ││ A longer TTL buys more hits, and fewer     │",
		  "│  1 /h ┤     ⠅                  ⠈⠳s⡀         ││0.01 % ┤     ⠅⣀⡴⠞⠁                           ││ queries reach MongoDB. It costs age:       │",
		  "│       │     ⠅                    ⠈⠹⣄        ││       │   ⣀⡴@⠉                              ││ answers are older, and today's revenue on  │",
		  "│       │     ⠅                      ⠈⠳⣄⡀     ││       │⢀⣠⠶⠋ ⠅                               ││ the screen is further off.                 │",
		  "│       │     ⠅                        ⠈⠙⢦⡀   ││.001 % ┤o⠁   ⠅                               ││                                            │",
		  "│       │     ⠅                           ⠹⣄⡀ ││       │     ⠅                               ││                                            │",
		  "│  1 /d ┤     ⠅                            ⠈⠙⢦││.0001% ┤     ⠅                               ││                                            │",
		  "│          TTL 5 s   1m   5m      1h       24h││          TTL 5 s   1m   5m      1h       24h││                                            │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯╰────────────────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  ? guess  o earlier setting  s SIMULATED  across: TTL, logarithmic",
		]
	`);
});

test('everything at once, small: the last to be said are dropped whole', () => {
	expect(frame(fullView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 s ────────────────────╮",
		  "│ 100 % ┤⢀⣀⣤⡴⠶@⠶⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛s⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 30 viewers, each every 5 s     │",
		  "│       │⠋⠉⠉⠉ ⠅    o                         ││ protection: single-flight      │",
		  "│       │     ?                              ││ a fill takes 4.2 ms            │",
		  "│  50 % ┤o    ⠅                              ││ SLOW ORIGIN, 400 ms added      │",
		  "│       │     ⠅                              ││             guess theory   seen│",
		  "│       │     ⠅                              ││ hit rate     60 % 96.8 % 92.0 %│",
		  "│   0 % ┤     ⠅                              ││ mean age        -  2.4 s  2.4 s│",
		  "│          TTL 5 s   1m   5m     1h       24h││ queries         -  12 /m  13 /m│",
		  "╰────────────────────────────────────────────╯│ today off       - 0.01 % 0.01 %│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ 5-95 %: 95.1 to 98.2 %  OUTSIDE│",
		  "│  10 h ┤     ⠅                           ⣀⣤⣤││ your guess 60 %: 32 points low │",
		  "│       │     ⠅                    ⢀⣀⣤⡴⠶⠛⠛⠉  ││ reads 1,204  hit 1,108  miss 41│",
		  "│       │     ⠅              ⣀⣠⣤⡴⠾s⠋⠉        ││ coalesced 55  shed 3           │",
		  "│   1 m ┤     ⠅       ⢀⣀⣠⡴⠶⠞⠛⠉⠁              ││ at most 1 % off today, 95 % of │",
		  "│       │     ⠅ ⣀⣀⣤o⠶⠛⠋⠉⠁                    ││   reads                        │",
		  "│       │ ⢀⣠⣤⠶@⠛⠉⠉                           ││ TTL 6 min 18 s                 │",
		  "│ 0.1 s ┤o⠋⠁  ⠅                              ││ today is 10 h old; 1 % of it   │",
		  "│          TTL 5 s   1m   5m     1h       24h││   comes in 6 min.              │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  ? guess  o earlier setting  s SIMULATED",
		]
	`);
});

test('the other two charts', () => {
	const lines = frame({...runningView, chartPair: 1});
	expect(lines[0]).toContain('Buys: fewer origin queries');
	expect(lines[10]).toContain('Costs: today is off by');
	// A band and a guess stand on the chart of the hit rate alone.
	expect(lines.at(-1)).toContain('theory');
	expect(lines.at(-1)).not.toContain('chance');
});

test('the verdict on the band, and the difference of the guess, in words', () => {
	const said = (changes: Partial<LaboratoryView>) => frame({...fullView, ...changes}).join('\n');
	expect(said({})).toContain('5-95 %: 95.1 to 98.2 %  OUTSIDE');
	expect(said({})).toContain('your guess 60 %: 32 points low');
	expect(said({band: {low: 0.9, high: 0.95}})).toContain('90.0 to 95.0 %  inside');
	expect(said({guess: {hitRate: 0.93, ttlSeconds: 5, isPlacing: false}})).toContain('your guess 93 %: 1 point high');
	expect(said({guess: {hitRate: 0.92, ttlSeconds: 5, isPlacing: false}})).toContain('your guess 92 %: spot on');
	// Before there are reads enough, theory is all there is to hold it against.
	expect(said({reads: 3})).toContain('your guess 60 %: 37 points low');
	// A guess about another TTL stays on the chart, and out of the table.
	expect(said({ttlSeconds: 10})).not.toContain('your guess');
});

test('no formula: no theory, and what to do instead', () => {
	const lines = frame({...runningView, curve: 'no formula', theory: 'no formula', band: undefined, protectionText: 'lock, xfetch'});
	const text = lines.join('\n');
	expect(text).toContain('no formula: measure it');
	expect(text).toContain('measure it, or simulate it');
	expect(text).toMatch(/hit rate +- +- 66\.3 %/);
	expect(text).toContain('@');
	expect(lines).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│ 100 % ┤       ⠅                            ││ 1 viewer, every 5 s            │",
		  "│       │       ⠅                            ││ protection: lock, xfetch       │",
		  "│       │       @                            ││ a fill takes 4.2 ms            │",
		  "│  50 % ┤       no formula: measure it       ││                                │",
		  "│       │       ⠅                            ││             guess theory   seen│",
		  "│       │       ⠅                            ││ hit rate        -      - 66.3 %│",
		  "│   0 % ┤       ⠅                            ││ mean age        -      -  4.9 s│",
		  "│        1s TTL 10 s 1m   5m     1h       24h││ queries         -      - 4.0 /m│",
		  "╰────────────────────────────────────────────╯│ today off       -      - 0.01 %│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ no formula for this setting:   │",
		  "│  10 h ┤       ⠅                            ││ measure it, or simulate it     │",
		  "│       │       ⠅                            ││                                │",
		  "│       │       ⠅                            ││ reads 240  hit 159  miss 81    │",
		  "│   1 m ┤       no formula: measure it       ││                                │",
		  "│       │       @                            ││ off by 12.40 today, 0.6 %      │",
		  "│       │       ⠅                            ││                                │",
		  "│ 0.1 s ┤       ⠅                            ││                                │",
		  "│        1s TTL 10 s 1m   5m     1h       24h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " @ seen  across: TTL, logarithmic",
		]
	`);
	expect(lines.at(-1)).not.toContain('theory');
});

test('a simulation under way, its result and the error budget are said', () => {
	const text = frame({...runningView, simulating: 'TTL 1 h, 10,000 reads', whatIf: fullView.whatIf}).join('\n');
	expect(text).toContain('simulating TTL 1 h, 10,000');
	expect(text).toContain('s SIMULATED TTL 1 h');
	expect(frame({...runningView, budget: fullView.budget}).join('\n')).toContain('TTL 6 min 18 s');
});

test('a slow origin is labelled', () => {
	expect(frame({...runningView, addedFillSeconds: 0.4}).join('\n')).toContain('SLOW ORIGIN, 400 ms added');
});

test('a chart stands still while reads come in', () => {
	const chartsOf = (view: LaboratoryView) => frame(view, large).map(line => line.slice(0, 94));
	const later = {...runningView, reads: 243, seen: {...runningView.seen!, hitRate: 0.664, meanAgeSeconds: 4.92}, outcomes: {...runningView.outcomes, hit: 161, miss: 82}};
	expect(chartsOf(later)).toEqual(chartsOf(runningView));
});

test('a step of the theory at the present TTL is drawn where it is', () => {
	const sparse = [1, 4, 30, 86_400].map(ttlSeconds => ({...pollingFigures(ttlSeconds), ttlSeconds, band: undefined}));
	const view = {...emptyView, ttlSeconds: 5, curve: sparse, theory: pollingFigures(5)};
	// Half of the reads are hits from 5 s on: the curve is there beside the label of 50 %.
	expect(frame(view).find(line => line.includes('50 %'))).toMatch(/50 % ┤ +[⠁-⣿]/);
});

test('long texts are wrapped, and what has no room is dropped whole', () => {
	const wordy = {
		...fullView,
		loadText: '200 viewers in 12 processes, 40.5 reads a second in all',
		protectionText: 'single-flight, lock, swr, xfetch, jitter, stale-on-error',
		outcomes: {hit: 123_456, miss: 12_345, coalesced: 1234, stale: 123, bypass: 12, error: 1},
		truth: 'off by 1,234,567.89 today, 12.6 %, and by 12,345.67 in 30 days',
		whatIf: [{...fullView.whatIf[0]!, ttlSeconds: 5445}],
		budget: {...fullView.budget!, reason: 'Today is 10 h old and 1 % of it comes in 6 min, so that an answer may be 6 min 40 s old at the end.'},
	};
	for (const size of sizes) {
		const lines = frame(wordy, size);
		expect(lines.join('\n')).not.toContain('…');
		expect(lines.join('\n')).toMatch(/today (is )?off .*%/);
		expect(lines.every(line => line.length <= size.width)).toBe(true);
	}
});

test('ASCII alone', () => {
	expect(frame({...runningView, ascii: true}).map(toAscii)).toMatchInlineSnapshot(`
		[
		  "+ Buys: hit rate ------------- of all reads -++ At TTL 10 s -------------------+",
		  "| 100 % +       : ....***********************|| 1 viewer, every 5 s            |",
		  "|       |       :.****.......................|| protection: single-flight      |",
		  "|       |     ..@**.                         || a fill takes 4.2 ms            |",
		  "|  50 % +     ***                            ||                                |",
		  "|       |     *.:                            ||             guess theory   seen|",
		  "|       |.....* :                            || hit rate        - 66.7 % 66.3 %|",
		  "|   0 % +****** :                            || mean age        -  5.0 s  4.9 s|",
		  "|        1s TTL 10 s 1m   5m     1h       24h|| queries         - 4.0 /m 4.0 /m|",
		  "+--------------------------------------------+| today off       - 0.01 % 0.01 %|",
		  "+ Costs: mean age ------------- logarithmic -+|                                |",
		  "|  10 h +       :                          **|| 5-95 %: 61.0 to 72.0 %  inside |",
		  "|       |       :                   ******** ||                                |",
		  "|       |       :            ********        || reads 240  hit 159  miss 81    |",
		  "|   1 m +       :     *******                ||                                |",
		  "|       |       @******                      || off by 12.40 today, 0.6 %      |",
		  "|       |     ***                            ||                                |",
		  "|     0 +****** :                            ||                                |",
		  "|        1s TTL 10 s 1m   5m     1h       24h||                                |",
		  "+--------------------------------------------++--------------------------------+",
		  " ** theory  .. chance, 5-95 %  @ seen  across: TTL, logarithmic",
		]
	`);
	for (const size of [small, large]) {
		const text = frame({...fullView, ascii: true}, size).join('\n');
		expect(text).not.toMatch(/[⠀-⣿]/);
		expect(toAscii(text)).not.toContain('~');
		expect(toAscii(text)).not.toContain('?????');
		expect(text).toContain('** theory');
	}
});
