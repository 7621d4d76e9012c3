import type {Services} from '../services.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem} from '../words/problem.ts';

/** A first seed into a server that already holds orders is a question, since they cannot be told apart afterwards. */
export async function askBeforeMixing({window}: Pick<Services, 'window'>, config: {readonly yes: boolean}, wish: string, warning?: string): Promise<void> {
	if (window.backend.kind === 'embedded' || config.yes) {
		return;
	}

	const held = await window.count();
	if (held === 0) {
		return;
	}

	const what = `${window.backend.label} at ${window.backend.address} already holds ${formatCount(held)} orders`;
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		throw new Problem(`${what}: add --yes to ${wish} beside them`, 2);
	}

	process.stderr.write(`${plainText(what)}. ${wish.charAt(0).toUpperCase()}${wish.slice(1)} beside them${warning === undefined ? '' : ` (${warning})`}? [y/N] `);
	const answer = await readLine();
	if (!/^y(es)?$/i.test(answer.trim())) {
		throw new Problem('Nothing was stored');
	}
}

async function readLine(): Promise<string> {
	const {createInterface} = await import('node:readline/promises');
	const lines = createInterface({input: process.stdin});
	try {
		const {value} = await lines[Symbol.asyncIterator]().next();
		return value ?? '';
	} finally {
		lines.close();
	}
}
