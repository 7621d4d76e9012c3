import {createGunzip} from 'node:zlib';
import {archivingOf} from '../scenarios/archiving-of.ts';
import type {Archiving, Scenario} from '../scenarios/scenario.ts';
import type {ArchivedPart} from '../stores/archive-manifest.ts';
import {crc32cOf, type GcsArchive, NoSuchObject} from '../stores/gcs-archive.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem, sayFailure} from '../words/problem.ts';

/** What is wrong with an archived part. */
export type Damage = 'missing' | 'size' | 'checksum' | 'gzip' | 'line' | 'rows' | 'worth' | 'ids';

/** A part that is not as the manifest of its day says. */
export class DamagedPart extends Problem {
	/** The object. */
	readonly part: string;
	readonly damage: Damage;
	/** The line, from 1, where one is wrong. */
	readonly line: number | undefined;

	constructor(part: string, damage: Damage, what: string, options: {readonly line?: number; readonly cause?: unknown} = {}) {
		super(`${plainText(part)} ${what}`, 1, options.cause);
		this.name = 'DamagedPart';
		this.part = part;
		this.damage = damage;
		this.line = options.line;
	}
}

export type ReadLine = {
	/** From 1. */
	readonly line: number;
	/** Without its end. */
	readonly text: string;
	readonly fact: object;
};

/** Bytes of text that are unpacked at a time. */
const chunkSize = 64 * 1024;

/**
 * An archived part, line by line. Its bytes are compared with their CRC32C before the first line is given, its figures after the last one.
 * @throws DamagedPart when it is not as its manifest says; StoreFailure when the bucket does not answer
 */
export async function* readPart(
	archive: Pick<GcsArchive, 'readObject'>,
	part: ArchivedPart,
	scenario: Scenario,
	signal?: AbortSignal,
): AsyncGenerator<ReadLine, void> {
	const {facts} = scenario;
	const archiving = archivingOf(scenario);
	const bytes = await readBytes(archive, part, signal);
	let [line, worth, leastId, greatestId] = [0, 0, '', ''];
	for await (const text of linesOf(bytes, part.name, signal)) {
		line++;
		const fact = readFact(archiving, part.name, text, line);
		const id = facts.id(fact);
		worth += archiving.worth.of(fact);
		leastId = line === 1 || id < leastId ? id : leastId;
		greatestId = id > greatestId ? id : greatestId;
		yield {line, text, fact};
	}

	if (line !== part.rows) {
		throw new DamagedPart(part.name, 'rows', `has ${formatCount(line)} lines, its manifest says ${formatCount(part.rows)}`);
	}

	if (worth !== part.worth) {
		throw new DamagedPart(part.name, 'worth', `comes to ${worth} (${archiving.worth.name}), its manifest says ${part.worth}`);
	}

	if (leastId !== part.leastId || greatestId !== part.greatestId) {
		throw new DamagedPart(part.name, 'ids', `has ids from ${plainText(leastId)} to ${plainText(greatestId)}, its manifest says other ones`);
	}
}

async function readBytes(archive: Pick<GcsArchive, 'readObject'>, {name, sizeBytes, crc32c}: ArchivedPart, signal?: AbortSignal): Promise<Buffer> {
	let bytes: Buffer;
	try {
		bytes = await archive.readObject(name, signal);
	} catch (error) {
		throw error instanceof NoSuchObject ? new DamagedPart(name, 'missing', 'is not in the bucket', {cause: error}) : error;
	}

	if (bytes.length !== sizeBytes) {
		throw new DamagedPart(name, 'size', `has ${formatCount(bytes.length)} bytes, its manifest says ${formatCount(sizeBytes)}`);
	}

	const theirs = crc32cOf(bytes);
	if (theirs !== crc32c) {
		throw new DamagedPart(name, 'checksum', `has CRC32C ${theirs}, its manifest says ${plainText(crc32c)}`);
	}

	return bytes;
}

function readFact({read}: Archiving, part: string, text: string, line: number): object {
	try {
		return read(text);
	} catch (error) {
		throw new DamagedPart(part, 'line', `has a line ${formatCount(line)} that ${error instanceof Problem ? error.message : 'is no JSON'}`, {
			line,
			cause: error,
		});
	}
}

/** The lines of an object, without their ends; unpacked piece by piece, as they are many times its size. */
async function* linesOf(bytes: Buffer, part: string, signal?: AbortSignal): AsyncGenerator<string, void> {
	const gunzip = createGunzip({chunkSize});
	gunzip.setEncoding('utf8');
	gunzip.end(bytes);
	let rest = '';
	try {
		for await (const text of gunzip as AsyncIterable<string>) {
			signal?.throwIfAborted();
			const lines = `${rest}${text}`.split('\n');
			rest = lines.pop()!;
			yield* lines;
		}
	} catch (error) {
		const isDamaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
		throw isDamaged ? new DamagedPart(part, 'gzip', `is no whole gzip file (${sayFailure(error)})`, {cause: error}) : error;
	} finally {
		gunzip.destroy();
	}

	if (rest !== '') {
		yield rest;
	}
}
