import {expect, test} from 'vitest';
import {toAscii} from '../../../../source/words/ascii.ts';
import {frame, large} from './frame.tsx';
import {emptyView, fewReadsView, fullView, memoryView, noFormulaView, placingView, runningView} from './views.ts';

test('nothing known yet', () => {
	expect(frame(emptyView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 min ──────────────────╮",
		  "│     100 % ┤                ⠅               ││ 1 viewer, every 5 s            │",
		  "│           │                ⠅               ││ protection: single-flight      │",
		  "│           │                ⠅               ││                                │",
		  "│      50 % ┤      computing the theory      ││             guess theory   seen│",
		  "│           │                ⠅               ││ hit rate, %     –      –      –│",
		  "│           │                ⠅               ││ mean age               –      –│",
		  "│       0 % ┤                ⠅               ││ queries                –      –│",
		  "│            1 s 10 s    TTL 5 min       24 h││ today off, %           –      –│",
		  "╰────────────────────────────────────────────╯│ 0/20 reads, then figures       │",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ computing the theory           │",
		  "│      10 h ┤                ⠅               ││                                │",
		  "│           │                ⠅               ││ reads 0  hit 0  miss 0         │",
		  "│           │                ⠅               ││                                │",
		  "│     1 min ┤      computing the theory      ││ A longer TTL buys more hits,   │",
		  "│           │                ⠅               ││ and fewer queries reach        │",
		  "│           │                ⠅               ││ MongoDB. It costs age: answers │",
		  "│     0.1 s ┤                ⠅               ││ are older, and today's revenue │",
		  "│            1 s 10 s    TTL 5 min       24 h││ on the screen is further off.  │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " across: TTL, logarithmic",
		]
	`);
});

test('a guess is placed', () => {
	expect(frame(placingView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 s ────────────────────╮",
		  "│     100 % ┤    ⠨                           ││ 30 viewers, each every 5 s     │",
		  "│           │    ⠨    o                      ││ protection: single-flight      │",
		  "│           │    ? 60 %                      ││ a fill takes 4.2 ms (median)   │",
		  "│      50 % ┤o   ⠨                           ││ SLOW ORIGIN, 400 ms added      │",
		  "│           │    ⠨hidden while you guess     ││                                │",
		  "│           │    ⠨                           ││ What will the hit rate be?     │",
		  "│       0 % ┤    ⠨                           ││                                │",
		  "│             TTL 5 s 1 min       1 h    24 h││ your guess 60 %                │",
		  "╰────────────────────────────────────────────╯│                                │",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ arrows  move it                │",
		  "│      10 h ┤    ⠨                           ││ Enter   starts the run         │",
		  "│           │    ⠨                           ││ Esc     leaves it              │",
		  "│           │    ⠨                           ││                                │",
		  "│     1 min ┤    ⠨hidden while you guess     ││ Theory and what was seen are   │",
		  "│           │    ⠨    o                      ││ hidden while you guess.        │",
		  "│           │    ⠨                           ││                                │",
		  "│     0.1 s ┤o   ⠨                           ││                                │",
		  "│             TTL 5 s 1 min       1 h    24 h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ? guess  o earlier setting  across: TTL, logarithmic",
		]
	`);
});

