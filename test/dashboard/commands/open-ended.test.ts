// What is left while it opens: nothing of that is a failure.
import {expect, test} from 'vitest';
import {openServices} from '../../../source/services.ts';
import {until} from '../../until.ts';
import {createWorld} from './open-world.ts';

test.each(['clockOffsetMs', 'count'] as const)(
	'left while it asks for the %s of a MongoDB that has just opened and says nothing, the dashboard has not failed',
	async asked => {
		let hasAsked = false;
		const {runner, events} = createWorld({orders: '100'}, async config => {
			const services = await openServices(config);
			let giveUp = () => {};
			const close = async () => {
				giveUp();
				return services.close();
			};

			const ask = async () =>
				new Promise<never>((_, reject) => {
					hasAsked = true;
					giveUp = () => reject(new Error('it was closed'));
				});
			return {...services, close, window: {...services.window, [asked]: ask}};
		});
		const opening = runner.open();
		await until(() => hasAsked);
		await runner.close();
		await opening;
		expect(events.map(({type}) => type)).not.toContain('services-opened');
	},
);
