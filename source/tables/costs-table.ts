import {type Keeper, type KeepingCost, type KeepingCosts, leastDays} from '../lab/keeping-costs.ts';
import {formatBytes} from '../words/bytes.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatCents} from '../words/money.ts';
import {type Sheet, sheetOf} from './sheet.ts';

/** What each layer's costs are of. */
const titles: Readonly<Record<Keeper, string>> = {
	postgres: 'PostgreSQL (Cloud SQL)',
	mongo: 'MongoDB (Atlas)',
	redis: 'Redis (Memorystore)',
	gcs: 'Archive (GCS)',
	history: 'Warehouse (BigQuery)',
};

/**
 * What keeping all facts costs a year, a layer a line. An ESTIMATE.
 * @param measured the layers whose bytes were measured just now; the others' are of an earlier measurement
 */
export function costsTable({layers}: Pick<KeepingCosts, 'layers'>, measured: ReadonlySet<Keeper>): Sheet {
	return sheetOf<KeepingCost>('costs', layers, [
		{name: 'layer', title: 'kept in', align: 'left', value: ({keeper}) => keeper, text: ({keeper}) => titles[keeper]},
		{
			name: 'bytesPerFact',
			title: 'bytes each',
			value: ({bytesPerFact}) => bytesPerFact,
			text: ({bytesPerFact, keeper}) => `${formatCount(Math.round(bytesPerFact))}${measured.has(keeper) ? '*' : ' '}`,
		},
		{name: 'isMeasuredHere', value: ({keeper}) => measured.has(keeper)},
		{name: 'bytes', title: 'all', value: ({bytes}) => Math.round(bytes), text: ({bytes}) => formatBytes(bytes)},
		{
			name: 'storageCentsPerYear',
			title: 'storage, $ a year',
			value: ({storageCents}) => Math.round(storageCents),
			text: ({storageCents}) => formatCents(Math.round(storageCents)),
		},
		{
			name: 'serverCentsPerYear',
			title: 'smallest server',
			value: ({serverCents}) => (serverCents === undefined ? undefined : Math.round(serverCents)),
			text: ({serverCents}) => (serverCents === undefined ? '–' : formatCents(Math.round(serverCents))),
		},
	]);
}

/** The archive's classes under its rules. */
export function classesTable({classes}: Pick<KeepingCosts, 'classes'>): Sheet {
	return sheetOf('classes', classes, [
		{name: 'storageClass', title: 'class', align: 'left', value: ({storageClass}) => storageClass, text: ({storageClass}) => storageClass},
		{name: 'share', title: 'of the time', value: ({share}) => share, text: ({share}) => `${(100 * share).toFixed(1)} %`},
		{name: 'centsPerYear', title: '$ a year', value: ({cents}) => cents, text: ({cents}) => formatFigure(cents / 100)},
		{
			name: 'leastDays',
			title: 'charged for at least',
			value: ({storageClass}) => leastDays[storageClass],
			text: ({storageClass}) => `${leastDays[storageClass]} days`,
		},
	]);
}