test('few reads', () => {
	expect(frame(fewReadsView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│     100 % ┤      ⠨ ⢠⣶⣀⣤⣤⠶⠶⠞⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 1 viewer, every 5 s            │",
		  "│           │      ⠨⢀⣰⠟⠉⠁⠛⠉⠉⠉⠉⠁              ││ protection: single-flight      │",
		  "│           │     ⣤⢸⠞⠁⠁                      ││ a fill takes 4.2 ms (median)   │",
		  "│      50 % ┤     ⣤⣼⠁                        ││                                │",
		  "│           │     ⡟⠫                         ││             guess theory   seen│",
		  "│           │     ⡇⠨                         ││ hit rate, %     –   66.7      –│",
		  "│       0 % ┤⣤⣤⣤⣤⣤⡇⠨                         ││ mean age, s          5.0      –│",
		  "│              TTL 10 s    5 min  1 h    24 h││ queries a minute     4.0      –│",
		  "╰────────────────────────────────────────────╯│ today off, %        0.01      –│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ 7/20 reads, then figures       │",
		  "│      10 h ┤      ⠨                      ⣀⣠⣤││                                │",
		  "│           │      ⠨                ⢀⣠⣤⡴⠞⠛⠉⠁ ││ reads 7  hit 4  miss 3         │",
		  "│           │      ⠨          ⢀⣀⣤⣴⠶⠛⠋⠉       ││                                │",
		  "│     1 min ┤      ⠨     ⢀⣠⣤⠶⠞⠋⠉             ││ off by 12.40 today, 0.6 %      │",
		  "│           │      ⢨⣀⣠⡴⠶⠛⠋⠁                  ││                                │",
		  "│           │     ⡶⠾⠉⠁                       ││                                │",
		  "│         0 ┤⣤⣤⣤⣤⣤⡇⠨                         ││                                │",
		  "│              TTL 10 s    5 min  1 h    24 h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  across: TTL, logarithmic",
		]
	`);
});

test('a run beside its theory and band', () => {
	expect(frame(runningView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│     100 % ┤      ⠨ ⢠⣶⣀⣤⣤⠶⠶⠞⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 1 viewer, every 5 s            │",
		  "│           │      ⠨⢀⣰⠟⠉⠁⠛⠉⠉⠉⠉⠁              ││ protection: single-flight      │",
		  "│           │     ⣤@⠞⠁⠁                      ││ a fill takes 4.2 ms (median)   │",
		  "│      50 % ┤     ⣤⣼⠁                        ││                                │",
		  "│           │     ⡟⠫                         ││             guess theory   seen│",
		  "│           │     ⡇⠨                         ││ hit rate, %     –   66.7   66.3│",
		  "│       0 % ┤⣤⣤⣤⣤⣤⡇⠨                         ││ mean age, s          5.0    4.9│",
		  "│              TTL 10 s    5 min  1 h    24 h││ queries a minute     4.0    4.0│",
		  "╰────────────────────────────────────────────╯│ today off, %        0.01   0.01│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│                                │",
		  "│      10 h ┤      ⠨                      ⣀⣠⣤││ 5-95 %: 61.0 to 72.0 %  inside │",
		  "│           │      ⠨                ⢀⣠⣤⡴⠞⠛⠉⠁ ││                                │",
		  "│           │      ⠨          ⢀⣀⣤⣴⠶⠛⠋⠉       ││ reads 240  hit 159  miss 81    │",
		  "│     1 min ┤      ⠨     ⢀⣠⣤⠶⠞⠋⠉             ││                                │",
		  "│           │      @⣀⣠⡴⠶⠛⠋⠁                  ││ off by 12.40 today, 0.6 %      │",
		  "│           │     ⡶⠾⠉⠁                       ││                                │",
		  "│         0 ┤⣤⣤⣤⣤⣤⡇⠨                         ││                                │",
		  "│              TTL 10 s    5 min  1 h    24 h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  across: TTL, logarithmic",
		]
	`);
});

