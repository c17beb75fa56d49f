export const HELP = `Usage: incoming-api <command> [options]

Commands:
  doctor         Look at the realm and what is around it, and say what to do
  audit verify   Verify every chain of the audit log
  audit export   Write the audit log to standard output, one JSON text per line
  seal           Seal a value for a datasource or the realm; needs no realm and no passphrase
  change-passphrase
                 Let a second passphrase open the realm, until --finish or --cancel
  rotate-realm-key
                 Give the realm a new key, from which new subkeys come
  backup FILE    Write the realm into a new file
  restore FILE   Make the realm of a backup in a place where it is not

Options:
  --sqlite FILE       SQLite file of the realm
  --postgres-url URL  PostgreSQL database of the realm, without a password
  --realm NAME        Name of the realm (default: default)
  --anchor FILE       audit verify: anchor file to compare with
                      (default: what INCOMING_API_AUDIT_ANCHOR names)
  --from TIME         audit export: only entries from this moment on
  --to TIME           audit export: only entries before this moment
  --user NAME         audit export: only entries about calls of this user
  --kind KIND         seal: what the value becomes, secret, signingKey or password
                      (default: secret)
  --public-key KEY    seal: public key of the datasource, or of the realm for a signing key or a
                      password, as Access Admin shows it
  --datasource NAME   seal: name of the datasource of a secret key
  --name NAME         seal: name of the secret key, signing key or user
  --expires TIME      seal: until when the value can be taken in, 31 days from now at most
                      (default: 24 hours from now)
  --finish            change-passphrase: the old passphrase opens nothing any more
  --cancel            change-passphrase: the new passphrase opens nothing any more
  --json              Write the result as JSON
  --help              Show this text

Without --sqlite and --postgres-url the realm is in the PostgreSQL database whose URL is in
INCOMING_API_POSTGRES_URL, or in the file that INCOMING_API_POSTGRES_URL_FILE names; else it is
where n8n's own database is, as n8n's DB_* and N8N_USER_FOLDER say.

The passphrase of the realm, or its key as base64, is read from INCOMING_API_PASSPHRASE, from the
file that INCOMING_API_PASSPHRASE_FILE names, or asked for. It is never an argument. Nor is a value
that is sealed: it is asked for, or read from standard input. change-passphrase reads the new one
from INCOMING_API_NEW_PASSPHRASE, from the file that
INCOMING_API_NEW_PASSPHRASE_FILE names, or asks for it twice.

Exit codes: 0 all is well, 1 something does not hold, 2 wrong usage or the realm cannot be opened.
`;
