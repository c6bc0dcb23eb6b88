#!/bin/sh
# Run by the postgres image once, when its volume is empty: a user with databases of its own for Temporal and for the
# journal, so that neither can read the other's.
set -eu

# Fed through psql's own quoting, so that any password is only ever a value.
create_user() {
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set name="$1" --set password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
SQL
}

create_database() {
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set name="$1" --set owner="$2" <<'SQL'
CREATE DATABASE :"name" OWNER :"owner";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

create_user temporal "$TEMPORAL_DB_PASSWORD"
create_database temporal temporal
create_database temporal_visibility temporal

create_user sop "$JOURNAL_DB_PASSWORD"
create_database sop sop
