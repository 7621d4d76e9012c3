import {Lines} from '../panels/lines.tsx';
import type {Menu} from '../state/asked.ts';
import {menus} from './menus.ts';

/** What the chosen line of a menu is and which keys change it, in place of the key bar. */
export function MenuLines({menu: {kind, row}}: {readonly menu: Menu}) {
	const {says, toggle, step, prompt, opens} = menus[kind].rows[row]!;
	const keys = [
		'up/down choose',
		toggle && 'space switches',
		step && 'left/right change',
		prompt && 'Enter types it',
		opens && 'Enter opens it',
		'Esc closes',
	].filter(text => text !== undefined);
	return <Lines lines={[[{text: ` ${says}`, tone: 'accent'}], [{text: ` ${keys.join('  ')}`, tone: 'dim'}]]} />;
}
