/** What a piece of work gives, or the signal's reason at once when it fires, whether or not the work lets go. */
export async function orAborted<T>(work: (signal?: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
	signal?.throwIfAborted();
	let cancel: (() => void) | undefined;
	try {
		return await new Promise<T>((resolve, reject) => {
			cancel = () => reject(signal!.reason as Error);
			signal?.addEventListener('abort', cancel, {once: true});
			work(signal).then(resolve, reject);
		});
	} finally {
		signal?.removeEventListener('abort', cancel!);
	}
}
