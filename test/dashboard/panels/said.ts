import type {Line} from '../../../source/dashboard/panels/lines.tsx';

/** Lines as they read, each run of text with its tone: `dim(comparable in 3:20)`; what has none, or a plain one, as it is. */
export function said(lines: readonly Line[]): string[] {
	return lines.map(line => line.map(({text, tone = 'plain'}) => (tone === 'plain' || text === '' ? text : `${tone}(${text})`)).join(''));
}
