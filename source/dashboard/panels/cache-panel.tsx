import {formatCountdown, formatDuration} from '../../lab/duration.ts';
import {formatCount} from '../../orders/money.ts';
import {gauge} from '../charts/gauge.ts';
import {clockTime} from '../clock-time.ts';
import {type Line, Lines, spread} from '../lines.tsx';
import {readsBeside} from '../predicted-reads.ts';
import {fewestReads, type State} from '../state.ts';
import {Panel} from './panel.tsx';

type Props = {readonly state: State; readonly width: number; readonly height: number};

/** The key in Redis: its TTL and what is left of it, and what the TTL buys and costs, seen beside predicted. */
export function CachePanel({state, width, height}: Props) {
	const inner = width - (width < 30 ? 3 : 4);
	const {ttlSeconds, ttlMode, keyExpiresAtMs, nowMs, statistics: {outcomes, reads}} = state;
	const leftSeconds = keyExpiresAtMs === undefined ? 0 : Math.max(0, (keyExpiresAtMs - nowMs) / 1000);
	const left = leftSeconds > 0 ? formatCountdown(leftSeconds) : 'no key';
	const {seen, predicted, settlesInSeconds} = readsBeside(state, nowMs);
	const percent = (share: number) => share === 1 ? '100 %' : `${(share * 100).toFixed(1)} %`;
	const row = (name: string, seenText: string, predictedText: string): Line => [
		{text: name.padEnd(8)},
		{text: seenText.padStart(Math.ceil((inner - 11) / 2)), tone: 'strong'},
		{text: predictedText.padStart(Math.floor((inner - 5) / 2)), tone: 'accent'},
	];
	const counted = seen ? undefined : `${reads}/${fewestReads}`;
	const lines: Line[] = [
		spread([{text: `TTL ${formatDuration(ttlSeconds)}`, tone: 'strong'}], [{text: ttlMode === 'now' ? 'acts now' : 'next fill', tone: 'dim'}], inner),
		[{text: gauge(leftSeconds / ttlSeconds, inner - 8), tone: leftSeconds > 0 ? 'hit' : 'dim'}, {text: left.padStart(8)}],
		[{text: keyExpiresAtMs !== undefined && leftSeconds > 0 ? `key ends ${clockTime(keyExpiresAtMs)}` : 'the next read is a miss', tone: 'dim'}],
		[],
		row('', 'seen', inner < 26 ? 'theory' : 'predicted'),
		row('hit rate', counted ?? percent(seen!.hitRate), percent(predicted.hitRate)),
		row('mean age', counted ?? formatCountdown(seen!.meanAgeSeconds), formatCountdown(predicted.meanAgeSeconds)),
		[{text: settlesInSeconds > 0 && Number.isFinite(settlesInSeconds) ? `settles in ${formatCountdown(settlesInSeconds)}` : 'settled', tone: 'dim'}],
		[],
		[{text: 'hits ', tone: 'dim'}, {text: formatCount(outcomes.hit), tone: 'hit'}, {text: '  misses ', tone: 'dim'}, {text: formatCount(outcomes.miss), tone: 'miss'}],
		otherOutcomes(outcomes),
	];
	return (
		<Panel title="Cache" note={`1 viewer, every ${formatDuration(state.refreshSeconds)}`} width={width} height={height}>
			<Lines lines={lines.map(line => [{text: ' '}, ...line])}/>
		</Panel>
	);
}

/** The rarer outcomes, when there are any. */
function otherOutcomes(outcomes: State['statistics']['outcomes']): Line {
	const rare = (['bypass', 'stale', 'coalesced', 'error'] as const).filter(name => outcomes[name] > 0);
	return rare.length === 0
		? [{text: 'no other outcome', tone: 'dim'}]
		: rare.map(name => ({text: `${name} ${formatCount(outcomes[name])}  `, tone: name === 'error' ? 'bad' as const : 'dim' as const}));
}
