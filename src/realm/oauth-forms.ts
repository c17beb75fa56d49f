import { openText, sealText } from '../crypto/sealed-text';
import { deriveSubkey } from '../crypto/subkey';
import type { FormPorts } from '../oauth/ports';
import type { RealmParts } from './realm';

const SHAPE = /^(\d{1,9})\.(.+)$/;

/** Seals what goes through a browser under a subkey of the realm key, whose version stands before it. */
export function oauthForms({ sodium, random, row, keys }: RealmParts): FormPorts {
	const context = `incoming-api/form/v1:${row.id}`;
	const keyOf = (bytes: Uint8Array): Uint8Array => deriveSubkey(sodium, bytes, 'forms');
	return {
		seal(value) {
			const { version, bytes } = keys.newest();
			const sealed = sealText(sodium, keyOf(bytes), JSON.stringify(value), context, random.bytes);
			return `${String(version)}.${sealed}`;
		},
		open(text) {
			const [, version = '', sealed = ''] = SHAPE.exec(text) ?? [];
			const key = keys.of(Number(version));
			if (key === undefined) return undefined;
			const opened = openText(sodium, keyOf(key.bytes), sealed, context);
			return opened === undefined ? undefined : (JSON.parse(opened) as unknown);
		},
	};
}
