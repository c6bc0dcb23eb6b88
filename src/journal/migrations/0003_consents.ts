/** What people decided about mails (K-04, K-06): see consents.ts. */
import type { MigrationBuilder } from 'node-pg-migrate';

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    CREATE TABLE consent_proofs (
      token_hash text PRIMARY KEY,
      portal_id text NOT NULL,
      contact_id text NOT NULL,
      round integer NOT NULL,
      address_hash text NOT NULL,
      address text,
      at timestamptz NOT NULL,
      wording_version text NOT NULL,
      source text NOT NULL,
      ip text,
      user_agent text,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      confirmed_at timestamptz
    );
    CREATE INDEX consent_proofs_of_contact ON consent_proofs (portal_id, contact_id, at);

    CREATE TABLE consent_withdrawals (
      portal_id text NOT NULL,
      contact_id text NOT NULL,
      at timestamptz NOT NULL,
      source text NOT NULL,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (portal_id, contact_id, at, source)
    );
  `);
  // A proof may be confirmed, once, and forget who it was. Anything else would make it no proof.
  pgm.sql(`
    CREATE FUNCTION consents_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'consents are append-only' USING ERRCODE = 'restrict_violation';
    END
    $$;

    CREATE FUNCTION proofs_only_confirm_and_forget() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      open text[] := ARRAY['address', 'ip', 'user_agent', 'confirmed_at'];
    BEGIN
      IF to_jsonb(NEW) - open IS DISTINCT FROM to_jsonb(OLD) - open
        OR NEW.address IS NOT NULL AND NEW.address IS DISTINCT FROM OLD.address
        OR NEW.ip IS NOT NULL AND NEW.ip IS DISTINCT FROM OLD.ip
        OR NEW.user_agent IS NOT NULL AND NEW.user_agent IS DISTINCT FROM OLD.user_agent
        OR OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
      THEN
        RAISE EXCEPTION 'consents are append-only' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END
    $$;

    CREATE TRIGGER append_only BEFORE UPDATE ON consent_proofs
      FOR EACH ROW EXECUTE FUNCTION proofs_only_confirm_and_forget();
    CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON consent_proofs
      FOR EACH STATEMENT EXECUTE FUNCTION consents_are_append_only();
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_withdrawals
      FOR EACH STATEMENT EXECUTE FUNCTION consents_are_append_only();
  `);
}

/** As the journal, it is not taken back. */
export const down = false;
