import {formatCount} from '../../words/count.ts';
import {formatCountdown} from '../../words/duration.ts';
import {percentText} from '../../words/share.ts';
import {wrapWords} from '../../words/wrapping.ts';
import {recentMs} from '../recent.ts';
import type {Beside} from '../scenario.ts';
import type {PictureLine, View} from '../view.ts';
import {drawMap, type Moved, signs, way} from './map.ts';
import {changeOf} from './nearby-error.ts';
import {type Driver, nearMetres, type Nearby} from './nearby.ts';
import {shareChart} from './share-chart.ts';
import {stillNearShare} from './still-near.ts';
import {meanSpeedAt} from './streets.ts';

const kilometres = nearMetres / 1000;

/** The drivers near a rider as they are shown at an instant: a map, and the present beside the list. */
export function nearbyView(nearby: Nearby, nowMs: number, beside: Beside<Nearby> = {}): View {
	const moved: Moved = {listed: nearby, now: latestOf(beside, nearby), everywhere: beside.live && latestOf({live: beside.live}, nearby)?.everywhere};
	return {
		notes: [`${kilometres} km about the rider's cell (@), reports of the last 30 s`, `${kilometres} km about @, reports of 30 s`, `${kilometres} km about @`],
		above: [`Drivers within ${kilometres} km of rider ${nearby.cell}, asked for the middle of his cell`],
		below: [nearby.drivers.length === 0 ? stillCity : 'Who was silent for more than 30 s is not counted.'],
		counts: `within ${kilometres} km of rider ${nearby.cell}: ${formatCount(nearby.drivers.length)}`,
		body: {kind: 'picture', draw: (columns, rows, isAscii) => draw(moved, nowMs, columns, rows, isAscii)},
	};
}

const stillCity = 'No driver has said where he is for 30 s: the city stands still until the stream runs (key o).';

/** What is known of the present, if it is later than the list. */
function latestOf({truth, live}: Beside<Nearby>, {asOfMs, cell}: Nearby): Nearby | undefined {
	return [truth, live].filter(answer => answer?.cell === cell && answer.asOfMs >= asOfMs).sort((a, b) => b!.asOfMs - a!.asOfMs)[0];
}

/** The meaning of the lesson's TTLs at the speed of the city. */
function lessonOf({asOfMs}: Nearby, nowMs: number): string {
	const speed = meanSpeedAt(Math.max(asOfMs, nowMs));
	const right = (seconds: number) => wholePercent(stillNearShare(seconds, speed));
	return `At ${Number(speed.toPrecision(3))} m/s a list of 5 min ago is ${right(300)} right, one of 4 s ago ${right(4)}: so positions are kept live.`;
}

function wholePercent(share: number): string {
	return `${Math.round(share * 100)} %`;
}

/** The least width of the figures beside the map. */
const figuresWidth = 22;

/** The part of it for the name of a figure. */
const nameWidth = 14;

const gap = 2;

/** The map with the figures beside it. The map is as wide as its circle needs, or wider where there is room. */
function draw(moved: Moved, nowMs: number, columns: number, rows: number, isAscii: boolean): readonly PictureLine[] {
	if (moved.listed.drivers.length === 0 && !moved.now?.drivers.length) {
		return [[], ...wrapWords(stillCity, columns - 2).map((text): PictureLine => [{text: ` ${text}`, tone: 'dim'}])];
	}

	const widest = columns - figuresWidth - gap;
	const mapWidth = Math.max(0, Math.min(widest, Math.round(rows * 2.6)));
	const map = drawMap(moved, mapWidth, rows, isAscii);
	const figures = figureLines(moved, nowMs, columns - mapWidth - gap, rows, isAscii);
	return map.map((line, row) => [...line, {text: ' '.repeat(gap + mapWidth - widthOf(line))}, ...(figures[row] ?? [])]);
}

