export { type Realm, type Verdict } from './src/realm/realm';
export { openRealm, openStore, type RealmPorts, systemPorts } from './src/realm/open-realm';
export { parseLock, type RealmLock, type RealmSettings } from './src/realm/settings';
