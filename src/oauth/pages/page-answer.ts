import type { Answer } from '../../http/answer';
import { sha256 } from '../../crypto/sha256';
import { STYLE } from './style';

const STYLE_SOURCE = `'sha256-${Buffer.from(sha256(STYLE)).toString('base64')}'`;

/**
 * Where a form's answer may send the browser, as CSP writes it: an origin, or a scheme. Browsers hold
 * redirects of a form to `form-action` too. An IPv6 address has no source of its own there.
 */
export function formTarget(redirectUri: string): string {
	const { protocol, origin, hostname } = new URL(redirectUri);
	const isWeb = protocol === 'https:' || protocol === 'http:';
	return isWeb && !hostname.startsWith('[') ? origin : protocol;
}

/** A page of ours: nothing but its own style, in no frame, in no cache, with no referrer (NT-12). */
export function pageAnswer(html: string, status: number, formTargets: readonly string[]): Answer {
	const policy = [
		"default-src 'none'",
		`style-src ${STYLE_SOURCE}`,
		`form-action ${["'self'", ...formTargets].join(' ')}`,
		"frame-ancestors 'none'",
		"base-uri 'none'",
	];
	return {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy.join('; '),
			'x-frame-options': 'DENY',
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'cache-control': 'no-store',
			pragma: 'no-cache',
		},
		body: html,
	};
}
