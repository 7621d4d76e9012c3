import {render} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import {Screen} from '../../../source/dashboard/app.tsx';
import {bodies} from '../../../source/dashboard/screens/bodies.ts';
import {glossaryOf} from '../../../source/dashboard/help/glossary.ts';
import {helpPages} from '../../../source/dashboard/help/help-pages.ts';
import {keysOf} from '../../../source/dashboard/keys/keymap.ts';
import {AnswerPanel} from '../../../source/dashboard/screens/dashboard/answer-panel.tsx';
import {prompts} from '../../../source/dashboard/prompts/prompts.ts';
import type {PromptKind} from '../../../source/dashboard/state/asked.ts';
import {initialState, type ShownRead, type State} from '../../../source/dashboard/state/state.ts';
import {whatRuns} from '../../../source/dashboard/commands/what-runs.ts';
import {nowMs, openDesk, openState, stateAfter, statistics} from '../../dashboard/desk.ts';
import {rounds} from '../../thorough.ts';
import {birds, birdsInPicture, type Flock} from './birds.ts';

const flock = (asOfMs: number, coots: number): Flock => ({
	asOfMs,
	lake: 'Bled',
	kinds: [
		{kind: 'coot', birds: coots, sightings: 2},
		{kind: 'heron', birds: 2, sightings: 1},
	],
});
const shown: ShownRead & {readonly answer: Flock} = {
	about: 'Bled',
	outcome: 'hit',
	stores: {},
	stands: true,
	latencyMs: 0.214,
	servedAtMs: nowMs,
	expiresAtMs: nowMs + 228_000,
	ageMs: 72_000,
	answer: flock(nowMs - 72_000, 7),
};
const watching: State = {...openState, scenario: birds, about: 'Bled', shown, held: {mongo: 3}, isStreaming: true, statistics: statistics(40, 30)};
const compared = stateAfter(watching, {type: 'truth-measured', truth: {about: 'Bled', answer: flock(nowMs, 10), trade: undefined, tookMs: 3}, everySeconds: 2});
const frame = (node: React.ReactElement) =>
	render(node)
		.lastFrame()!
		.split('\n')
		.map(line => line.trimEnd());
const screen = (state: State) => frame(<Screen bodies={bodies} state={state} />).join('\n');

const panel = (scenario: typeof birds, {ascii = false, height = 8} = {}) =>
	frame(
		<AnswerPanel
			title={scenario.title}
			shown={{read: shown, view: scenario.view(shown.answer, nowMs)}}
			nowMs={nowMs}
			timeZone="UTC"
			isUnanswered={false}
			waiting=""
			ascii={ascii}
			width={56}
			height={height}
		/>,
	);

test('the answer as a table', () => {
	expect(panel(birds)).toEqual([
		'╭ Birds by kind ──────────── 7 days, by day and night ─╮',
		'│ kind   birds  sightings  at a time  share            │',
		'│ coot       7          2        3.5  ████████████████ │',
		'│ heron      2          1        2.0  ████▋            │',
		'│ Total      9          3        3.0                   │',
		'│                                                      │',
		'│ HIT from Redis · 0.214 ms · 11:58:48, 1 min 12 s old │',
		'╰──────────────────────────────────────────────────────╯',
	]);
});

test('spaces before a name are kept: ranks stand under each other', () => {
	const ranked: typeof birds = {
		...birds,
		view(answer, ofNowMs) {
			const seen = birds.view(answer, ofNowMs);
			const {body} = seen;
			return {
				...seen,
				body: body.kind === 'table' ? {...body, rows: body.rows.map((row, i) => ({...row, name: `${i === 0 ? ' 9' : '10'} ${row.name}`}))} : body,
			};
		},
	};
	expect(panel(ranked).slice(2, 4)).toEqual([expect.stringMatching(/^│ {2}9 coot +7 /), expect.stringMatching(/^│ 10 heron +2 /)]);
});

test('the answer as a picture of its own, cut at the panel', () => {
	expect(
		panel(birdsInPicture)
			.slice(1, 4)
			.map(line => line.replaceAll(/ +/g, ' ')),
	).toEqual(['│ coot ᵥᵥᵥᵥᵥᵥᵥ │', '│ heron ᵥᵥ │', '│ │']);
	expect(panel(birdsInPicture, {ascii: true, height: 4})[1]).toContain(' coot vvvvvvv ');
	expect(panel(birdsInPicture, {height: 4})[2]).toContain('HIT from Redis');
});

test('how far off it is, figure by figure, and the part that is furthest off', () => {
	const text = screen({...compared, columns: 160, rows: 50}).replaceAll(/ +/g, ' ');
	expect(text).toContain('│ the flock -3 25.0 %│');
	expect(text).toContain('│ sightings 0 0.00 %│');
	expect(text).toContain('│ worst: coot -3 30.0 %│');
	expect(screen({...compared, off: undefined, columns: 160, rows: 50})).toContain('error: measuring …');
});

