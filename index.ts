/**
 * A realm without n8n: decide in a Node server who may call, put secret keys into outgoing calls,
 * get tokens of the five systems. Everything else in this package may change in any version.
 */
export {
	closeRealms,
	Fault,
	type FaultCode,
	newRequestId,
	openRealm,
	openResolver,
	type ServedCall,
	type ServedPolicy,
	type ServedRealm,
} from './src/realm/process-realms';
export {
	type Answer,
	type AnswerShape,
	type HttpMessage,
	messageOf,
	type Received,
	refusalOf,
	type RefusalShape,
	unavailable,
} from './src/realm/http-answers';
export {
	type GivenSecrets,
	type ReadyHeaders,
	type ReferenceResolver,
	resolverOf,
	type ResolverSettings,
	type UsedFor,
} from './src/realm/reference-resolver';
export type { Outcome, Verdict } from './src/realm/realm';
export {
	parseLock,
	type PostgresConnection,
	type PostgresTls,
	type RealmLock,
	type RealmSettings,
	type RealmStorage,
} from './src/realm/settings';
export { parsePostgresUrl, type ParsedUrl } from './src/realm/postgres-url';
export { sealSecret, type SecretToSeal } from './src/secrets/seal-secret';
export { fetchExchange } from './src/vendors/fetch-exchange';
export type {
	Exchange,
	Unreachable,
	VendorAnswer,
	VendorPorts,
	VendorRequest,
} from './src/vendors/exchange';
export type { VendorFailure } from './src/vendors/failure';
export type { SystemName } from './src/vendors/systems';
export {
	type CallToSystem,
	type ReadyCall,
	tokenClient,
	type TokenClient,
} from './src/vendors/token-client';
