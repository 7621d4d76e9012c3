import {formatCount} from '../../words/count.ts';
import {zoneLabel} from '../../words/local-day.ts';
import {clockTime} from '../selectors/clock-time.ts';
import {type Line, Lines, lineWidth, type Span, spread} from './lines.tsx';
import {graceLeftSeconds, leftSeconds} from '../selectors/key-left.ts';
import type {Layer, State} from '../state/state.ts';
import {clocksDiffer} from '../update/update-clock.ts';
import type {Tone} from '../theme.ts';

/** Each layer of the way with its kind, version, health and count; the time. */
export function Header({state}: {readonly state: State}) {
	const {layers: {mongo, redis, gcs}, ordersHeld, archivedObjects, isKeyKnown, nowMs, columns, timeZone} = state;
	const keys = !isKeyKnown ? '' : leftSeconds(state) > 0 || graceLeftSeconds(state) > 0 ? '1 key' : '0 keys';
	const held = ordersHeld === undefined ? '' : formatCount(ordersHeld);
	const archived = archivedObjects === undefined ? '' : `${archivedObjects} objects`;
	const arrow: Span = {text: ' › ', tone: 'dim'};
	const time: Line = [...(clocksDiffer(state.clocks) ? [{text: 'clocks differ  ', tone: 'bad' as Tone}] : []), {text: `${clockTime(nowMs, timeZone)} ${zoneLabel(timeZone, nowMs)} `, tone: 'dim'}];
	const head: Span[] = [{text: ' shopstream  ', tone: 'accent'}];
	const embedded = [mongo, redis, gcs].every(({backend}) => backend?.kind === 'embedded');
	const version = mongo.backend?.version ?? '';
	const forms = [
		[...head, ...part('MongoDB', mongo, `${held}${held && ' orders'}`, true), arrow, ...part('Redis', redis, keys, true), arrow, ...part('GCS', gcs, archived, true)],
		embedded
			? [...head, ...part('MongoDB', mongo, held, false), arrow, ...part('Redis', redis, keys, false), arrow, ...part('GCS', gcs, archivedObjects === undefined ? '' : String(archivedObjects), false), {text: `  embedded ${version}`, tone: 'dim' as Tone}]
			: [...head, ...part('MongoDB', mongo, held, true), arrow, ...part('Redis', redis, '', true), arrow, ...part('GCS', gcs, '', true)],
		[...part('MongoDB', mongo, '', true), arrow, ...part('Redis', redis, '', true), arrow, ...part('GCS', gcs, '', true)],
		[...part(' MongoDB', mongo, held, false), arrow, ...part('Redis', redis, keys, false), arrow, ...part('GCS', gcs, '', false)],
		[...part(' MongoDB', mongo, '', false), arrow, ...part('Redis', redis, '', false), arrow, ...part('GCS', gcs, '', false)],
	];
	const fitting = forms.find(form => lineWidth(form) + lineWidth(time) < columns) ?? forms.at(-1)!;
	return <Lines lines={[spread(fitting, time, columns)]}/>;
}

function part(name: string, {health, backend}: Layer, count: string, labelled: boolean): Span[] {
	const tone: Tone = health === 'silent' || health === 'refuses' ? 'bad' : 'strong';
	const label = backend === undefined
		? ''
		: backend.kind === 'embedded' ? ` embedded ${backend.version}` : ` ${backend.label.replace(/^(MongoDB|Redis|GCS|Google Cloud Storage),? ?/, '')}`;
	const said = health === 'opening' ? ' …' : health === 'silent' ? ' DOWN' : health === 'refuses' ? ' REFUSES' : '';
	return [
		{text: name, tone},
		...(labelled ? [{text: label.trimEnd(), tone: 'dim' as Tone}] : []),
		{text: said, tone},
		...(count ? [{text: ` ${count}`}] : []),
	];
}
