import {expect, test} from 'vitest';
import {readPlan} from '../../source/flows/ask-postgres.ts';

test('rows read are those that were given and those that a condition left out, of every loop and worker', () => {
	expect(
		readPlan({
			'Node Type': 'Aggregate',
			'Shared Hit Blocks': 40,
			'Shared Read Blocks': 2,
			'Actual Rows': 9,
			'Actual Loops': 1,
			Plans: [
				{
					'Node Type': 'Nested Loop',
					'Actual Rows': 300,
					'Actual Loops': 1,
					Plans: [
						{
							'Node Type': 'Gather',
							'Actual Rows': 100,
							'Actual Loops': 1,
							Plans: [{'Node Type': 'Seq Scan', 'Actual Rows': 33, 'Actual Loops': 3, 'Rows Removed by Filter': 300}],
						},
						{'Node Type': 'Index Only Scan', 'Index Name': 'compare_items', 'Actual Rows': 3, 'Actual Loops': 100},
					],
				},
			],
		}),
	).toEqual({rowsRead: 33 * 3 + 300 * 3 + 300, pages: 42, scans: ['Seq Scan', 'Index Only Scan'], indexes: ['compare_items']});
});

test("what reads another node's rows, or an index for a heap, reads none of its own", () => {
	expect(
		readPlan({
			'Node Type': 'CTE Scan',
			'Actual Rows': 50,
			'Actual Loops': 1,
			Plans: [
				{
					'Node Type': 'Bitmap Heap Scan',
					'Actual Rows': 50,
					'Actual Loops': 1,
					'Rows Removed by Index Recheck': 4,
					Plans: [{'Node Type': 'Bitmap Index Scan', 'Index Name': 'i', 'Actual Rows': 54, 'Actual Loops': 1}],
				},
			],
		}),
	).toEqual({rowsRead: 54, pages: 0, scans: ['Bitmap Heap Scan'], indexes: ['i']});
});