test('no formula', () => {
	expect(frame(noFormulaView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│     100 % ┤      ⠨                         ││ 1 viewer, every 5 s            │",
		  "│           │      ⠨                         ││ protection: lock, xfetch       │",
		  "│           │      @                         ││ a fill takes 4.2 ms (median)   │",
		  "│      50 % ┤     no formula: measure it     ││                                │",
		  "│           │      ⠨                         ││             guess theory   seen│",
		  "│           │      ⠨                         ││ hit rate, %     –      –   66.3│",
		  "│       0 % ┤      ⠨                         ││ mean age, s            –    4.9│",
		  "│              TTL 10 s    5 min  1 h    24 h││ queries a minute       –    4.0│",
		  "╰────────────────────────────────────────────╯│ today off, %           –   0.01│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ no formula for this setting:   │",
		  "│      10 h ┤      ⠨                         ││ measure it, or simulate it     │",
		  "│           │      ⠨                         ││                                │",
		  "│           │      ⠨                         ││ reads 240  hit 159  miss 81    │",
		  "│     1 min ┤     no formula: measure it     ││                                │",
		  "│           │      @                         ││ off by 12.40 today, 0.6 %      │",
		  "│           │      ⠨                         ││                                │",
		  "│     0.1 s ┤      ⠨                         ││                                │",
		  "│              TTL 10 s    5 min  1 h    24 h││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " @ seen  across: TTL, logarithmic",
		]
	`);
});

test('everything at once, small: what ranks last is dropped whole', () => {
	expect(frame(fullView)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ───────────── of all reads ─╮╭ At TTL 5 s ────────────────────╮",
		  "│     100 % ┤⢀⣠⣤⡶@⠶⠞⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛s⠛⠛⠛⠛⠛⠛⠛⠛⠛││ 30 viewers, each every 5 s     │",
		  "│           │⠋⠁⠉⠁⠨    o                      ││ protection: single-flight      │",
		  "│           │    ?                           ││ a fill takes 4.2 ms (median)   │",
		  "│      50 % ┤o   ⠨                           ││ SLOW ORIGIN, 400 ms added      │",
		  "│           │    ⠨                           ││                                │",
		  "│           │    ⠨                           ││             guess theory   seen│",
		  "│       0 % ┤    ⠨                           ││ hit rate, %    60   96.8   92.0│",
		  "│             TTL 5 s 1 min       1 h    24 h││ mean age, s          2.4    2.4│",
		  "╰────────────────────────────────────────────╯│ queries a minute      12     13│",
		  "╭ Costs: mean age ───────────── logarithmic ─╮│ today off, %        0.01   0.01│",
		  "│      10 h ┤    ⠨                        ⣀⣠⣤││ 5-95 %: 95.1 to 98.2 %  OUTSIDE│",
		  "│           │    ⠨                  ⢀⣠⣤⡴⠞⠛⠉⠁ ││ your guess 60 %: 32 points low │",
		  "│           │    ⠨            ⢀⣀⣤⣴⠶s⠋⠉       ││ reads 1,204  hit 1,108  miss 41│",
		  "│     1 min ┤    ⠨       ⣀⣠⣤⠶⠞⠋⠉             ││ coalesced 55  shed 3           │",
		  "│           │    ⠨ ⢀⣀⣤o⠶⠛⠉⠁                  ││ off by 12.40 today, 0.6 %      │",
		  "│           │ ⣀⣠⡴@⠟⠋⠉                        ││ s SIMULATED TTL 1 h            │",
		  "│     0.1 s ┤o⠋⠁ ⠨                           ││   99.995 % hits, 30 min old,   │",
		  "│             TTL 5 s 1 min       1 h    24 h││   queries 1.0 an hour          │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  ? guess  o earlier setting  s SIMULATED",
		]
	`);
});

test('in ASCII', () => {
	expect(frame({...runningView, ascii: true}).map(toAscii)).toMatchInlineSnapshot(`
		[
		  "+ Buys: hit rate ------------- of all reads -++ At TTL 10 s -------------------+",
		  "|     100 % +      : ...*********************|| 1 viewer, every 5 s            |",
		  "|           |      :.****....................|| protection: single-flight      |",
		  "|           |     .@**.                      || a fill takes 4.2 ms (median)   |",
		  "|      50 % +     **                         ||                                |",
		  "|           |     *:                         ||             guess theory   seen|",
		  "|           |.....*:                         || hit rate, %     -   66.7   66.3|",
		  "|       0 % +***** :                         || mean age, s          5.0    4.9|",
		  "|              TTL 10 s    5 min  1 h    24 h|| queries a minute     4.0    4.0|",
		  "+--------------------------------------------+| today off, %        0.01   0.01|",
		  "+ Costs: mean age ------------- logarithmic -+|                                |",
		  "|      10 h +      :                       **|| 5-95 %: 61.0 to 72.0 %  inside |",
		  "|           |      :                 ******* ||                                |",
		  "|           |      :           *******       || reads 240  hit 159  miss 81    |",
		  "|     1 min +      :     ******              ||                                |",
		  "|           |      @*****                    || off by 12.40 today, 0.6 %      |",
		  "|           |     **                         ||                                |",
		  "|         0 +***** :                         ||                                |",
		  "|              TTL 10 s    5 min  1 h    24 h||                                |",
		  "+--------------------------------------------++--------------------------------+",
		  " ** theory  .. chance, 5-95 %  @ seen  across: TTL, logarithmic",
		]
	`);
});

