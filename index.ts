export { type CallContext, type Realm, type Verdict } from './src/realm/realm';
export {
	openExistingRealm,
	openRealm,
	openStore,
	type RealmPorts,
	systemPorts,
} from './src/realm/open-realm';
export { parseLock, type RealmLock, type RealmSettings } from './src/realm/settings';
