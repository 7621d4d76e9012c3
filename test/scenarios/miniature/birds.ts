// The smallest scenario there can be: three sightings, one question about a lake, and none of the shop's words or fields.
import type {FactDocument, Scenario} from '../../../source/scenarios/scenario.ts';
import {zipf} from '../../../source/chance/popularity.ts';
import type {OffBy, OffRow} from '../../../source/scenarios/error-model.ts';
import type {UpkeepEnds} from '../../../source/scenarios/live.ts';
import type {View} from '../../../source/scenarios/view.ts';

export type Sighting = {readonly id: string; readonly seenAt: Date; readonly lake: string; readonly kind: string; readonly birds: number};

/** The birds seen at a lake, kind by kind. */
export type Flock = {
	readonly asOfMs: number;
	readonly lake: string;
	readonly kinds: ReadonlyArray<{readonly kind: string; readonly birds: number; readonly sightings: number}>;
};

const hourMs = 3_600_000;
const seen = [
	['Bled', 'heron', 2],
	['Bled', 'coot', 7],
	['Como', 'heron', 1],
] as const;

const total = ({kinds}: Flock) => kinds.reduce((sum, {birds}) => sum + birds, 0);
const sightings = ({kinds}: Flock) => kinds.reduce((sum, row) => sum + row.sightings, 0);

function seenIn(fromMs: number, toMs: number): object {
	return {seenAt: {$gt: new Date(fromMs), $lte: new Date(toMs)}};
}

function compare(shown: Flock, truth: Flock): OffBy {
	const row = (id: string, name: string, [is, was]: readonly [number, number]): OffRow => ({
		id,
		name,
		unit: 'count',
		amount: is - was,
		share: was === 0 ? undefined : (is - was) / was,
		truth: was,
	});
	const birds = (of: Flock, kind: string) => of.kinds.find(row => row.kind === kind)?.birds ?? 0;
	const parts = truth.kinds.map(({kind}) => row(kind, kind, [birds(shown, kind), birds(truth, kind)])).filter(({amount}) => amount !== 0);
	return {
		rows: [row('flock', 'the flock', [total(shown), total(truth)]), row('sightings', 'sightings', [sightings(shown), sightings(truth)])],
		worst: parts.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))[0],
	};
}

/** HGETALL's reply: fields and values in turn. */
const countsIn = (reply: unknown): Map<string, number> => {
	const words = reply as readonly string[];
	return new Map(words.filter((_, i) => i % 2 === 0).map((kind, i) => [kind, Number(words[2 * i + 1])]));
};

/** Makes the counters of all lakes what MongoDB says. */
async function countAgain({redis, mongo}: UpkeepEnds): Promise<string | undefined> {
	const rows = (await mongo([{$group: {_id: {lake: '$lake', kind: '$kind'}, birds: {$sum: '$birds'}}}])) as ReadonlyArray<{
		readonly _id: {readonly lake: string; readonly kind: string};
		readonly birds: number;
	}>;
	const held = await redis(rows.map(({_id: {lake, kind}}) => ['HGET', `shopstream:live:birds:${lake}`, kind]));
	const wrong = rows.filter(({birds}, i) => Number(held[i]) > birds);
	await redis(wrong.map(({_id: {lake, kind}, birds}) => ['HSET', `shopstream:live:birds:${lake}`, kind, birds]));
	return wrong.length === 0 ? undefined : `${wrong.length} counter of birds mended`;
}

const table = (flock: Flock): View['body'] => ({
	kind: 'table',
	name: 'birds',
	rowTitle: 'kind',
	columns: [
		{name: 'birds', title: 'birds', unit: 'count'},
		{name: 'sightings', title: 'sightings', unit: 'count'},
		{name: 'atATime', title: 'at a time', unit: 'mean'},
	],
	rows: flock.kinds.map(({kind, birds, sightings}) => ({name: kind, figures: [birds, sightings, birds / sightings]})),
	totals: [total(flock), sightings(flock), total(flock) / Math.max(1, sightings(flock))],
	sharesOf: 0,
});

/** A sign for each bird, a line for each kind, under what is live. */
const picture = ({kinds}: Flock, live?: Flock): View['body'] => ({
	kind: 'picture',
	draw: (columns, rows, isAscii) => [
		...(live ? [[{text: ` ${total(live)} by now`, tone: 'dim'} as const]] : []),
		...kinds
			.slice(0, live ? rows - 1 : rows)
			.map(({kind, birds}) => [{text: ` ${kind} `}, {text: (isAscii ? 'v' : 'ᵥ').repeat(Math.min(birds, columns - kind.length - 2)), tone: 'accent'} as const]),
	],
});

const lakesOf = (count: number): readonly [string, ...string[]] => ['Bled', 'Como', ...Array.from({length: count - 2}, (_, i) => `Lake ${i + 3}`)];

