/** Brand of the keys that open a datasource for a Secret Keys credential. */
export const DATASOURCE_KEY_BRAND = 'iads';
