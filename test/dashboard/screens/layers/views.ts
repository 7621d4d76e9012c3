// A view of the layers screen, as its panels are given it.
import type {LayersView, Station} from '../../../../source/dashboard/screens/layers/view.ts';

const blank: Station = {title: '', depth: 0, into: {moves: [], texts: ['']}, readers: undefined, trouble: undefined, count: '', word: '', oldest: '', newest: '', size: '', purpose: '', labels: [''], attach: ''};
const labels = (spoken: string) => [`up, embedded 0.1.0, ${spoken}`, 'up, embedded 0.1.0', 'up'];

/** Ten million orders, those of five weeks, an answer and its archive. */
export const fullView: LayersView = {
	source: 'orders',
	stations: [
		{...blank, title: 'PostgreSQL', into: {moves: [0.1], texts: ['orders arrive, 2 a second']}, count: 'about 10,000,000', word: 'orders', oldest: '26 Nov 2021', newest: '12:04:31', size: '2.10 GB', purpose: 'the source of truth: every order, for good', labels: labels('PostgreSQL 18.6'), attach: 'psql postgres://127.0.0.1:5432'},
		{...blank, title: 'MongoDB', depth: 1, into: {moves: [0, 0.5], texts: ['12 ms behind, 95 % within 48 ms']}, count: '191,780', word: 'orders', oldest: '22 Oct', newest: '12:04:31', size: '96.2 MB', purpose: 'the last 35 days, to be asked often', labels: labels('MongoDB wire protocol'), attach: 'mongosh mongodb://127.0.0.1:27017'},
		{...blank, title: 'Redis', depth: 2, into: {moves: [], texts: ['the answer is 1:12 old, of 5 min; it ends in 3:48', '1:12 old, ends in 3:48']}, readers: {moves: [0.999], texts: ['to the screen: HIT in 0.214 ms']}, count: '1', word: 'key', newest: '12:03:19', size: '1.16 kB', purpose: 'one answer for all readers, for one TTL', labels: labels('Redis protocol'), attach: 'redis-cli -u redis://127.0.0.1:6379'},
		{...blank, title: 'GCS', depth: 2, into: {moves: [], texts: ['35 days archived, 4:12 ago']}, count: '35', word: 'objects', oldest: '22 Oct', newest: '26 Nov', size: '412 kB', purpose: 'each day as a file, for audit and restore', labels: labels('GCS JSON API'), attach: 'http://127.0.0.1:4443/b'},
	],
	why: {question: 'Why is MongoDB in the middle?', answer: 'For a reason.'},
	news: undefined,
};
