import type {Layer as LayerRecord} from '../../../layers/layer.ts';
import {type AnyLayer, type LayerName, layers} from '../../../layers/layers.ts';
import {said} from '../../../scenarios/wording.ts';
import {formatBytes} from '../../../words/bytes.ts';
import {asEstimate, formatCount} from '../../../words/count.ts';
import {dateText, dayOf, instantText} from '../../../words/local-day.ts';
import {counted, heldNow} from '../../selectors/shown-layers.ts';
import {presentNews} from '../../selectors/present-news.ts';
import {travelMs, type Way} from '../../state/moves.ts';
import type {State} from '../../state/state.ts';
import {layerTrouble} from '../../update/store-health.ts';
import type {LayersView, Station, WayView} from './view.ts';
import {wayTexts} from './way-texts.ts';

/** The layers screen's view of a state. */
export function layersView(state: State): LayersView {
	const {scenario} = state;
	const why = (layers as readonly LayerRecord[]).find(layer => layer.why)?.why;
	return {
		source: scenario.facts.many,
		stations: (layers as ReadonlyArray<LayerRecord & AnyLayer>).map(layer => station(layer, state)),
		why: why && {question: why.question, answer: said(why.answer, scenario)},
		news: presentNews(state),
	};
}

function station(layer: LayerRecord & AnyLayer, state: State): Station {
	const {name, title, purpose, counts, isRead, attach} = layer;
	const {
		scenario,
		layers: {
			[name]: {backend},
		},
		holdings: {[name]: holdings},
	} = state;
	const held = heldNow(state)[name];
	const {one, many} = counted(counts, state);
	return {
		title,
		depth: depthOf(layer, state.placedIn),
		into: name === state.placedIn || layer.filledFrom !== undefined ? wayOf(name, state) : undefined,
		readers: isRead ? wayOf('readers', state) : undefined,
		trouble: troubleOf(layer, state),
		count: held === undefined ? unknownCount(name, state) : holdings?.isEstimate ? `about ${formatCount(asEstimate(held))}` : formatCount(held),
		word: held === undefined ? '' : held === 1 ? one : many,
		...spanOf(layer, state),
		// What was looked into before it held anything has no size yet.
		size: !holdings?.bytes || !held ? '' : formatBytes(holdings.bytes),
		purpose: said(purpose, scenario),
		labels: labelsOf(layer, state),
		attach: backend ? attach(backend.address) : '',
	};
}

/** What stands for a count that is not known: fits in its column. */
function unknownCount(name: LayerName, {layers: {[name]: layer}, placedIn, isKeyKnown}: State): string {
	return layer.health !== 'up' || (name === 'redis' && !isKeyKnown)
		? ''
		: name === 'postgres' && placedIn !== 'postgres'
			? 'not in use yet'
			: 'not counted yet';
}

/** Where facts are placed is the beginning, whatever fills it otherwise. */
function depthOf({name, filledFrom}: LayerRecord, placed: LayerName): number {
	const from = name === placed ? undefined : (layers as readonly LayerRecord[]).find(other => other.name === filledFrom);
	return from ? 1 + depthOf(from, placed) : 0;
}

function wayOf(way: Way, state: State): WayView {
	const moves = (state.moves[way] ?? []).map(atMs => Math.max(0, (state.nowMs - atMs) / travelMs)).filter(share => share < 1);
	return {moves, ...wayTexts(way, state)};
}

/** Why a layer is not up, and what it would take; its name stands before it. */
function troubleOf({name, title, flags}: LayerRecord & {readonly name: LayerName}, {layers: {[name]: layer}}: State): Station['trouble'] {
	const behindTitle = (text: string) => text.replace(`${title} `, '');
	switch (layer.health) {
		case 'up': {
			return undefined;
		}

		case 'opening': {
			return {text: 'opening …', isBad: false};
		}

		case 'out': {
			return {text: behindTitle(layer.reason ?? ''), isBad: false};
		}

		case 'silent':
		case 'refuses': {
			// A server of one's own is named by its address, so that one knows where to look.
			const where = layer.backend
				? ` (${layer.backend.address})`
				: `: it is named by --${flags[0]!.name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
			return {text: `${behindTitle(layerTrouble(name, layer)!)}${where}`, isBad: true};
		}
	}
}

function spanOf({name, isRead}: LayerRecord & {readonly name: LayerName}, state: State): Pick<Station, 'oldest' | 'newest'> {
	const {
		holdings: {[name]: holdings},
		shown,
		nowMs,
		timeZone,
	} = state;
	if (isRead) {
		// What is cached is of one instant.
		return {oldest: '', newest: shown && heldNow(state)[name] === 1 ? instantText(shown.answer.asOfMs, nowMs, timeZone) : ''};
	}

	// Whole days are of UTC.
	const text = (instantMs: number | undefined) =>
		instantMs === undefined
			? ''
			: holdings?.days === undefined
				? instantText(instantMs, nowMs, timeZone)
				: dateText(dayOf(instantMs, 'UTC'), dayOf(nowMs, 'UTC'));
	return {oldest: text(holdings?.oldestMs), newest: text(holdings?.newestMs)};
}

/** "up, MongoDB 8.0.4"; "up, embedded 0.1.0, MongoDB wire protocol". */
function labelsOf(
	{name}: LayerRecord & {readonly name: LayerName},
	{
		layers: {
			[name]: {health, backend},
		},
	}: State,
): readonly string[] {
	if (health !== 'up' || !backend) {
		return [''];
	}

	const {kind, label, version} = backend;
	const [, spoken = ''] = /^embedded engine, (.*)$/.exec(label) ?? [];
	return kind === 'server' ? [`up, ${label}`, 'up'] : [`up, embedded ${version}, ${spoken}`, `up, embedded ${version}`, 'up'];
}