const scenarioWith = (body: (flock: Flock, live?: Flock) => View['body'], lakes = 2): Scenario<Sighting, Flock> => ({
	name: 'birds',
	title: 'Birds by kind',
	teaches: [
		'Sightings go to MongoDB; their sum is cached in Redis; you see the cached one.',
		'A counter that Redis keeps live knows every bird that was stored.',
		'A counter that somebody changed is mended.',
	],
	population: {one: 'lake', many: 'lakes', flag: 'lakes', least: 2, most: 1000, usual: 2, sized: count => scenarioWith(body, count)},
	facts: {
		one: 'sighting',
		many: 'sightings',
		collection: 'sightings',
		window: {field: 'seenAt', days: 7},
		id: ({id}) => id,
		atMs: ({seenAt}) => seenAt.getTime(),
		toDocument: ({id, ...sighting}) => ({_id: id, ...sighting}),
		fromDocument: (id, document) => ({...(document as Omit<Sighting, 'id'> & FactDocument), id}),
		usable: seenIn,
		leftOut: {
			pipeline: () => [{$match: {seenAt: {$not: {$type: 'date'}}}}, {$count: 'count'}],
			read: rows => (rows as ReadonlyArray<{readonly count: number}>).map(({count}) => ({reason: 'seenAt is no date', count})),
		},
		generate: async ({nowMs}) => seen.map(([lake, kind, birds], i) => ({id: `${nowMs}-${i}`, seenAt: new Date(nowMs - (i + 1) * hourMs), lake, kind, birds})),
		arrivals: async () => (nowMs, random) => ({
			id: `${nowMs}-${random.next()}`,
			seenAt: new Date(nowMs),
			lake: 'Bled',
			kind: 'coot',
			birds: 1 + random.below(5),
		}),
	},
	question: {
		abouts: {
			one: 'lake',
			all: lakesOf(lakes),
			draw: uniform => lakesOf(lakes)[Math.floor(uniform * lakes)]!,
			popularity: zipf(lakes, 0),
		},
		key: about => `birds:${about}`,
		pipeline: ({about, asOfMs}) => [
			{$match: {lake: about, ...seenIn(asOfMs - 7 * 24 * hourMs, asOfMs)}},
			{$group: {_id: '$kind', birds: {$sum: '$birds'}, sightings: {$sum: 1}}},
			{$sort: {birds: -1, _id: 1}},
		],
		answer: (rows, {about, asOfMs}) => ({
			asOfMs,
			lake: about,
			kinds: (rows as ReadonlyArray<{readonly _id: string; readonly birds: number; readonly sightings: number}>).map(({_id: kind, birds, sightings}) => ({
				kind,
				birds,
				sightings,
			})),
		}),
		isEmpty: ({kinds}) => kinds.length === 0,
		total: {name: 'birds', unit: 'count', of: total},
		codec: {
			schema: 'shopstream.birds/1',
			encode: ({lake, kinds}) => ({lake, kinds}),
			decode: (envelope, asOfMs) => ('kinds' in envelope ? {...(envelope as Omit<Flock, 'asOfMs'>), asOfMs} : {corrupt: 'its kinds are missing'}),
		},
	},
	error: {headline: {name: 'the flock', inFull: 'the flock'}, part: 'kind', compare},
	live: {
		writes: facts =>
			facts.flatMap(({lake, kind, birds}) => [
				['HINCRBY', `shopstream:live:birds:${lake}`, kind, birds],
				['HINCRBY', `shopstream:live:seen:${lake}`, kind, 1],
			]),
		question: {
			title: 'Redis counters',
			note: 'The counters know no end of seven days.',
			commands: ({about}) => [
				['HGETALL', `shopstream:live:birds:${about}`],
				['HGETALL', `shopstream:live:seen:${about}`],
			],
			answer([birds, seen], {about, asOfMs}) {
				const counts = countsIn(seen);
				const kinds = [...countsIn(birds)].map(([kind, birds]) => ({kind, birds, sightings: counts.get(kind) ?? 0}));
				return {asOfMs, lake: about, kinds: kinds.toSorted((a, b) => b.birds - a.birds || a.kind.localeCompare(b.kind))};
			},
		},
		keep: [{name: 'count again', everySeconds: 0.2, run: countAgain}],
	},
	archive: {
		lineSchema: 1,
		read(text) {
			const sighting = JSON.parse(text) as Sighting;
			return {...sighting, seenAt: new Date(sighting.seenAt)};
		},
		line: sighting => `${JSON.stringify(sighting)}\n`,
		worth: {name: 'birds', title: 'birds', unit: 'count', of: ({birds}) => birds},
		answered: {days: 7, note: 'of all lakes', counts: () => true},
	},
	json: {schema: 'shopstream.birds-report/1', members: ({lake, kinds}) => ({lake, kinds})},
	view: (flock, _, beside) => ({
		notes: ['7 days, by day and night', '7 days'],
		above: [`Birds seen at Lake ${flock.lake}, last 7 days`],
		below: ['A bird that was seen twice counts twice.'],
		counts: `the figures are of ${sightings(flock)} of them`,
		body: body(flock, beside?.live),
	}),
});

/** Shown as a table, and as a picture of its own. */
export const birds = scenarioWith(table);
export const birdsInPicture = scenarioWith(picture);