test('the laboratory says what is off, and that theory knows no formula for it', () => {
	const curve = [60, 600].map(ttlSeconds => ({ttlSeconds, hitRate: 0.9, meanAgeSeconds: ttlSeconds / 2, originPerSecond: 0.1, band: undefined}));
	const theory = {question: '', isCurrent: true, present: undefined, band: undefined, reads: 40, seenHitRate: 0.75, curve};
	const text = screen({...compared, laboratory: {...compared.laboratory, theory}, screen: 'laboratory', columns: 160, rows: 50}).replaceAll(/ +/g, ' ');
	expect(text).toContain('Costs: the flock is off');
	expect(text).toContain('no formula: measure it');
	expect(text).toContain('no formula is known for this');
	expect(text).toContain('the flock is off by, %');
});

describe('which lake is shown', () => {
	const pressed = openDesk({...compared, about: 'Bled', cacheKey: 'k', keyExpiresAtMs: nowMs + 1000});

	test("stands in the panel's title and in the key bar", () => {
		expect(screen({...compared, columns: 120, rows: 40})).toMatch(/╭ Birds by kind, Bled ─/);
		expect(screen({...compared, columns: 120, rows: 40})).toMatch(/ n \/ next lake /);
	});

	test('n shows the next one, of which nothing is known yet', () => {
		pressed.press('n');
		expect(pressed.state()).toMatchObject({
			about: 'Como',
			shown: undefined,
			off: undefined,
			truth: undefined,
			cacheKey: undefined,
			keyExpiresAtMs: undefined,
			statistics: {reads: 0},
		});
		expect(pressed.state().activity[0]?.text).toBe('shown: Birds by kind, Como');
		expect(whatRuns(pressed.state()).load?.readers.about).toBe('Como');
		// A read of the one before that ends late is none of this one's.
		const late = stateAfter(pressed.state(), {type: 'reads-ended', reads: [shown], asked: {queries: 0, fillsMs: [], shed: 0}});
		expect(late.shown).toBeUndefined();
		pressed.press('n');
		expect(pressed.state().about).toBe('Bled');
	});

	test('is no question of the shop: it has no such key', () => {
		const desk = openDesk();
		desk.press('n');
		expect(desk.state().activity[0]?.text).toContain('n is no key here');
		expect(keysOf(openState.scenario).some(({keys}) => keys.includes('n'))).toBe(false);
	});
});

describe('no word of the shop stands', () => {
	const ofShop = /\border(s|ed)?\b(?! stream)|revenue|categor|\btoday\b|returns/i;
	const states: Array<readonly [string, State]> = [
		['at the start', {...openState, scenario: birds, layers: initialState(openState, 80, 24, nowMs).layers}],
		['before the first answer', {...openState, scenario: birds}],
		...[compared, {...compared, isStreaming: false}, {...compared, off: undefined}].flatMap((state, i) =>
			Array.from(
				{length: rounds(3, 9)},
				(_, turn) => [`on the dashboard, ${i}, turn ${turn}`, {...state, columns: 120, rows: 40, nowMs: nowMs + 8000 * turn}] as const,
			),
		),
		...Array.from(
			{length: rounds(2, 5)},
			(_, turn) => [`in the laboratory, turn ${turn}`, {...compared, screen: 'laboratory', columns: 160, rows: 50, nowMs: nowMs + 8000 * turn}] as const,
		),
		...Array.from(
			{length: rounds(2, 5)},
			(_, turn) => [`on the layers, turn ${turn}`, {...compared, screen: 'layers', columns: 120, rows: 40, nowMs: nowMs + 8000 * turn}] as const,
		),
		['on the layers at the start', {...initialState({...openState, scenario: birds}, 80, 24, nowMs), screen: 'layers'}],
		...Array.from(
			{length: helpPages(40, keysOf(birds).length, glossaryOf(birds).length)},
			(_, helpPage) => [`on page ${helpPage} of the help`, {...compared, columns: 120, rows: 40, helpPage}] as const,
		),
		...(Object.keys(prompts) as PromptKind[]).map(kind => [`in the prompt ${kind}`, {...compared, prompt: {kind, text: ''}}] as const),
		['in a question', {...compared, question: {about: 'seed', count: 3}}],
		[
			'in the activity',
			stateAfter(
				compared,
				{type: 'facts-seeded', result: {stored: 3, wanted: 3, tookMs: 4, expiring: 1}, held: {mongo: 6}},
				{type: 'stream-rate-chosen', perSecond: 5},
				{type: 'stream-wished', isStreaming: false},
				{type: 'stampede-wished'},
				{type: 'expiry-wished'},
			),
		],
	];

	test.each(states)('%s', (_, state) => {
		expect(screen(state).match(ofShop)).toBeNull();
	});
});
