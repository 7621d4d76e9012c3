/** An answer other than success, in the words of Cloud Storage. */
export class GcsError extends Error {
	/** HTTP status. */
	readonly status: number;
	/** Cloud Storage's word for the cause, `notFound` for instance. */
	readonly reason: string;
	/** The error's code in the XML API, `NoSuchKey` for instance. */
	readonly xmlCode: string;
	/** What in the request is wrong, if one part of it is. */
	readonly location: {readonly locationType: 'header' | 'parameter'; readonly location: string} | undefined;

	constructor(status: number, reason: string, message: string, details: {xmlCode?: string; location?: GcsError['location']} = {}) {
		super(message);
		this.name = 'GcsError';
		this.status = status;
		this.reason = reason;
		this.xmlCode = details.xmlCode ?? (status === 501 ? 'NotImplemented' : 'InvalidArgument');
		this.location = details.location;
	}
}

/** 400: the request is not well formed. */
export function invalid(message: string): GcsError {
	return new GcsError(400, 'invalid', message);
}

/** 400: a query parameter's value is not one that it takes. */
export function invalidParameter(name: string, message: string): GcsError {
	return new GcsError(400, 'invalidParameter', message, {location: {locationType: 'parameter', location: name}});
}

/** 400: a query parameter or a field of the metadata is missing. */
export function required(name: string): GcsError {
	return new GcsError(400, 'required', `Required parameter: ${name}`, {location: {locationType: 'parameter', location: name}});
}

/** 404: there is no such bucket. */
export function bucketNotFound(): GcsError {
	return new GcsError(404, 'notFound', 'The specified bucket does not exist.', {xmlCode: 'NoSuchBucket'});
}

/** 404: there is no such object, or not in the generation asked for. */
export function objectNotFound(bucket: string, object: string): GcsError {
	return new GcsError(404, 'notFound', `No such object: ${bucket}/${object}`, {xmlCode: 'NoSuchKey'});
}

/** 412: a precondition does not hold. */
export function conditionNotMet(): GcsError {
	return new GcsError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.', {
		xmlCode: 'PreconditionFailed',
		location: {locationType: 'header', location: 'If-Match'},
	});
}

/** 304: the client has this generation already. */
export function notModified(): GcsError {
	return new GcsError(304, 'notModified', 'Not Modified');
}

/** 413: a body is longer than the engine takes. */
export function tooLarge(what: string, limitBytes: number): GcsError {
	return new GcsError(413, 'uploadTooLarge', `${what} is larger than ${limitBytes} bytes.`, {xmlCode: 'EntityTooLarge'});
}

/** 501: Cloud Storage can do this, the embedded engine cannot. */
export function notSupported(what: string): GcsError {
	return new GcsError(501, 'notImplemented', `${what} is not supported by the embedded Cloud Storage engine.`);
}
