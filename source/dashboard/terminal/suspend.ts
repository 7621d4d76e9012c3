import type {Keyboard} from './open-keyboard.ts';

/** Gives up the screen, lets `meanwhile` happen, takes the screen back and draws all of it. */
export type WithoutScreen = (meanwhile: () => void) => Promise<void>;

/**
 * Job control: what Ctrl-Z and SIGTSTP do, and what is owed after a SIGCONT. The terminal is given back before the program
 * stops, since the shell goes on in it.
 */
export function createSuspension(keyboard: Keyboard, withoutScreen: WithoutScreen) {
	let isSuspended = false;
	const around = async (meanwhile: () => void) => {
		if (isSuspended) {
			return;
		}

		isSuspended = true;
		process.off('SIGCONT', restore);
		try {
			await withoutScreen(() => {
				keyboard.release();
				meanwhile();
				keyboard.hold();
				// A terminal that was resized meanwhile told only who stood in its foreground.
				process.emit('SIGWINCH', 'SIGWINCH');
			});
		} finally {
			isSuspended = false;
			process.on('SIGCONT', restore);
		}
	};

	/** As after `kill -STOP`, when a shell had the terminal without a word. */
	const restore = () => void around(() => undefined);
	const suspend = () =>
		void around(() => {
			process.off('SIGTSTP', suspend);
			// The whole job, as a terminal does it: a shell waits for npm, not for what npm started. Where there is no shell to
			// come back from, nothing stops.
			process.kill(0, 'SIGTSTP');
			process.on('SIGTSTP', suspend);
		});

	process.on('SIGTSTP', suspend);
	process.on('SIGCONT', restore);
	return {
		suspend,
		end() {
			process.off('SIGTSTP', suspend);
			process.off('SIGCONT', restore);
		},
	};
}
