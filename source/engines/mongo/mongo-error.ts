/** MongoDB's own error codes and names, as far as this engine gives them. */
const codes = {
	BadValue: 2,
	FailedToParse: 9,
	TypeMismatch: 14,
	Overflow: 15,
	InvalidLength: 16,
	AuthenticationFailed: 18,
	IllegalOperation: 20,
	InvalidBSON: 22,
	NamespaceNotFound: 26,
	IndexNotFound: 27,
	PathNotViable: 28,
	ConflictingUpdateOperators: 40,
	CursorNotFound: 43,
	NamespaceExists: 48,
	MaxTimeMSExpired: 50,
	EmptyFieldName: 56,
	CommandNotFound: 59,
	ImmutableField: 66,
	CannotCreateIndex: 67,
	InvalidOptions: 72,
	InvalidNamespace: 73,
	IndexOptionsConflict: 85,
	IndexKeySpecsConflict: 86,
	ExceededMemoryLimit: 146,
	InvalidPipelineOperator: 168,
	QueryPlanKilled: 175,
	QueryFeatureNotAllowed: 224,
	NotImplemented: 238,
	ConversionFailure: 241,
	InvalidIdField: 53,
	DollarPrefixedFieldName: 52,
	NoReplicationEnabled: 76,
	NoQueryExecutionPlans: 291,
	UnsupportedOpQueryCommand: 352,
	BSONObjectTooLarge: 10_334,
	DuplicateKey: 11_000,
	OutOfDiskSpace: 14_031,
} as const;

export type MongoErrorName = keyof typeof codes;

const names = new Map<number, string>(Object.entries(codes).map(([name, code]) => [code, name]));

/**
 * An error in MongoDB's own terms: its number, its name and further fields of the reply (`keyPattern`, `keyValue`).
 * A number without a name has MongoDB's form, `Location40324`.
 */
export class MongoError extends Error {
	readonly code: number;
	readonly codeName: string;
	readonly details: Readonly<Record<string, unknown>>;

	constructor(code: MongoErrorName | number, message: string, details: Readonly<Record<string, unknown>> = {}) {
		super(message);
		this.name = 'MongoError';
		this.code = typeof code === 'number' ? code : codes[code];
		this.codeName = names.get(this.code) ?? `Location${this.code}`;
		this.details = details;
	}
}

/** MongoDB has it, this engine has not: refused with code 238 rather than answered wrongly. */
export function notSupported(what: string): MongoError {
	return new MongoError('NotImplemented', `${what} is not supported by the embedded engine; a MongoDB server has it`);
}

/**
 * Throws MongoDB's error unless a condition holds, as the server's own `uassert` does.
 *
 * @param message A function where writing it would cost something each time.
 */
export function uassert(
	condition: unknown,
	code: MongoErrorName | number,
	message: string | (() => string),
	details?: Readonly<Record<string, unknown>>,
): asserts condition {
	if (!condition) {
		throw new MongoError(code, typeof message === 'string' ? message : message(), details);
	}
}

/** Refuses what MongoDB has and this engine has not, unless a condition holds. */
export function ensureSupported(condition: unknown, what: string): asserts condition {
	if (!condition) {
		throw notSupported(what);
	}
}