/** The list, the truth, and how much of the list is still right beside what theory says for its age. */
function figureLines({listed: nearby, now, everywhere}: Moved, nowMs: number, width: number, rows: number, isAscii: boolean): PictureLine[] {
	const ageSeconds = Math.max(0, ((now?.asOfMs ?? nowMs) - nearby.asOfMs) / 1000);
	const speed = meanSpeedAt(nearby.asOfMs);
	const expected = stillNearShare(ageSeconds, speed);
	const change = now && changeOf(nearby, now);
	const listed = nearby.drivers.length;
	const silent = now && everywhere && silentOf(nearby, now, everywhere);
	const still = change && listed > 0 ? change.still / listed : undefined;
	const figure = (name: string, value: string, tone?: PictureLine[number]['tone']): PictureLine => [
		{text: name.padEnd(nameWidth), tone: 'dim'},
		{text: value.padStart(7), ...(tone && {tone})},
	];
	const counted = (sign: string, tone: PictureLine[number]['tone'], word: string, count: number | undefined): PictureLine => [
		{text: sign.padStart(3), ...(tone && {tone})},
		{text: ` ${word}`.padEnd(nameWidth - 3), tone: 'dim'},
		{text: (count === undefined ? '–' : formatCount(count)).padStart(7)},
	];
	const dash = isAscii ? way.ascii : way.braille;
	// What was asked a while ago (nothing is asked beside a measurement) does not pass for the present.
	const truthAgeMs = now ? nowMs - now.asOfMs : 0;
	const inTruth = truthAgeMs < recentMs ? 'in truth' : `${formatCountdown(truthAgeMs / 1000)} ago`;

	const figures: PictureLine[] = [
		figure('in the list', formatCount(listed), 'strong'),
		figure(inTruth, now ? formatCount(now.drivers.length) : '–', 'strong'),
		counted(dash + dash + signs.near.sign, signs.near.tone, 'still near', change?.still),
		counted(signs.left.sign + dash + signs.away.sign, signs.away.tone, 'left', change && change.left - (silent ?? 0)),
		counted(signs.silent.sign, signs.silent.tone, 'silent', silent),
		counted(signs.came.sign, signs.came.tone, 'came', change?.came),
		figure('still right', still === undefined ? '–' : percentText(still), 'strong'),
		figure('theory', percentText(expected)),
	];
	const sentence = wrapWords(lessonOf(nearby, nowMs), width).map((text): PictureLine => [{text, tone: 'dim'}]);
	const chartRows = rows - figures.length - sentence.length - 2;
	if (chartRows >= fewestChartRows) {
		return [
			...figures,
			[],
			...shareChart({ageSeconds, still, metresPerSecond: speed}, Math.min(width, 44), Math.min(chartRows, mostChartRows), isAscii),
			[],
			...sentence,
		];
	}

	const left = rows - figures.length;
	return [...figures, ...(left > sentence.length ? [[]] : []), ...(left >= sentence.length ? sentence : shortLesson(nearby, nowMs, left))];
}

/** How many drivers of a list have no position now. */
function silentOf(listed: Nearby, now: Nearby, everywhere: readonly Driver[]): number {
	const heard = new Set([...now.drivers, ...everywhere].map(({id}) => id));
	return listed.drivers.filter(({id}) => !heard.has(id)).length;
}

const fewestChartRows = 5;
const mostChartRows = 12;

/** The same in fewer lines. */
function shortLesson({asOfMs}: Nearby, nowMs: number, rows: number): PictureLine[] {
	const speed = meanSpeedAt(Math.max(asOfMs, nowMs));
	const right = (seconds: number) => wholePercent(stillNearShare(seconds, speed));
	return [`5 min old: ${right(300)} right`, `4 s old: ${right(4)}: live`].slice(0, Math.max(0, rows)).map(text => [{text, tone: 'dim'}]);
}

function widthOf(line: PictureLine): number {
	return line.reduce((sum, {text}) => sum + text.length, 0);
}
