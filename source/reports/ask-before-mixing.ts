import type {Scenario} from '../scenarios/scenario.ts';
import type {Backend} from '../stores/backend.ts';
import {capital} from '../words/capital.ts';
import {formatCount} from '../words/count.ts';
import {askYes} from './ask-yes.ts';
import type {Voice} from './voice.ts';

/** What is written into. */
type Mixed = {readonly backend: Backend; count(): Promise<number>};

/**
 * A first seed into a server that already holds facts is a question, since they cannot be told apart afterwards.
 * @param wish what would be done: "store 500 more"
 * @throws Problem unless it is agreed to
 */
export async function askBeforeMixing(
	{scenario, window, later}: {readonly scenario: Scenario; readonly window: Mixed; readonly later?: {readonly ledger?: Mixed}},
	config: {readonly yes: boolean},
	voice: Pick<Voice, 'ask'>,
	wish: string,
	warning?: string,
): Promise<void> {
	const servers = config.yes ? [] : ([later?.ledger, window].filter(store => store?.backend.kind === 'server') as Mixed[]);
	const counted = await Promise.all(servers.map(async store => ({backend: store.backend, held: await store.count()})));
	const holding = counted.find(({held}) => held > 0);
	if (!holding) {
		return;
	}

	const {
		backend: {label, address},
		held,
	} = holding;
	const what = `${label} at ${address} already holds ${formatCount(held)} ${scenario.facts.many}`;
	await askYes(voice, `${what}. ${capital(wish)} beside them${warning === undefined ? '' : ` (${warning})`}`, {
		flagged: `${what}: add --yes to ${wish} beside them`,
		refused: 'Nothing was stored',
	});
}
