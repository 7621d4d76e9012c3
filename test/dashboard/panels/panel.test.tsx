import {render} from 'ink-testing-library';
import {Text} from 'ink';
import {expect, test} from 'vitest';
import {Panel} from '../../../source/dashboard/panels/panel.tsx';

function lastLine(foot: string, width: number): string {
	const {lastFrame} = render(
		<Panel title="Title" foot={foot} width={width} height={4}>
			<Text>x</Text>
		</Panel>,
	);
	return lastFrame()!.split('\n').at(-1)!;
}

test.each([
	['short enough', 30, '╰ short enough ──────────────╯'],
	// Cut within a number it would say another one.
	['PostgreSQL read 60,797 rows in 410 ms', 30, '╰ PostgreSQL read 60,797 … ──╯'],
	['PostgreSQL read 60,797 rows in 410 ms', 25, '╰ PostgreSQL read … ────╯'],
	[
		'archived from PostgreSQL: 35 days, CRC32C agrees; 35 days with 497 orders stand',
		70,
		'╰ archived from PostgreSQL: 35 days, CRC32C agrees … ────────────────╯',
	],
])('%j in the lower border of %i columns', (foot, width, line) => {
	expect(lastLine(foot, width)).toHaveLength(width);
	expect(lastLine(foot, width)).toBe(line);
});
