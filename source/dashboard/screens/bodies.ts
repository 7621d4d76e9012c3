import type {Body} from './body.ts';
import {DashboardBody} from './dashboard/dashboard-body.tsx';
import {HistoryBody} from './history/history-body.tsx';
import {LaboratoryBody} from './laboratory/laboratory-body.tsx';
import {LayersBody} from './layers/layers-body.tsx';
import {RivalsBody} from './rivals/rivals-body.tsx';
import type {ScreenName} from './screens.ts';

/** What each screen draws. */
export const bodies: Readonly<Record<ScreenName, Body>> = {
	dashboard: DashboardBody,
	layers: LayersBody,
	laboratory: LaboratoryBody,
	history: HistoryBody,
	rivals: RivalsBody,
};