test('everything at once, large', () => {
	expect(frame(fullView, large)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ────────────── of all reads ─╮╭ Costs: mean age ────────────── logarithmic ─╮╭ At TTL 5 s ────────────────────────────────╮",
		  "│     100 % ┤⢀⣾⣿⢀⣨⣤⡶⠶⠶⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛s⠛⠛⠛⠛⠛⠛⠛⠛⠛││           │    ⠨                            ││ 30 viewers, each every 5 s                 │",
		  "│           │⣿⣠⠶⠛@⣿⣿⣿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿││      10 h ┤    ⠨                          ⣠⠞││ protection: single-flight                  │",
		  "│           │⡴⠃⡿⠟⠩⠁   o                       ││           │    ⠨                        ⡴⠞⠉ ││ a fill takes 4.2 ms (median)               │",
		  "│           │⣿⠋  ⠨                            ││           │    ⠨                     ⢀⡴⠛⠁   ││ SLOW ORIGIN, 400 ms added                  │",
		  "│      75 % ┤⠁   ⠨                            ││       1 h ┤    ⠨                   ⢠⡴⠋      ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                 ⣠s⠋        ││                    guess   theory     seen │",
		  "│           │    ⠨                            ││    10 min ┤    ⠨              ⢀⣤⠞⠃          ││ hit rate, %           60     96.8     92.0 │",
		  "│           │    ?                            ││           │    ⠨            ⢀⡴⠞             ││ mean age, s                   2.4      2.4 │",
		  "│           │    ⠨                            ││           │    ⠨          ⣀⡴⠛               ││ origin queries a minute        12       13 │",
		  "│      50 % ┤o   ⠨                            ││     1 min ┤    ⠨        ⣠⡴⠋                 ││ today is off by, %           0.01     0.01 │",
		  "│           │    ⠨                            ││           │    ⠨      ⣠⠶⠃                   ││                                            │",
		  "│           │    ⠨                            ││      10 s ┤    ⠨   ⢀o⠞⠁                     ││ 5-95 %: 95.1 to 98.2 %  OUTSIDE            │",
		  "│           │    ⠨                            ││           │    ⠨ ⢀⡴⠏                        ││ 9 runs in 10 of 1,204 reads lie there      │",
		  "│      25 % ┤    ⠨                            ││           │    @⡴⠋                          ││ your guess 60 %: 32 points low             │",
		  "│           │    ⠨                            ││       1 s ┤  ⣀⡼⠫                            ││                                            │",
		  "│           │    ⠨                            ││           │⢀⡞⠉ ⠨                            ││ reads 1,204  hit 1,108  miss 41            │",
		  "│           │    ⠨                            ││           │o   ⠨                            ││ coalesced 55  shed 3                       │",
		  "│       0 % ┤    ⠨                            ││     0.1 s ┤    ⠨                            ││                                            │",
		  "│              TTL 5 s 1 min       1 h    24 h││              TTL 5 s 1 min       1 h    24 h││ off by 12.40 today, 0.6 %                  │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯│                                            │",
		  "╭ Buys: fewer queries ────────── logarithmic ─╮╭ Costs: today is off ────────── logarithmic ─╮│ s SIMULATED TTL 1 h, 10,000 reads          │",
		  "│1 a second ┤⢦⡀  ⠨                            ││   1,000 % ┤    ⠨                            ││   99.995 % hits, 30 min old, 1.0 an hour   │",
		  "│           │o⠙⢦⣀⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │   ⠙@⡀                           ││     100 % ┤    ⠨                          ⢀⡴││ at most 1 % off today, 95 % of reads       │",
		  "│6 a minute ┤    ⠨⠙⢦⡀                         ││           │    ⠨                        ⣤⠶⠋ ││ TTL 6 min 18 s                             │",
		  "│           │    ⠨  ⠙⣆                        ││           │    ⠨                     ⣠⡴⠛⠁   ││                                            │",
		  "│           │    ⠨   ⠈o⢦                      ││      10 % ┤    ⠨                  s⣰⠞⠉      ││ today is 10 h old; 1 % of it comes in      │",
		  "│1 a minute ┤    ⠨     ⠈⠳⣄                    ││           │    ⠨                ⣠⡶⠋⠁        ││   6 min.                                   │",
		  "│           │    ⠨       ⠈⠳⣄                  ││       1 % ┤    ⠨             ⢀⣴⠛⠁           ││                                            │",
		  "│           │    ⠨         ⠈⢧⣀                ││           │    ⠨          ⢀⣠⠾⠋              ││ o earlier     hits        age      queries │",
		  "│10 an hour ┤    ⠨           ⠉⢳⡀              ││           │    ⠨        ⣀⡴⠏⠁                ││ 30 s        85.7 %     12.9 s 1.7 a minute │",
		  "│           │    ⠨             ⠙⢦⡀            ││     0.1 % ┤    ⠨     ⢀⣤⠞⠋                   ││ 1 s         50.0 %     250 ms  30 a minute │",
		  "│           │    ⠨              ⠈⠙⢦⡀          ││           │    ⠨   ⣠o⠛                      ││                                            │",
		  "│ 1 an hour ┤    ⠨                 ⠳s⡀        ││    0.01 % ┤    ⠨⢀⡴⠞⠁                        ││ A longer TTL buys more hits, and fewer     │",
		  "│           │    ⠨                  ⠈⠹⣄       ││           │   ⣠@⠋⠁                          ││ queries reach MongoDB. It costs age:       │",
		  "│           │    ⠨                    ⠈⢳⣀     ││           │⢀⡴⠞⠉⠨                            ││ answers are older, and today's revenue on  │",
		  "│           │    ⠨                      ⠉⠳⡄   ││   0.001 % ┤o⠁  ⠨                            ││ the screen is further off.                 │",
		  "│           │    ⠨                        ⠙⢦⣀ ││           │    ⠨                            ││                                            │",
		  "│   1 a day ┤    ⠨                          ⠙⢦││  0.0001 % ┤    ⠨                            ││                                            │",
		  "│              TTL 5 s 1 min       1 h    24 h││              TTL 5 s 1 min       1 h    24 h││                                            │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯╰────────────────────────────────────────────╯",
		  " ⠶⠶ theory  ⣿⣿ chance, 5-95 %  @ seen  ? guess  o earlier setting  s SIMULATED  across: TTL, logarithmic",
		]
	`);
});

test('a guess is placed, large', () => {
	expect(frame(placingView, large)).toMatchInlineSnapshot(`
		[
		  "╭ Buys: hit rate ────────────── of all reads ─╮╭ Costs: mean age ────────────── logarithmic ─╮╭ At TTL 5 s ────────────────────────────────╮",
		  "│     100 % ┤    ⠨                            ││           │    ⠨                            ││ 30 viewers, each every 5 s                 │",
		  "│           │    ⠨                            ││      10 h ┤    ⠨                            ││ protection: single-flight                  │",
		  "│           │    ⠨    o                       ││           │    ⠨                            ││ a fill takes 4.2 ms (median)               │",
		  "│           │    ⠨                            ││           │    ⠨                            ││ SLOW ORIGIN, 400 ms added                  │",
		  "│      75 % ┤    ⠨                            ││       1 h ┤    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││ What will the hit rate be?                 │",
		  "│           │    ⠨                            ││    10 min ┤    ⠨                            ││                                            │",
		  "│           │    ? 60 %                       ││           │    ⠨                            ││ your guess 60 %                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│      50 % ┤o   ⠨                            ││     1 min ┤    ⠨hidden while you guess      ││ arrows  move it                            │",
		  "│           │    ⠨hidden while you guess      ││           │    ⠨                            ││ Enter   starts the run                     │",
		  "│           │    ⠨                            ││      10 s ┤    ⠨    o                       ││ Esc     leaves it                          │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│      25 % ┤    ⠨                            ││           │    ⠨                            ││ Theory and what was seen are               │",
		  "│           │    ⠨                            ││       1 s ┤    ⠨                            ││ hidden while you guess.                    │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │o   ⠨                            ││                                            │",
		  "│       0 % ┤    ⠨                            ││     0.1 s ┤    ⠨                            ││                                            │",
		  "│              TTL 5 s 1 min       1 h    24 h││              TTL 5 s 1 min       1 h    24 h││                                            │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯│                                            │",
		  "╭ Buys: fewer queries ────────── logarithmic ─╮╭ Costs: today is off ────────── logarithmic ─╮│                                            │",
		  "│1 a second ┤    ⠨                            ││     100 % ┤    ⠨                            ││                                            │",
		  "│           │o   ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│6 a minute ┤    ⠨                            ││      10 % ┤    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨    o                       ││           │    ⠨                            ││                                            │",
		  "│1 a minute ┤    ⠨                            ││       1 % ┤    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│10 an hour ┤    ⠨hidden while you guess      ││     0.1 % ┤    ⠨hidden while you guess      ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨    o                       ││                                            │",
		  "│           │    ⠨                            ││    0.01 % ┤    ⠨                            ││                                            │",
		  "│ 1 an hour ┤    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││   0.001 % ┤    ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │o   ⠨                            ││                                            │",
		  "│           │    ⠨                            ││           │    ⠨                            ││                                            │",
		  "│   1 a day ┤    ⠨                            ││  0.0001 % ┤    ⠨                            ││                                            │",
		  "│              TTL 5 s 1 min       1 h    24 h││              TTL 5 s 1 min       1 h    24 h││                                            │",
		  "╰─────────────────────────────────────────────╯╰─────────────────────────────────────────────╯╰────────────────────────────────────────────╯",
		  " ? guess  o earlier setting  across: TTL, logarithmic",
		]
	`);
});

test('what memory buys', () => {
	expect(frame(memoryView)).toMatchInlineSnapshot(`
		[
		  "╭ Memory buys: hit rate ────── of all reads ─╮╭ At TTL 10 s ───────────────────╮",
		  "│     100 % ┤                       ⠨        ││ 1 viewer, every 5 s            │",
		  "│           │                       ⠨        ││ protection: single-flight      │",
		  "│      75 % ┤                       @       o││ a fill takes 4.2 ms (median)   │",
		  "│           │                       ⠨⢀⣀⣤⣤⠶⠞⠛⠉││                                │",
		  "│      50 % ┤                  ⢀⣀⣤⡴⠶⠻⠋⠉      ││             guess theory   seen│",
		  "│           │            ⢀⣀⣤⡴⠶⠛⠋⠉   ⠨        ││ hit rate, %     –   66.7   66.3│",
		  "│           │      ⣀⣠⣤⠶⠞⠛⠋⠉         ⠨        ││ mean age, s          5.0    4.9│",
		  "│       0 % ┤⣤⣤⡴⠶⠞⠛⠉⠁               ⠨        ││ queries a minute     4.0    4.0│",
		  "│            1      10       room for 1,012  ││ today off, %        0.01   0.01│",
		  "╰────────────────────────────────────────────╯│                                │",
		  "╭ Memory of Redis ───────────────────────────╮│ 5-95 %: 61.0 to 72.0 %  inside │",
		  "│ keys         1,012 answers; 445 kB         ││                                │",
		  "│ used memory  487 kB                        ││ reads 240  hit 159  miss 81    │",
		  "│ maxmemory    487 kB, allkeys-lru           ││                                │",
		  "│ room         for 1,012 keys                ││ off by 12.40 today, 0.6 %      │",
		  "│ evicted      3,012; 12.3 a second now      ││                                │",
		  "│ K: another number; 0 gives the memory back ││                                │",
		  "│                                            ││                                │",
		  "╰────────────────────────────────────────────╯╰────────────────────────────────╯",
		  " ⠶⠶ theory  @ seen  o earlier setting  across: keys in memory, logarithmic",
		]
	`);
});
